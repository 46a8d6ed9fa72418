import * as z from 'zod/mini';
import {
  progressFilePath,
  progressFileText,
  readmePath,
  trackingReadmeText,
} from '../formats/tracking/newFile.ts';
import { trackingFolders } from '../formats/tracking/trackingPath.ts';
import { checkBranchName } from '../model/branch.ts';
import { pathOf } from '../model/item.ts';
import { outcome } from '../model/outcome.ts';
import type { DocumentChange } from '../model/plan.ts';
import { refusal } from '../model/refusal.ts';
import { textInput } from './inputs.ts';
import { homeOf } from './newItems.ts';
import type { WriteOperation } from './operation.ts';

/** What is there stays as it is. */
export const initializeTracking: WriteOperation<{ readonly branch: string }> = {
  id: 'initialize_tracking',
  description: 'Makes a tracking directory: three folders, a short README, and the first progress file.',
  effect: 'write',
  input: z.strictObject({ branch: textInput('the branch that the first progress file is about') }),
  refusals: ['branch.name'],
  scope: () => [],
  plan: (context, { branch }) => {
    const { folder, index, today } = context;
    const fault = checkBranchName(branch);
    if (fault !== undefined) return refusal('branch.name', { fault });
    const root = homeOf(context);
    const known = index.streamsOfBranch(branch, root)[0];
    const progress = known === undefined ? progressFilePath(root, branch, today) : pathOf(known);
    const wanted: readonly DocumentChange[] = [
      ...trackingFolders.map((name): DocumentChange => ({
        kind: 'createFolder',
        document: { folder, path: `${root}/${name}` },
      })),
      { kind: 'create', document: { folder, path: readmePath(root) }, text: trackingReadmeText() },
      { kind: 'create', document: { folder, path: progress }, text: progressFileText(branch) },
    ];
    const changes = wanted.filter(({ document }) => context.isFree(document));
    if (changes.length === 0)
      return { kind: 'unchanged', outcome: outcome('tracking.isThere', { progress }) };
    const made = changes.map(({ document: { path } }) => path);
    return { kind: 'plan', changes, outcome: outcome('tracking.initialized', { made, progress }) };
  },
};
