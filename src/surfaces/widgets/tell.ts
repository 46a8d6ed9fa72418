import * as vscode from 'vscode';

/**
 * Text of files for a message or a prompt of VS Code, which makes links of `[text](command:…)` in them: a click on one starts the
 * command. A blank between the brackets keeps it text.
 */
export function asMessage(text: string): string {
  return text.replaceAll('](', '] (');
}

/** What is told, and answered with a button; nothing in it is a link. */
type Tell = <Button extends string>(
  message: string,
  ...options: readonly [vscode.MessageOptions, ...Button[]] | readonly Button[]
) => Thenable<Button | undefined>;

type Show = (
  message: string,
  options: vscode.MessageOptions,
  ...buttons: string[]
) => Thenable<string | undefined>;

function telling(show: Show): Tell {
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

export const showInformation: Tell = telling((...all) => window.showInformationMessage(...all));
export const showWarning: Tell = telling((...all) => window.showWarningMessage(...all));
export const showError: Tell = telling((...all) => window.showErrorMessage(...all));
