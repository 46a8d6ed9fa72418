import * as z from 'zod/mini';
import type { Merge } from '../formats/format.ts';
import type { MergedConflict } from '../model/codes/tasks.ts';
import type { ConflictStages, Decide, MergeConflict, MergeResult } from '../model/merge.ts';
import { outcome } from '../model/outcome.ts';
import { refusal, type Refusal } from '../model/refusal.ts';
import { hasConflict, splitConflicts } from '../text/conflictMarkers.ts';
import { lineEdits } from '../text/lineMerge.ts';
import { documentInput } from './inputs.ts';
import { decisionsInput } from './mergeFiles.ts';
import { onDocument, planEdits } from './onDocument.ts';

interface Resolution {
  /** What git's index holds of the path; undefined when it holds no conflict. */
  readonly stages: ConflictStages | undefined;
  /** Which side has a row, by its `key`, else its title. */
  readonly decisions: Readonly<Record<string, 'ours' | 'theirs'>>;
}

/** What both want stays between markers, one row at a time, unless it was decided. */
export const resolveConflict = onDocument({
  id: 'resolve_conflict',
  description: 'Resolves the conflicts that git left in a tracked file, cell by cell.',
  input: z.strictObject({ ...documentInput, decisions: z.optional(decisionsInput) }),
  refusals: ['conflict.none', 'file.unknown'],
  needsStages: true,
  plan: (context, input) => {
    const { document, format } = context.open;
    const { path } = document.id;
    const resolution = { stages: context.stages(input.document), decisions: input.decisions ?? {} };
    const merged = mergeConflict(format.merge, path, document.source.text, resolution);
    if (merged.kind === 'refused') return merged;
    return planEdits(
      context,
      lineEdits(document.source, merged.text),
      outcome('conflicts.resolved', {
        path,
        open: merged.conflicts
          .filter(({ open }) => open)
          .map(({ kind, title, key, ours, theirs, rows }) => ({
            title,
            ...(kind === 'task'
              ? {
                  choice: {
                    key: key ?? title,
                    ours: { owner: ours, row: rows?.ours },
                    theirs: { owner: theirs, row: rows?.theirs },
                  },
                }
              : {}),
          })),
        merged: merged.conflicts.filter(({ open }) => !open).map(describeMerged),
      }),
    );
  },
});

export function mergeConflict(
  merge: Merge | undefined,
  path: string,
  text: string,
  { stages, decisions }: Resolution,
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
  const decide: Decide = ({ kind, title, key }) => {
    const name = key ?? title;
    return kind === 'task' && Object.hasOwn(decisions, name) ? decisions[name] : undefined;
  };
  return merge(marked?.base ?? stages?.base, ours, theirs, names, decide);
}

/** What is merged, and somebody should know of. */
function describeMerged({ kind, title, ours, lost }: MergeConflict): MergedConflict {
  if (kind === 'columns') return { kind: 'columns', title };
  if (lost !== undefined) return { kind: 'lost', title, columns: lost };
  return ours === undefined ? { kind: 'released', title } : { kind: 'owned', title, owner: ours };
}
