import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../core/base/disposable.ts';
import { Emitter } from '../core/base/event.ts';
import { ownerNameMessage } from '../core/messages/names.ts';
import { checkOwner, ownerSlug } from '../core/model/owner.ts';
import { readStatus } from '../core/model/statusWords.ts';
import { section, settings } from '../ids.ts';
import type { Owner } from './surface.ts';
import { showInput } from './widgets/ask.ts';

/** Who the person is: the setting, else a slug of git's user name, which `userName` tells (in trusted workspaces). */
export function createOwner(
  userName: (folder: string) => Promise<string | undefined>,
  log: (error: unknown) => void,
): Owner & Disposable {
  const store = new DisposableStore();
  const changed = store.add(new Emitter<void>(log));
  let fromGit: string | undefined;

  const fromSetting = (): string | undefined => {
    const value = vscode.workspace.getConfiguration(section).get<unknown>(settings.owner);
    return typeof value === 'string' && checkOwner(value) === undefined ? value : undefined;
  };
  const readGit = async (): Promise<void> => {
    const folder = vscode.workspace.workspaceFolders?.find(({ uri }) => uri.scheme === 'file');
    if (folder === undefined || !vscode.workspace.isTrusted) return;
    const name = await userName(folder.uri.fsPath);
    const slug = name === undefined ? undefined : ownerSlug(name);
    if (slug === fromGit) return;
    fromGit = slug;
    changed.fire();
  };
  const look = (): void => {
    readGit().catch(log);
  };
  store.add(vscode.workspace.onDidGrantWorkspaceTrust(look));
  store.add(vscode.workspace.onDidChangeWorkspaceFolders(look));
  store.add(
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration(`${section}.${settings.owner}`)) changed.fire();
    }),
  );
  look();

  const change = async (): Promise<string | undefined> => {
    await readGit();
    const value = fromSetting() ?? fromGit;
    const name = await showInput({
      title: vscode.l10n.t('Owner Name'),
      prompt: vscode.l10n.t('Your name, as it will appear in the Owner column when you claim a task'),
      placeHolder: 'maple',
      validateInput: (text) => {
        const fault = checkOwner(text.trim());
        return fault === undefined ? undefined : ownerNameMessage(fault);
      },
      questionOf: (text) =>
        readStatus(text) === 'unknown'
          ? undefined
          : vscode.l10n.t('“{0}” is a status. Press Enter again to use it as your name.', text.trim()),
      ignoreFocusOut: true,
      ...(value === undefined ? {} : { value }),
    });
    if (name === undefined) return undefined;
    const owner = name.trim();
    await vscode.workspace
      .getConfiguration(section)
      .update(settings.owner, owner, vscode.ConfigurationTarget.Global);
    return owner;
  };

  return {
    onDidChange: changed.event,
    get name() {
      return fromSetting() ?? fromGit;
    },
    ask: async () => fromSetting() ?? change(),
    change,
    dispose: () => {
      store.dispose();
    },
  };
}
