import * as vscode from 'vscode';
import { escapeIcons, shownText } from '../../core/views/shownText.ts';

/** So much of one line of a message is shown. */
const longest = 2000;
/** How long a line in the status bar stands, in milliseconds. */
const doneTime = 6000;

/**
 * A message or a prompt of VS Code with text of files in it: nothing of that hides or reorders the rest. VS Code makes links of
 * `[text](command:…)`, and a click on one starts the command: a blank between the brackets keeps it text.
 */
export function asMessage(text: string): string {
  return text
    .split('\n')
    .map((line) => shownText(line, longest))
    .join('\n')
    .replaceAll('](', '] (');
}

/** Says in the status bar what was done. */
export function showDone(text: string): void {
  vscode.window.setStatusBarMessage(escapeIcons(shownText(text, longest)), doneTime);
}

/** What is told, and answered with a button; nothing in it is a link. */
type ShowMessage = <Button extends string>(
  message: string,
  ...options: readonly [vscode.MessageOptions, ...Button[]] | readonly Button[]
) => Thenable<Button | undefined>;

type Show = (
  message: string,
  options: vscode.MessageOptions,
  ...buttons: string[]
) => Thenable<string | undefined>;

function telling(show: Show): ShowMessage {
  return <Button extends string>(
    message: string,
    ...options: readonly [vscode.MessageOptions, ...Button[]] | readonly Button[]
  ) => {
    const [first, ...rest] = options;
    const buttons = typeof first === 'object' ? (rest as readonly Button[]) : (options as readonly Button[]);
    const given = typeof first === 'object' ? first : {};
    const detail = given.detail === undefined ? {} : { detail: asMessage(given.detail) };
    return show(asMessage(message), { ...given, ...detail }, ...buttons) as Thenable<Button | undefined>;
  };
}

const { window } = vscode;

export const showInformation: ShowMessage = telling((...all) => window.showInformationMessage(...all));
export const showWarning: ShowMessage = telling((...all) => window.showWarningMessage(...all));
export const showError: ShowMessage = telling((...all) => window.showErrorMessage(...all));
