import { outcome } from '../model/outcome.ts';
import { refusal } from '../model/refusal.ts';
import type { Write } from './operation.ts';

/** Makes a file that is not there, for a branch only while that is checked out: one step of operations that git has a part in. */
export const createFile: Write<{
  readonly path: string;
  readonly text: string;
  readonly branch: string | undefined;
}> = {
  scope: () => [],
  plan: (context, { path, text, branch }) => {
    const { folder } = context;
    if (!context.isFree({ folder, path })) return refusal('file.exists', { path });
    return {
      kind: 'plan',
      changes: [{ kind: 'create', document: { folder, path }, text }],
      outcome: outcome('file.created', { path }),
      condition: (moment) =>
        branch === undefined || moment.isOnBranch(folder, branch)
          ? undefined
          : refusal('branch.left', { branch }),
    };
  },
};
