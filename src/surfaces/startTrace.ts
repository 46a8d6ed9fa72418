import * as vscode from 'vscode';
import type { Disposable } from '../core/base/disposable.ts';
import { newTracePath } from '../core/formats/trace/newTrace.ts';
import { refuseText, refuseTitle } from '../core/formats/trace/textRefusals.ts';
import { outcomeMessage } from '../core/messages/outcomes.ts';
import { startTrace } from '../core/operations/trace.ts';
import { toKey } from '../core/text/key.ts';
import { commands } from '../ids.ts';
import { Steps } from './widgets/ask.ts';
import { askFocus, askText } from './widgets/askStep.ts';
import { pickFolder } from './widgets/folderPick.ts';
import { showPlace } from './widgets/showPlace.ts';
import { tellRefusal } from './widgets/tellRefusal.ts';
import type { Services } from './surface.ts';

/** Start Trace: asks what a trace begins with, creates it and opens it. */
export function registerStartTrace(services: Services): Disposable {
  const title = vscode.l10n.t('Start Trace');
  return vscode.commands.registerCommand(
    commands.startTrace,
    services.guard(title, async () => {
      await services.project.load();
      const steps = new Steps();
      const folder = await pickFolder(services, title, steps, 6);
      const input = folder === undefined ? undefined : await askAll(title, steps);
      if (folder === undefined || input === undefined) return;
      await services.branches.start();
      const branch = services.branches.current(folder);
      const options = { me: services.owner.name ?? '', through: 'disk' } as const;
      const result = await services.project.run(folder, startTrace, { ...input, branch }, options);
      if (result.kind === 'refused' || result.kind === 'unknown') {
        void tellRefusal(services, folder, result);
        return;
      }
      const { outcome } = result;
      services.outcomes.tell(outcomeMessage(outcome), [{ kind: 'change', folder, outcome, confirmed: [] }]);
      if (outcome.code === 'trace.started')
        await showPlace(services.uri(folder, toKey(outcome.data.path)), undefined);
    }),
  );
}

async function askAll(title: string, steps: Steps) {
  const t = vscode.l10n.t;
  const about = await askText(title, steps, t('What the task is about'), refuseText, { rest: 5 });
  if (about === undefined) return undefined;
  const name = await askText(title, steps, t('Name of the workflow'), refuseTitle, { rest: 4 });
  if (name === undefined) return undefined;
  const usual = newTracePath(about, undefined)?.replace(/\/[^/]*$/, '') ?? '';
  const more = { value: usual, rest: 3 };
  const folder = await askText(title, steps, t('Folder of the task'), refuseText, more);
  if (folder === undefined) return undefined;
  const optional = { mayBeEmpty: true, rest: 2 };
  const spec = await askText(title, steps, t('Optional: path of the task spec'), refuseText, optional);
  if (spec === undefined) return undefined;
  const step = await askText(title, steps, t('Title of the first step'), refuseTitle, { rest: 1 });
  if (step === undefined) return undefined;
  const focus = await askFocus(title, steps);
  if (focus === undefined) return undefined;
  return { about, name, folder, step, focus, ...(spec.trim() === '' ? {} : { spec }) };
}
