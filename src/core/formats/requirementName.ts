import type { CriteriaShape } from '../model/criteria.ts';

/** A requirement whose name begins with an ID is known by that, any other one by its name. */
export function readName(name: string, shape: CriteriaShape): { readonly id: string; readonly rest: string } {
  const lead = shape.lead(name);
  if (lead?.start !== 0) return { id: name, rest: '' };
  return { id: lead.id, rest: name.slice(lead.end).replace(/^[ \t]*[:：.–—-]?[ \t]*/, '') };
}
