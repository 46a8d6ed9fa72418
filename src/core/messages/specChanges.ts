import { t } from '@vscode/l10n';
import type { Obstacle, SpecChangeOutcomes, SpecChangeRefusals } from '../model/codes/archive.ts';
import { problemMessage } from './problems.ts';
import type { Sentences } from './sentences.ts';
import { someOf } from './someOf.ts';

export const specChangeRefusals: Sentences<SpecChangeRefusals> = {
  'change.elsewhere': ({ name, worktree }) =>
    t('{0} is in {1}. Open that folder to archive it.', name, worktree),
  'change.branch': ({ name, branch }) => t('{0} is the work of {1} already.', name, branch),
  'change.otherName': ({ name, branch }) =>
    t('The last part of the name {0} has to be {1}, as that tells whose work the branch is.', branch, name),
  'change.bound': ({ name }) =>
    t(
      '{0} is in the database of this folder, which a new worktree would not have. Start its branch here.',
      name,
    ),
  'change.missing': ({ path }) => t('{0} is not part of a change, and not a living spec.', path),
  'change.notReady': ({ name, obstacles }) =>
    [
      obstacles.length === 1
        ? t('{0} cannot be archived yet:', name)
        : t('{0} cannot be archived yet, for {1} reasons:', name, obstacles.length),
      ...obstacles.map((obstacle) => `- ${obstacleLine(obstacle)}`),
    ].join('\n'),
  'change.stale': ({ name, requirements }) =>
    requirements.length === 1
      ? t('What {0} changes was changed since by somebody else: {1}', name, someOf(requirements, 5))
      : t(
          'What {0} changes was changed since, in {1} requirements: {2}',
          name,
          requirements.length,
          someOf(requirements, 5),
        ),
};

export const specChangeOutcomes: Sentences<SpecChangeOutcomes> = {
  'change.archived': ({ name, specs }) =>
    specs.length === 0 ? t('Archived {0}.', name) : t('Archived {0}. Changed: {1}', name, someOf(specs, 5)),
};

/** What keeps a change from being archived, with where it is: `openspec/changes/add-2fa/tasks.md:3: A task is open: Send code` */
export function obstacleLine({ path, line, problem }: Obstacle): string {
  return `${path}:${line}: ${problemMessage(problem)}`;
}
