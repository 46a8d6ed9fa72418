import { branchCalled, type Checkouts } from '../../model/branch.ts';
import type { DocumentId } from '../../text/document.ts';
import { toKey } from '../../text/key.ts';
import type { Format, FoundBranch, System } from '../format.ts';
import { archiver } from './archive.ts';
import { changes } from './changes.ts';
import { parseDelta } from './delta.ts';
import { changeOf, isSign, markers, rootIn } from './places.ts';
import { longTextsOfDesign, longTextsOfProposal, parsePresence, parseProposal } from './proposal.ts';
import { parseSpec } from './spec.ts';
import { taskEdits } from './taskEdits.ts';
import { parseTasks } from './tasks.ts';

/** The branch whose last segment is the id of a change; what was put away is of none. */
function branchOfChange(
  { path }: DocumentId,
  _part: unknown,
  { branches }: Checkouts,
  signs?: ReadonlySet<string>,
): FoundBranch | undefined {
  const root = rootIn(path, signs);
  const change = root === undefined ? undefined : changeOf(path, root.path);
  if (change === undefined || change.isArchived) return undefined;
  const branch = branchCalled(change.id, branches);
  return branch === undefined ? undefined : { branch, endsWithBranch: true };
}

/** What the documents of changes have in common; `pattern` is from the folder of one. */
function inChange(
  pattern: string,
  format: Pick<Format<'lines'>, 'id' | 'parseInSteps' | 'tasks' | 'longTexts'>,
): Format<'lines'> {
  return {
    ...format,
    syntax: 'lines',
    holds: 'stream',
    globs: () => [`changes/*/${pattern}`, `changes/archive/*/${pattern}`],
    listed: 'everywhere',
    inWorktrees: [`openspec/changes/*/${pattern}`],
    branchOf: branchOfChange,
  };
}

const spec: Format<'lines'> = {
  id: 'openSpec.spec',
  syntax: 'lines',
  holds: 'spec',
  globs: () => ['specs/**/spec.md'],
  listed: 'everywhere',
  parseInSteps: parseSpec,
};

const tasks: Format<'lines'> = {
  ...inChange('**/tasks.md', { id: 'openSpec.tasks', parseInSteps: parseTasks, tasks: taskEdits }),
  // Beside changes, too: each is the work of its folder.
  globs: () => ['**/tasks.md'],
};

/** Living specs, and changes to them: `openspec/specs/auth/spec.md`, `openspec/changes/add-2fa/`. */
export const openSpec: System = {
  id: 'openSpec',
  formats: [
    spec,
    inChange('proposal.md', {
      id: 'openSpec.proposal',
      parseInSteps: parseProposal,
      longTexts: longTextsOfProposal,
    }),
    inChange('design.md', {
      id: 'openSpec.design',
      parseInSteps: (document, context) => parsePresence(document, context, 'openSpec.design', 'design'),
      longTexts: longTextsOfDesign,
    }),
    inChange('specs/**/spec.md', { id: 'openSpec.delta', parseInSteps: parseDelta }),
    tasks,
    inChange('.openspec.yaml', {
      id: 'openSpec.metadata',
      parseInSteps: (document, context) => parsePresence(document, context, 'openSpec.metadata', 'metadata'),
    }),
  ],
  isAlone: true,
  archiver,
  markers: () => markers,
  isSign,
  changes,
  rootOf: (path, _settings, { signs }) => {
    const root = rootIn(path, signs);
    return root && { system: 'openSpec', ...root };
  },
  streamAt: (path, { signs }) => {
    const root = rootIn(path, signs);
    const change = root && changeOf(`${path}/`, root.path);
    return change === undefined || change.isArchived ? undefined : toKey(`${change.path}/`);
  },
};
