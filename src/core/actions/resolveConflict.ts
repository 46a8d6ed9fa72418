import { t } from '@vscode/l10n';
import {
  mergeProgressFiles,
  type Decide,
  type MergeConflict,
  type MergeResult,
} from '../formats/tracking/merge/mergeProgressFiles.ts';
import { type Refusal, refuse } from '../model/refusal.ts';
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
  path: string,
  text: string,
  { stages, decisions }: ResolveArgs,
): MergeResult | Refusal {
  const marked = splitConflicts(text, stages && [stages.ours, stages.theirs]);
  if (marked === undefined && stages === undefined)
    return refuse(
      'conflict.none',
      hasConflict(text)
        ? t('{0}: its conflict markers do not fit together; resolve them by hand.', path)
        : t('{0} has no merge conflict.', path),
    );
  // Without markers somebody has begun by hand, or git took one side: what stands there is ours.
  const { ours, theirs, names } = marked ?? {
    ours: text,
    theirs: stages?.theirs ?? '',
    names: { ours: 'ours', theirs: 'theirs' },
  };
  const decide: Decide = ({ kind, title, key }) =>
    kind === 'task' ? decisions.get(key ?? title) : undefined;
  return mergeProgressFiles(marked?.base ?? stages?.base, ours, theirs, names, decide);
}

/** Merges the sides of all conflicts by cells; what both want stays between markers, one row at a time, unless it was decided. */
export const resolveConflict: Action<ResolveArgs> = ({ file }, args) => {
  const { path, source } = file;
  const merged = planResolution(path, source.text, args);
  if (merged.kind === 'refused') return merged;
  const edits = lineEdits(source, merged.text);
  const open = merged.conflicts.filter((conflict) => conflict.open);
  const titles = open.map(({ title }) => title).join(', ');
  const summary = [
    open.length === 0
      ? t('Resolved the conflicts of {0}. Look at it, then stage it in git.', path)
      : open.length === 1
        ? t('{0}: 1 conflict is left between markers: {1}.', path, titles)
        : t('{0}: {1} conflicts are left between markers: {2}.', path, open.length, titles),
    ...merged.conflicts.filter((conflict) => !conflict.open).map(describeMerged),
  ].join(' ');
  return edits.length === 0 ? { kind: 'unchanged', summary } : { kind: 'edits', edits, summary };
};

/** What is merged, and somebody should know of. */
function describeMerged({ kind, title, ours, lost }: MergeConflict): string {
  if (kind === 'columns') return t('Both sides changed the columns of a table; ours are kept: {0}.', title);
  if (lost !== undefined) return t('{0} has no column any more for {1}.', title, lost.join(', '));
  return ours === undefined
    ? t('Both sides released {0}.', title)
    : t('Both sides gave {0} to {1}: two may be at it.', title, ours);
}
