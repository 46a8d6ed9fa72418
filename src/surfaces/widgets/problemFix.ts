import * as vscode from 'vscode';
import type { Disposable } from '../../core/base/disposable.ts';
import type { CommandId } from '../../ids.ts';
import type { Services } from '../surface.ts';
import { targetsOf } from './activePlace.ts';

/** Offers a command as the quick fix of each problem with this code; it is given the file. */
export function problemFix(
  services: Services,
  problemCode: string,
  { title, command }: { readonly title: string; readonly command: CommandId },
): Disposable {
  return vscode.languages.registerCodeActionsProvider(
    { language: 'markdown' },
    {
      provideCodeActions: (document, _range, { diagnostics }) => {
        const fixed = diagnostics.filter(
          ({ source, code }) => source === 'Throughline' && code === problemCode,
        );
        const [target] = fixed.length === 0 ? [] : targetsOf(services, document.uri);
        if (target === undefined) return [];
        const action = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
        action.diagnostics = fixed;
        action.isPreferred = true;
        action.command = { title, command, arguments: [target] };
        return [action];
      },
    },
    { providedCodeActionKinds: [vscode.CodeActionKind.QuickFix] },
  );
}
