import type { Merge } from '../formats/format.ts';
import type { MergedConflict } from '../model/codes/tasks.ts';
import type { MergeResult, Decide, MergeConflict } from '../model/merge.ts';
import { outcome } from '../model/outcome.ts';
import { refusal, type Refusal } from '../model/refusal.ts';
import { hasConflict, splitConflicts } from '../text/conflictMarkers.ts';
import { lineEdits } from '../text/lineMerge.ts';
import type { Action } from './action.ts';

/** The versions that git keeps of a path that it could not merge: gitrevisions(7), `:1:`, `:2:`, `:3:`. */
export interface ConflictStages {
  /** Undefined when both sides added the file. */
  readonly base: string | undefined;
  readonly ours: string;
  readonly theirs: string;
}

export interface ResolveArgs {
  /** What git's index holds of the path; undefined when it holds no conflict. */
  readonly stages: ConflictStages | undefined;
  /** Which side has a row, by its `key`, else its title. */
  readonly decisions: ReadonlyMap<string, 'ours' | 'theirs'>;
}

/** What a merge of the file would give, or why there is none. */
export function planResolution(
  merge: Merge | undefined,
  path: string,
  text: string,
  { stages, decisions }: ResolveArgs,
): MergeResult | Refusal {
  if (merge === undefined) return refusal('file.unknown', { path });
  const marked = splitConflicts(text, stages && [stages.ours, stages.theirs]);
  if (marked === undefined && stages === undefined)
    return refusal('conflict.none', { path, hasMarkers: hasConflict(text) });
  // Without markers somebody has begun by hand, or git took one side: what stands there is ours.
  const { ours, theirs, names } = marked ?? {
    ours: text,
    theirs: stages?.theirs ?? '',
    names: { ours: 'ours', theirs: 'theirs' },
  };
  const decide: Decide = ({ kind, title, key }) =>
    kind === 'task' ? decisions.get(key ?? title) : undefined;
  return merge(marked?.base ?? stages?.base, ours, theirs, names, decide);
}

/** Merges the sides of all conflicts by cells; what both want stays between markers, one row at a time, unless it was decided. */
export const resolveConflict: Action<ResolveArgs> = ({ open: { document, format } }, args) => {
  const {
    id: { path },
    source,
  } = document;
  const merged = planResolution(format.merge, path, source.text, args);
  if (merged.kind === 'refused') return merged;
  const edits = lineEdits(source, merged.text);
  const resolved = outcome('conflicts.resolved', {
    path,
    open: merged.conflicts.filter(({ open }) => open).map(({ title }) => title),
    merged: merged.conflicts.filter(({ open }) => !open).map(describeMerged),
  });
  return edits.length === 0
    ? { kind: 'unchanged', outcome: resolved }
    : { kind: 'edits', edits, outcome: resolved };
};

/** What is merged, and somebody should know of. */
function describeMerged({ kind, title, ours, lost }: MergeConflict): MergedConflict {
  if (kind === 'columns') return { kind: 'columns', title };
  if (lost !== undefined) return { kind: 'lost', title, columns: lost };
  return ours === undefined ? { kind: 'released', title } : { kind: 'owned', title, owner: ours };
}
