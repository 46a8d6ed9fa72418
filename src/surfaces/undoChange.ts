import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../core/base/disposable.ts';
import { outcomeMessage } from '../core/messages/outcomes.ts';
import { refusalMessage } from '../core/messages/refusals.ts';
import type { Refusal } from '../core/model/refusal.ts';
import { undo } from '../core/operations/undo.ts';
import { escapeIcons, shownText } from '../core/views/shownText.ts';
import { commands } from '../ids.ts';
import { runAsking } from './widgets/runAsking.ts';
import { showDone, showInformation, showWarning } from './widgets/tell.ts';
import type { DoneWork, Outcomes, Services } from './surface.ts';

/** How long what was done stands in the status bar, with the way back, in milliseconds. */
const shownTime = 15_000;
/** So much of a sentence is shown. */
const longest = 200;

/** Says in the status bar what was done; a click undoes it. */
export function createOutcomes(): Outcomes & Disposable {
  const item = vscode.window.createStatusBarItem('throughline.done', vscode.StatusBarAlignment.Left, -1);
  item.name = vscode.l10n.t('Throughline: Last Change');
  let last: readonly DoneWork[] = [];
  let timer: NodeJS.Timeout | undefined;
  const hide = (): void => {
    clearTimeout(timer);
    item.hide();
  };
  return {
    tell: (text, done) => {
      const work = done.filter(({ outcome }) => outcome.undo !== undefined);
      if (work.length === 0) {
        showDone(text);
        return;
      }
      hide();
      last = work;
      const shown = shownText(text, longest);
      item.text = `$(check) ${escapeIcons(shown)} $(discard) ${vscode.l10n.t('Undo')}`;
      item.tooltip = vscode.l10n.t('Undo: {0}', shown);
      item.accessibilityInformation = { label: vscode.l10n.t('{0} Press to undo.', shown), role: 'button' };
      item.command = commands.undoChange;
      item.show();
      timer = setTimeout(hide, shownTime);
    },
    takeLast: () => {
      const taken = last;
      last = [];
      hide();
      return taken;
    },
    dispose: () => {
      hide();
      item.dispose();
    },
  };
}

/** Undo Last Change: what was done last in this window, while all of it is as it was left. */
export function registerUndoChange(services: Services): Disposable {
  const store = new DisposableStore();
  const title = vscode.l10n.t('Undo Last Change');
  store.add(
    vscode.commands.registerCommand(
      commands.undoChange,
      services.guard(title, () => undoLast(services)),
    ),
  );
  return store;
}

async function undoLast(services: Services): Promise<void> {
  const { outcomes, owner, log } = services;
  const work = outcomes.takeLast();
  if (work.length === 0) {
    void showInformation(vscode.l10n.t('There is nothing to undo.'));
    return;
  }
  const undone: DoneWork[] = [];
  for (const { folder, outcome, confirmed } of [...work].reverse()) {
    if (outcome.undo === undefined) continue;
    const { input } = outcome.undo;
    const asked = { folder, operation: undo, input, verb: vscode.l10n.t('Undo'), me: owner.name ?? '' };
    const agreed: Refusal[] = [...confirmed];
    const result = await runAsking(services, asked, 'disk', agreed);
    if (result === undefined) return;
    if (result.kind === 'done' || result.kind === 'unchanged') {
      undone.push({ folder, outcome: result.outcome, confirmed: agreed });
      continue;
    }
    log.info(`Undo: ${result.kind}: ${refusalMessage(result)}`);
    void showWarning(refusalMessage(result));
    return;
  }
  const [first] = undone;
  if (first === undefined) return;
  const text =
    undone.length === 1
      ? outcomeMessage(first.outcome)
      : vscode.l10n.t('Undone: {0} changes.', undone.length);
  outcomes.tell(text, undone);
}
