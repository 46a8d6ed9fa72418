import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../core/base/disposable.ts';
import { claimNext } from '../core/operations/claim.ts';
import { commands, views, type CommandId } from '../ids.ts';
import { runWithFeedback } from './widgets/runWithFeedback.ts';
import { briefOf, toBriefUri } from './widgets/branchUri.ts';
import { openPlace, showPlace } from './widgets/showPlace.ts';
import { pickStream } from './widgets/streamPick.ts';
import { toFileTarget, toPlaceTarget, type PlaceTarget } from './widgets/target.ts';
import { pickTask } from './widgets/taskPick.ts';
import { showPick } from './widgets/ask.ts';
import { showDone, showWarning } from './widgets/tell.ts';
import type { Services } from './surface.ts';

/** Commands on progress files as a whole, and those that open a place in them. */
export function registerFileCommands(services: Services): Disposable {
  const store = new DisposableStore();
  const register = (id: CommandId, what: string, run: (argument: unknown) => Promise<void>): void => {
    store.add(vscode.commands.registerCommand(id, services.guard(what, run)));
  };
  const t = vscode.l10n.t;

  register(commands.claimNextTask, t('Claim Next'), async (argument) => {
    const target =
      toFileTarget(argument) ?? (await pickStream(services, t('Claim Next'), 'claim', 'current'));
    if (target === undefined) return;
    const me = await services.owner.ask();
    if (me === undefined) return;
    const input = { document: target.key };
    await runWithFeedback(services, target, { operation: claimNext, input, verb: t('Claim'), me });
  });

  register(commands.openProgressFile, t('Open Progress File'), async (argument) => {
    const target =
      toFileTarget(argument) ?? (await pickStream(services, t('Open Progress File'), 'open', 'ask'));
    if (target === undefined) return;
    await openPlace(services, target);
  });

  register(commands.openRow, t('Open Row'), async (argument) => {
    const target: PlaceTarget | undefined =
      toPlaceTarget(argument) ??
      (await pickChoice(argument)) ??
      (hasChoices(argument) ? undefined : await pickTask(services, 'any', t('Open Row')));
    if (target !== undefined) await openPlace(services, target);
  });

  register(commands.copyBranchBrief, t('Copy Branch Brief'), async (argument) => {
    const target =
      toFileTarget(argument) ?? (await pickStream(services, t('Copy Branch Brief'), 'open', 'current'));
    if (target === undefined) return;
    await services.branchStatuses.want();
    const brief = await briefOf(services, target);
    if (brief === undefined) {
      void showWarning(t('Could not read {0}.', target.key));
      return;
    }
    await vscode.env.clipboard.writeText(brief.text);
    showDone(t('Copied the brief of {0}.', brief.name));
  });

  register(commands.openBranchBrief, t('Open Branch Brief'), async (argument) => {
    const target =
      toFileTarget(argument) ?? (await pickStream(services, t('Open Branch Brief'), 'open', 'current'));
    if (target === undefined) return;
    await services.branchStatuses.want();
    const brief = await briefOf(services, target);
    if (brief === undefined) void showWarning(t('Could not read {0}.', target.key));
    else await showPlace(toBriefUri(brief.name, target), undefined);
  });

  register(commands.refresh, t('Refresh'), async () => {
    await vscode.window.withProgress({ location: { viewId: views.branchProgress } }, () =>
      services.project.refresh(),
    );
  });

  register(commands.setOwnerName, t('Set Owner Name'), async () => {
    await services.owner.change();
  });

  register(commands.showLog, t('Show Log'), async () => {
    services.log.show();
    return Promise.resolve();
  });
  return store;
}

/** Several places, of which the person opens one: what a lens of a criterion with several tasks gives. */
function hasChoices(argument: unknown): argument is { readonly choices: readonly unknown[] } {
  return (
    typeof argument === 'object' &&
    argument !== null &&
    'choices' in argument &&
    Array.isArray(argument.choices)
  );
}

async function pickChoice(argument: unknown): Promise<PlaceTarget | undefined> {
  if (!hasChoices(argument)) return undefined;
  const items = argument.choices.flatMap((choice) => {
    const target = toPlaceTarget(choice);
    const { label, description } = choice as { readonly label?: unknown; readonly description?: unknown };
    return target === undefined ? [] : [{ label: String(label), description: String(description), target }];
  });
  const [only] = items;
  if (items.length === 1) return only?.target;
  const picked = await showPick(items, {
    title: vscode.l10n.t('Open Row'),
    placeHolder: vscode.l10n.t('Choose a task to open'),
    matchOnDescription: true,
  });
  return picked?.target;
}
