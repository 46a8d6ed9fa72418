import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../core/base/disposable.ts';
import { commands, contextKeys } from '../ids.ts';
import { showInformation, showWarning } from './widgets/tell.ts';
import type { Services } from './surface.ts';

/** Adds the command line to the terminals of this workspace, and takes it away. */
export function registerTerminals({ guard, terminalCommand }: Services): Disposable {
  const store = new DisposableStore();
  const t = vscode.l10n.t;
  const tellMenus = (): void => {
    void vscode.commands.executeCommand('setContext', contextKeys.commandLine, terminalCommand.isAdded);
  };
  const add = t('Add Command Line to Terminals');
  const remove = t('Remove Command Line from Terminals');

  store.add(
    vscode.commands.registerCommand(
      commands.addCommandLine,
      guard(add, async () => {
        if (!vscode.workspace.isTrusted) {
          void showWarning(t('Trust this workspace to add the command line to its terminals.'));
          return;
        }
        terminalCommand.add(t('Adds the command “throughline”'));
        tellMenus();
        const open = t('New Terminal');
        const answer = await showInformation(
          t(
            'New terminals of this workspace have the command “throughline”. “throughline --help” says what it does.',
          ),
          open,
        );
        if (answer === open) vscode.window.createTerminal().show();
      }),
    ),
  );
  store.add(
    vscode.commands.registerCommand(
      commands.removeCommandLine,
      guard(remove, () => {
        terminalCommand.remove();
        tellMenus();
        void showInformation(t('New terminals of this workspace no longer have the command “throughline”.'));
      }),
    ),
  );
  tellMenus();
  void guard(add, () => {
    terminalCommand.renew();
  })();
  return store;
}
