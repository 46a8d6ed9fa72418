import * as vscode from 'vscode';
import { refusalMessage } from '../../core/messages/refusals.ts';
import { toKey } from '../../core/text/key.ts';
import type { RunFailure } from '../../project/running.ts';
import type { Services } from '../surface.ts';
import { showPlace } from './showPlace.ts';
import { showWarning } from './tell.ts';

/** Says why nothing was done, with the way to what helps: the trust editor, the file that stands in the way, or the log. */
export async function tellRefusal(services: Services, folder: string, refused: RunFailure): Promise<void> {
  const { project, log, uri } = services;
  const message = refusalMessage(refused);
  log.info(`${refused.code}: ${message}`);
  const [trust, open, showLog] = [
    vscode.l10n.t('Manage Trust'),
    vscode.l10n.t('Open File'),
    vscode.l10n.t('Show Log'),
  ];
  const { path } = refused.data as { readonly path?: string };
  const isFile = path !== undefined && (await project.kind(folder, path)) === 'file';
  const button = refused.code === 'workspace.untrusted' ? trust : isFile ? open : showLog;
  const answer = await showWarning(message, button);
  if (answer === trust) await vscode.commands.executeCommand('workbench.trust.manage');
  else if (answer === open && path !== undefined) await showPlace(uri(folder, toKey(path)), undefined);
  else if (answer === showLog) log.show();
}
