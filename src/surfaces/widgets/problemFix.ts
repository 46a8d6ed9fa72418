import * as vscode from 'vscode';
import type { Disposable } from '../../core/base/disposable.ts';
import { problemMessage } from '../../core/messages/problems.ts';
import type { Problem } from '../../core/model/problem.ts';
import { shownText } from '../../core/views/shownText.ts';
import type { CommandId } from '../../ids.ts';
import type { Services } from '../surface.ts';
import { placeInDocument, targetsOf } from './activePlace.ts';
import { toTaskTarget, type FileTarget } from './target.ts';

interface ProblemFix {
  readonly title: string;
  readonly command: CommandId;
  /** What the command is given: the file, or the task that the problem is about. */
  readonly target: 'file' | 'task';
}

/** What is shown of a problem under its words. */
export function diagnosticText(problem: Problem): string {
  return shownText(problemMessage(problem), 2000);
}

/** Offers a command as the quick fix of each problem with one of these codes. */
export function problemFix(
  services: Services,
  problemCodes: readonly string[],
  { title, command, target: wanted }: ProblemFix,
): Disposable {
  return vscode.languages.registerCodeActionsProvider(
    { language: 'markdown' },
    {
      provideCodeActions: async (document, _range, { diagnostics }) => {
        const fixed = diagnostics.filter(
          ({ source, code }) =>
            source === 'Throughline' && typeof code === 'string' && problemCodes.includes(code),
        );
        const [first] = fixed;
        if (first === undefined) return [];
        const target: FileTarget | undefined =
          wanted === 'file'
            ? targetsOf(services, document.uri)[0]
            : toTaskTarget(await placeInDocument(services, document, first.range.start.line));
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
