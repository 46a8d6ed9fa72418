import * as vscode from 'vscode';
import type { Disposable } from '../core/base/disposable.ts';
import { agentFiles } from '../core/formats/tracking/workflowSection.ts';
import { addWorkflow } from '../core/operations/addWorkflow.ts';
import { toKey } from '../core/text/key.ts';
import { commands } from '../ids.ts';
import { showPlace } from './widgets/showPlace.ts';
import { pickTrackingRoot } from './widgets/trackingRoot.ts';
import { showPicks, Steps } from './widgets/ask.ts';
import { tellRefusal } from './widgets/tellRefusal.ts';
import type { DoneWork, Services } from './surface.ts';

/** Adds the workflow to the files that agents read, or brings it up to date: one marked section, nothing else. */
export function registerAgentsWorkflow(services: Services): Disposable {
  const title = vscode.l10n.t('Add Workflow to AGENTS.md');
  return vscode.commands.registerCommand(
    commands.addWorkflow,
    services.guard(title, () => addToAgents(services, title)),
  );
}

async function addToAgents(services: Services, title: string): Promise<void> {
  const t = vscode.l10n.t;
  const { project } = services;
  await project.load();
  const steps = new Steps();
  const root = await pickTrackingRoot(services, title, steps);
  if (root === undefined) return;
  const { folder, path: directory } = root;
  const [agents, ...others] = agentFiles;
  const there: (typeof agentFiles)[number][] = [];
  for (const path of others) if ((await project.kind(folder, path)) === 'file') there.push(path);
  const items = [agents, ...there].map((label) => ({ label, picked: true }));
  const picked =
    there.length === 0
      ? items
      : await showPicks(items, {
          title,
          at: steps.next(0),
          placeHolder: t('Files to add the workflow to'),
        });
  const done: string[] = [];
  const work: DoneWork[] = [];
  for (const { label: path } of picked ?? []) {
    const input = { path, root: directory };
    const result = await project.run(folder, addWorkflow, input, { me: '', through: 'disk' });
    if (result.kind === 'done') {
      done.push(path);
      work.push({ kind: 'change', folder, outcome: result.outcome, confirmed: [] });
    }
    if (result.kind === 'refused' || result.kind === 'unknown') {
      void tellRefusal(services, folder, result);
      return;
    }
  }
  if (picked === undefined || picked.length === 0) return;
  const [first] = done;
  const text =
    first === undefined
      ? t('The workflow is already there.')
      : t('Added the tracking workflow to {0}.', done.join(', '));
  services.outcomes.tell(text, work);
  if (first !== undefined) await showPlace(services.uri(folder, toKey(first)), undefined);
}
