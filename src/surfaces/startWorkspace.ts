import * as vscode from 'vscode';
import type { Disposable } from '../core/base/disposable.ts';
import { refuseResumption } from '../core/formats/workspace/progressEdits.ts';
import { outcomeMessage } from '../core/messages/outcomes.ts';
import { refusal } from '../core/model/refusal.ts';
import { startWorkspace } from '../core/operations/workspaces.ts';
import { toKey } from '../core/text/key.ts';
import { commands } from '../ids.ts';
import { Steps } from './widgets/ask.ts';
import { askText } from './widgets/askStep.ts';
import { pickFolder } from './widgets/folderPick.ts';
import { showPlace } from './widgets/showPlace.ts';
import { showWarning } from './widgets/tell.ts';
import { tellRefusal } from './widgets/tellRefusal.ts';
import type { Services } from './surface.ts';

/** Start Workspace: asks what the workspace of the branch that is checked out begins with, creates its record and opens it. */
export function registerStartWorkspace(services: Services): Disposable {
  const t = vscode.l10n.t;
  const title = t('Start Workspace');
  return vscode.commands.registerCommand(
    commands.startWorkspace,
    services.guard(title, async () => {
      await services.project.load();
      const steps = new Steps();
      const folder = await pickFolder(services, title, steps, 3);
      if (folder === undefined) return;
      // Git is not asked there: nobody knows the branch.
      if (!vscode.workspace.isTrusted) {
        await tellRefusal(services, folder, refusal('workspace.untrusted', {}));
        return;
      }
      await services.branches.start();
      const branch = services.branches.current(folder);
      if (branch === undefined) {
        void showWarning(t('No branch is checked out here. Check one out to start its workspace.'));
        return;
      }
      const options = { me: services.owner.name ?? '', through: 'disk' } as const;
      // What stands in the way is told before anybody is asked.
      const probe = { branch, project: 'project', nextAction: 'a b' };
      const planned = await services.project.preview(folder, startWorkspace, probe, options);
      if (planned.kind === 'refused') {
        await tellRefusal(services, folder, planned);
        return;
      }
      const name = services.project.folders.find((each) => each.folder.id === folder)?.folder.name ?? '';
      const input = await askAll(title, steps, name);
      if (input === undefined) return;
      const result = await services.project.run(folder, startWorkspace, { ...input, branch }, options);
      if (result.kind === 'refused' || result.kind === 'unknown') {
        void tellRefusal(services, folder, result);
        return;
      }
      const { outcome } = result;
      services.outcomes.tell(outcomeMessage(outcome), [{ kind: 'change', folder, outcome, confirmed: [] }]);
      if (outcome.code === 'file.created')
        await showPlace(services.uri(folder, toKey(outcome.data.path)), undefined);
    }),
  );
}

async function askAll(title: string, steps: Steps, name: string) {
  const t = vscode.l10n.t;
  const refuseProject = (line: string) => (line === '' ? refusal('workspace.project', {}) : undefined);
  const named = { value: name, rest: 2 };
  const project = await askText(title, steps, t('Name of the project'), refuseProject, named);
  if (project === undefined) return undefined;
  const nextAction = await askText(
    title,
    steps,
    t('What to do next: a step, with its files'),
    (line) => refuseResumption({ nextAction: line }),
    { placeHolder: t('Create AuthService in src/services/auth.ts'), rest: 1 },
  );
  if (nextAction === undefined) return undefined;
  const position = await askText(title, steps, t('Optional: where the work is'), () => undefined, {
    mayBeEmpty: true,
    rest: 0,
  });
  if (position === undefined) return undefined;
  return { project, nextAction, ...(position.trim() === '' ? {} : { position }) };
}
