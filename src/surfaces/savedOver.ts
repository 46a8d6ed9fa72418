import * as vscode from 'vscode';
import type { Disposable } from '../core/base/disposable.ts';
import type { Event } from '../core/base/event.ts';
import { copyFailureMessage, unmergedMessage } from '../core/messages/unsaved.ts';
import type { Coded } from '../core/model/codes/coded.ts';
import type { CopyFailures, UnmergedReasons } from '../core/model/codes/unsaved.ts';
import { showWarning } from './widgets/tell.ts';
import type { Services } from './surface.ts';

/** What others wrote to a file, and a save goes over; `why` it is not merged. */
interface SavedOver {
  readonly uri: vscode.Uri;
  readonly why: Coded<UnmergedReasons>;
  readonly kept:
    | { readonly kind: 'kept'; readonly copy: string }
    | { readonly kind: 'failed'; readonly why: Coded<CopyFailures> };
}

/** Tells the person what stood on disk and could not be merged into what they save, and where a copy of it is. */
export function registerSavedOver({ guard, log }: Services, onDidSaveOver: Event<SavedOver>): Disposable {
  const tell = guard(vscode.l10n.t('Saved Over'), async ({ uri, why, kept }: SavedOver) => {
    const path = vscode.workspace.asRelativePath(uri);
    if (kept.kind === 'failed') {
      const message = vscode.l10n.t(
        '{0} was changed on disk while it had unsaved changes here, and could not be merged: {1} No copy of the version on disk was kept: {2}',
        path,
        unmergedMessage(why),
        copyFailureMessage(kept.why),
      );
      log.warn(message);
      await showWarning(message);
      return;
    }
    const { copy } = kept;
    const message = vscode.l10n.t(
      '{0} was changed on disk while it had unsaved changes here, and could not be merged: {1} The version on disk is kept in {2}.',
      path,
      unmergedMessage(why),
      copy,
    );
    log.warn(message);
    const compare = vscode.l10n.t('Compare');
    const answer = await showWarning(message, compare);
    if (answer === compare)
      await vscode.commands.executeCommand(
        'vscode.diff',
        vscode.Uri.file(copy),
        uri,
        vscode.l10n.t('{0} (on Disk before the Save)', path),
      );
  });
  return onDidSaveOver((saved) => void tell(saved));
}
