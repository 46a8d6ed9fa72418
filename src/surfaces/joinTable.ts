import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../core/base/disposable.ts';
import { joinTable } from '../core/operations/joinTable.ts';
import { commands } from '../ids.ts';
import { activePlace } from './widgets/activePlace.ts';
import { problemFix } from './widgets/problemFix.ts';
import { runWithFeedback } from './widgets/runWithFeedback.ts';
import { pickStream } from './widgets/streamPick.ts';
import { toFileTarget } from './widgets/target.ts';
import type { Services } from './surface.ts';

/** Join to the Table Above: from the palette, from the rows in question, and as a quick fix of the problem that names them. */
export function registerJoinTable(services: Services): Disposable {
  const store = new DisposableStore();
  const title = vscode.l10n.t('Join to the Table Above');
  const run = services.guard(title, async (argument: unknown) => {
    const target =
      toFileTarget(argument) ??
      (await activePlace(services)) ??
      (await pickStream(services, title, 'addTask', 'ask'));
    if (target === undefined) return;
    const verb = vscode.l10n.t('Join');
    const input = { document: target.key };
    await runWithFeedback(services, target, {
      operation: joinTable,
      input,
      verb,
      me: services.owner.name ?? '',
    });
  });
  store.add(vscode.commands.registerCommand(commands.joinTable, run));
  store.add(problemFix(services, ['row.cutOff'], { title, command: commands.joinTable, target: 'file' }));
  return store;
}
