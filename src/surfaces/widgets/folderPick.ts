import * as vscode from 'vscode';
import { showPick, type Steps } from './ask.ts';
import { showInformation } from './tell.ts';
import type { Services } from '../surface.ts';

/**
 * The workspace folder that something is created in: the only one, else the person says which.
 * @param rest how many questions come after it
 */
export async function pickFolder(
  services: Services,
  title: string,
  steps: Steps,
  rest: number,
): Promise<string | undefined> {
  const folders = services.project.folders.map(({ folder }) => folder);
  const [only] = folders;
  if (only === undefined) void showInformation(vscode.l10n.t('Open a folder first.'));
  if (folders.length < 2) return only?.id;
  const picked = await showPick(
    folders.map(({ id, name }) => ({ label: name, id })),
    { title, at: steps.next(rest), placeHolder: vscode.l10n.t('Choose the folder to track work in') },
  );
  return picked?.id;
}
