import * as vscode from 'vscode';
import type { Answer, BoardAction } from '../../core/board/protocol.ts';
import { outcomeMessage } from '../../core/messages/outcomes.ts';
import { confirmationOf } from '../../core/messages/confirmations.ts';
import { refusalMessage } from '../../core/messages/refusals.ts';
import type { Key } from '../../core/text/key.ts';
import type { Refusal } from '../../core/model/refusal.ts';
import { claim } from '../../core/operations/claim.ts';
import { finish } from '../../core/operations/finish.ts';
import type { TaskInput } from '../../core/operations/inputs.ts';
import type { Write } from '../../core/operations/operation.ts';
import { release } from '../../core/operations/release.ts';
import { reopen } from '../../core/operations/reopen.ts';
import { commands, type CommandId } from '../../ids.ts';
import type { LastWork, Services } from '../surface.ts';
import type { BoardIds, FolderTarget } from './boardIds.ts';
import { runAsking } from './runAsking.ts';
import { runWithFeedback } from './runWithFeedback.ts';
import { openPlace } from './showPlace.ts';
import type { FileTarget } from './target.ts';

/** What the buttons of the board do that change one task and need nothing more. */
const taskOperations: Partial<Record<BoardAction, Write<TaskInput>>> = {
  claim,
  takeOver: claim,
  finish,
  release,
  reopen,
};

/** What goes on in a window of VS Code's own, and is told there. */
const asking: Partial<Record<BoardAction, CommandId>> = {
  assign: commands.assignTask,
  setStatus: commands.setTaskStatus,
  addNote: commands.addNote,
  defer: commands.deferTask,
  addTask: commands.addTask,
  checkOut: commands.checkOutBranch,
  openInNewWorktree: commands.openInNewWorktree,
  copyBrief: commands.copyBranchBrief,
  openRow: commands.openRow,
};

/** Does what the board's page asks for, and answers each time. */
export class BoardActions {
  readonly #services: Services;
  readonly #ids: BoardIds;
  readonly #show: (stream: FileTarget | undefined) => void;
  readonly #shown: () => FileTarget | undefined;
  /** What was done here last, while it is the last change of the window. */
  #last: LastWork | undefined;
  /** What was refused, until it is done all the same. */
  readonly #refused = new Map<string, Refusal>();

  constructor(
    services: Services,
    ids: BoardIds,
    board: {
      readonly show: (stream: FileTarget | undefined) => void;
      readonly shown: () => FileTarget | undefined;
    },
  ) {
    this.#services = services;
    this.#ids = ids;
    this.#show = board.show;
    this.#shown = board.shown;
  }

  async run(action: BoardAction, id: string, again: boolean): Promise<Answer> {
    switch (action) {
      case 'allStreams':
        this.#show(undefined);
        return done();
      case 'manageTrust':
        await vscode.commands.executeCommand('workbench.trust.manage');
        return done();
      case 'initialize':
        await vscode.commands.executeCommand(commands.initializeTracking);
        return done();
      case 'undo':
        return this.#undo();
      default:
    }
    const target = this.#ids.find(id);
    if (target === undefined) return { ok: false, text: vscode.l10n.t('This no longer exists.') };
    const { folder, key, taskKey } = target;
    const operation = taskOperations[action];
    if (operation !== undefined && taskKey !== undefined)
      return this.#change(action, operation, { folder, key, taskKey }, id, again);
    const command = asking[action];
    if (command !== undefined) {
      // A criterion's new task is a row of the stream that is shown.
      const stream = target.criterion === undefined ? undefined : this.#shown()?.key;
      await vscode.commands.executeCommand(command, stream === undefined ? target : { ...target, stream });
      return done();
    }
    if (action === 'openBoard') this.#show({ folder, key });
    else if (target.pullRequest === true)
      await vscode.commands.executeCommand(commands.openPullRequest, { folder, key });
    else if (action === 'openPlace') await openPlace(this.#services, target);
    else return { ok: false, text: vscode.l10n.t('This action is not available here.') };
    return done();
  }

  /** Undoes what was done here, not what was done elsewhere since. */
  async #undo(): Promise<Answer> {
    const { outcomes } = this.#services;
    if (outcomes.last.done.length === 0 || outcomes.last !== this.#last)
      return { ok: false, text: vscode.l10n.t('This is no longer the last change, so nothing was undone.') };
    const text = await vscode.commands.executeCommand<string | undefined>(commands.undoChange);
    return { ok: text !== undefined, text: text ?? '' };
  }

  /** Changes a row, and answers in the board; only what an editor holds unsaved is asked about in a window. */
  async #change(
    name: BoardAction,
    operation: Write<TaskInput>,
    target: FolderTarget & { readonly taskKey: Key },
    id: string,
    again: boolean,
  ): Promise<Answer> {
    const { owner, log } = this.#services;
    const me = await owner.ask();
    if (me === undefined) return done();
    const key = `${name} ${id}`;
    const confirmed = again ? this.#refused.get(key) : undefined;
    this.#refused.delete(key);
    const verb = verbOf(name);
    const input = { document: target.key, task: target.taskKey };
    const asked = { folder: target.folder, operation, input, verb, me };
    const agreed = confirmed === undefined ? [] : [confirmed];
    const result = await runAsking(this.#services, asked, 'disk', agreed);
    if (result === undefined) return done();
    if (result.kind === 'done' || result.kind === 'unchanged') {
      const { outcome } = result;
      const text = outcomeMessage(outcome);
      // The page shows the row; the way back is where it is for all that is done.
      this.#services.outcomes.tell(text, [
        { kind: 'change', folder: target.folder, outcome, confirmed: agreed },
      ]);
      if (outcome.undo === undefined) return { ok: true, text, row: id };
      this.#last = this.#services.outcomes.last;
      return { ok: true, text, row: id, undo: true };
    }
    if (result.kind === 'unknown') {
      log.info(`Board: ${refusalMessage(result)}`);
      return { ok: false, text: refusalMessage(result), row: id };
    }
    if (result.code === 'file.dirty') {
      await runWithFeedback(this.#services, target, asked);
      return done();
    }
    log.info(`Board: ${result.code}: ${refusalMessage(result)}`);
    const button = confirmationOf(result, verb)?.button;
    if (button === undefined) return { ok: false, text: refusalMessage(result), row: id };
    this.#refused.set(key, result);
    return { ok: false, text: refusalMessage(result), row: id, again: button };
  }
}

function verbOf(name: BoardAction): string {
  const verbs = {
    finish: vscode.l10n.t('Finish'),
    release: vscode.l10n.t('Release'),
    reopen: vscode.l10n.t('Reopen'),
  };
  return name in verbs ? verbs[name as keyof typeof verbs] : vscode.l10n.t('Claim');
}

/** Done, or told elsewhere. */
function done(): Answer {
  return { ok: true, text: '' };
}
