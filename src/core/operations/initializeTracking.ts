import * as z from 'zod/mini';
import {
  progressFilePath,
  progressFileText,
  readmePath,
  trackingReadmeText,
} from '../formats/tracking/newFile.ts';
import { checkBranchName } from '../model/branch.ts';
import { pathOf } from '../model/item.ts';
import { outcome } from '../model/outcome.ts';
import type { DocumentChange } from '../model/plan.ts';
import { refusal } from '../model/refusal.ts';
import { toTitle } from '../model/title.ts';
import { textInput } from './inputs.ts';
import { homeOf } from './newItems.ts';
import type { WriteOperation } from './operation.ts';

/** What is there stays as it is. */
export const initializeTracking: WriteOperation<{
  readonly branch: string;
  readonly task?: string | undefined;
}> = {
  id: 'initialize_tracking',
  description:
    'Creates a tracking directory: a short README, and the first progress file, with its first task if one is named.',
  effect: 'write',
  input: z.strictObject({
    branch: textInput('the branch that the first progress file is about'),
    task: z.optional(textInput('title of the first task')),
  }),
  refusals: ['branch.name', 'file.exists', 'task.title'],
  scope: () => [],
  plan: (context, { branch, task }) => {
    const { folder, index, today } = context;
    const fault = checkBranchName(branch);
    if (fault !== undefined) return refusal('branch.name', { fault });
    const title = task === undefined ? undefined : toTitle(task);
    if (typeof title === 'object') return title;
    const root = homeOf(context);
    const known = index.streamsOfBranch(branch, root)[0];
    const progress = known === undefined ? progressFilePath(root, branch, today) : pathOf(known);
    const tasks = title === undefined ? [] : [{ title, notes: '' }];
    const wanted: readonly DocumentChange[] = [
      { kind: 'create', document: { folder, path: readmePath(root) }, text: trackingReadmeText() },
      { kind: 'create', document: { folder, path: progress }, text: progressFileText(branch, { tasks }) },
    ];
    const changes = wanted.filter(({ document }) => context.isFree(document));
    if (title !== undefined && !changes.some(({ document: { path } }) => path === progress))
      return refusal('file.exists', { path: progress });
    if (changes.length === 0)
      return { kind: 'unchanged', outcome: outcome('tracking.isThere', { progress }) };
    const made = changes.map(({ document: { path } }) => path);
    return { kind: 'plan', changes, outcome: outcome('tracking.initialized', { made, progress }) };
  },
};
