import { systems } from '../formats/registry.ts';

/** A living spec before and after a change, as people read it: what is rows of a database is shown as OpenSpec would write it. */
export function shownSpec(
  path: string,
  before: string,
  after: string,
): { readonly name: string; readonly before: string; readonly after: string } {
  for (const { archiver } of systems) {
    const shown = archiver?.toShown?.(path);
    if (shown !== undefined)
      return { name: shown.name, before: shown.read(before), after: shown.read(after) };
  }
  return { name: path, before, after };
}
