import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../core/base/disposable.ts';
import type { Refusal } from '../core/model/refusal.ts';
import { undo } from '../core/operations/undo.ts';
import { escapeIcons, shownText } from '../core/views/shownText.ts';
import { commands } from '../ids.ts';
import { undoStart } from '../project/branchStart.ts';
import type { RunFailure } from '../project/running.ts';
import { runAsking } from './widgets/runAsking.ts';
import { showDone, showInformation } from './widgets/tell.ts';
import { tellRefusal } from './widgets/tellRefusal.ts';
import { today } from './widgets/today.ts';
import type { DoneWork, LastWork, Outcomes, Services } from './surface.ts';

/** How long what was done stands in the status bar, with the way back, in milliseconds. */
const shownTime = 15_000;
/** So many characters of a sentence are shown, and so many where there is room. */
const longest = 80;
const longestTooltip = 2000;

const noWork: LastWork = { text: '', isUndone: false, done: [] };

/** Says in the status bar what was done; a click undoes it. */
export function createOutcomes(): Outcomes & Disposable {
  const item = vscode.window.createStatusBarItem('throughline.done', vscode.StatusBarAlignment.Left, -1);
  item.name = vscode.l10n.t('Throughline: Last Change');
  let last = noWork;
  let timer: NodeJS.Timeout | undefined;
  const hide = (): void => {
    clearTimeout(timer);
    item.hide();
  };
  const tellUndone = (work: LastWork): void => {
    const { text, isUndone } = work;
    const done = work.done.filter((each) => each.kind === 'branch' || each.outcome.undo !== undefined);
    if (done.length === 0) {
      showDone(text);
      return;
    }
    hide();
    last = { text, isUndone, done };
    const name = (most: number): string =>
      isUndone
        ? vscode.l10n.t('Redo: {0}', shownText(text, most))
        : vscode.l10n.t('Undo: {0}', shownText(text, most));
    // What a click does comes first: VS Code cuts off what is too long for its bar.
    item.text = `$(${isUndone ? 'redo' : 'discard'}) ${escapeIcons(name(longest))}`;
    item.tooltip = name(longestTooltip);
    item.accessibilityInformation = { label: name(longestTooltip), role: 'button' };
    item.command = commands.undoChange;
    item.show();
    timer = setTimeout(hide, shownTime);
  };
  return {
    get last() {
      return last;
    },
    tell: (text, done) => {
      tellUndone({ text, isUndone: false, done });
    },
    tellUndone,
    takeLast: () => {
      const taken = last;
      last = noWork;
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

/** @returns what was undone, as a sentence; undefined when nothing was */
async function undoLast(services: Services): Promise<string | undefined> {
  const { outcomes, project } = services;
  // Who undoes a change that is still being made means that one: it is told right behind its end.
  await project.ended();
  await new Promise((resolve) => setImmediate(resolve));
  const work = outcomes.takeLast();
  if (work.done.length === 0) {
    void showInformation(vscode.l10n.t('Nothing to undo.'));
    return undefined;
  }
  const undone: DoneWork[] = [];
  const branches: string[] = [];
  for (const each of [...work.done].reverse()) {
    const result = each.kind === 'branch' ? await undoBranch(services, each) : await undoOne(services, each);
    if (result === undefined) return undefined;
    if (result.kind === 'refused' || result.kind === 'unknown') {
      void tellRefusal(services, each.folder, result);
      return undefined;
    }
    if (result.kind === 'undone') branches.push(result.branch);
    else undone.push(result);
  }
  const [branch] = branches;
  if (branch !== undefined) {
    const text = vscode.l10n.t('Removed {0}.', branch);
    showDone(text);
    return text;
  }
  const isUndone = !work.isUndone;
  outcomes.tellUndone({ text: work.text, isUndone, done: undone });
  return isUndone ? vscode.l10n.t('Undone: {0}', work.text) : work.text;
}

async function undoOne(
  services: Services,
  { folder, outcome, confirmed }: Extract<DoneWork, { kind: 'change' }>,
): Promise<Extract<DoneWork, { kind: 'change' }> | RunFailure | undefined> {
  const agreed: Refusal[] = [...confirmed];
  const input = outcome.undo?.input ?? { changes: [] };
  const me = services.owner.name ?? '';
  const asked = { folder, operation: undo, input, verb: vscode.l10n.t('Undo'), me };
  const result = await runAsking(services, asked, 'disk', agreed);
  if (result?.kind !== 'done' && result?.kind !== 'unchanged') return result;
  return { kind: 'change', folder, outcome: result.outcome, confirmed: agreed };
}

async function undoBranch(
  { project, repository }: Services,
  { folder, undo: input }: Extract<DoneWork, { kind: 'branch' }>,
): Promise<{ readonly kind: 'undone'; readonly branch: string } | Refusal> {
  const { branch } = input;
  const result = await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Window, title: vscode.l10n.t('Removing {0}', branch) },
    () => undoStart.run({ project, git: repository, folder, today: today() }, input),
  );
  return result.kind === 'refused' ? result : { kind: 'undone', branch };
}
