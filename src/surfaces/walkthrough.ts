import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../core/base/disposable.ts';
import { isYours } from '../core/model/taskRules.ts';
import { contextKeys, section, settings } from '../ids.ts';
import type { Services } from './surface.ts';
import { AtMostEvery } from './widgets/atMostEvery.ts';

/** In milliseconds: VS Code tells of a page before it hears what completes the steps on it. */
const toldAfter = [0, 500, 2_000];

/**
 * Ticks the steps of the walkthrough that are done, also those that were done before it was opened. VS Code hears of a step only from
 * what happens while the page is open, and never of one whose condition was true from the beginning: so the context key says what is
 * done for a moment, whenever that may be news.
 */
export function registerWalkthrough(services: Services): Disposable {
  const { project, owner, guard } = services;
  const store = new DisposableStore();
  const timers = new Set<ReturnType<typeof setTimeout>>();
  const tell = guard(vscode.l10n.t('Walkthrough'), async () => {
    if (!isPageOpen()) return;
    await project.load();
    const done = stepsDone(services).join(' ');
    for (const value of [done, ''])
      await vscode.commands.executeCommand('setContext', contextKeys.stepsDone, value);
  });
  store.add(
    vscode.window.tabGroups.onDidChangeTabs(({ opened, changed }) => {
      if (![...opened, ...changed].some(isPage)) return;
      for (const milliseconds of toldAfter) {
        const timer = setTimeout(() => {
          timers.delete(timer);
          void tell();
        }, milliseconds);
        timers.add(timer);
      }
    }),
  );
  // It looks through all tasks: not for each of many changes.
  const later = store.add(new AtMostEvery(1_000, () => void tell()));
  store.add(project.onDidChange(later.ask));
  store.add(owner.onDidChange(later.ask));
  store.add({
    dispose: () => {
      for (const timer of timers) clearTimeout(timer);
    },
  });
  return store;
}

/** Whether a tab may show a walkthrough: those of VS Code's own pages have no input that extensions know. */
function isPage({ input }: vscode.Tab): boolean {
  return input === undefined;
}

function isPageOpen(): boolean {
  return vscode.window.tabGroups.all.some(({ tabs }) => tabs.some(isPage));
}

/** The ids of the steps in package.json that are done. */
function stepsDone({ project, owner }: Services): readonly string[] {
  const named = vscode.workspace.getConfiguration(section).get<unknown>(settings.owner);
  const me = owner.name;
  const hasTask = project.folders.some(({ index }) =>
    index.streams().some(({ tasks }) => tasks.some((task) => isYours(task, me))),
  );
  return [
    ...(project.state === 'ready' ? ['initialize'] : []),
    ...(typeof named === 'string' && named !== '' ? ['owner'] : []),
    ...(hasTask ? ['claim'] : []),
  ];
}
