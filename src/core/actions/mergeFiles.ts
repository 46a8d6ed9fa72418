import { planMerge, type MergeArgs } from '../formats/tracking/merge/joinFiles.ts';
import { isOwnDocument } from '../formats/tracking/ownDocument.ts';
import { outcome } from '../model/outcome.ts';
import { refusal } from '../model/refusal.ts';
import { lineEdits } from '../text/lineMerge.ts';
import { noTasks, streamOf, type Action } from './action.ts';

/** Merges a second progress file of the same branch into this one. The other one is left as it is. */
export const mergeFiles: Action<MergeArgs> = (context, args) => {
  const { document } = context.open;
  const { source } = document;
  const { path } = document.id;
  const { other } = args;
  const stream = streamOf(context);
  if (stream === undefined || !isOwnDocument(context.open)) return noTasks(context);
  if (stream.branch === undefined || stream.branch !== other.branch)
    return refusal('merge.branches', { path, other: other.path });
  const planned = planMerge(document, source.text, args);
  if (planned.kind === 'refused') return planned;
  if (planned.kind === 'choices')
    return refusal('merge.undecided', {
      path,
      other: other.path,
      title: planned.choices[0]?.title ?? '',
    });
  const merged = outcome('files.merged', { path, other: other.path });
  const edits = lineEdits(source, planned.text);
  return edits.length === 0
    ? { kind: 'unchanged', outcome: merged }
    : { kind: 'edits', edits, outcome: merged };
};
