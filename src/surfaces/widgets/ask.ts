import * as vscode from 'vscode';
import { longestTitle } from '../../core/model/title.ts';
import { escapeIcons, shownText } from '../../core/views/shownText.ts';
import { asMessage } from './tell.ts';

/** So much of one text is shown. */
const longest = 400;

/** A row of a quick pick that shows the texts of files as text: none of it becomes an icon, hides or reorders the rest. */
export function shownItem<Item extends vscode.QuickPickItem>(item: Item): Item {
  const shown = (text: string): string => escapeIcons(shownText(text, longest));
  const { label, description, detail } = item;
  return {
    ...item,
    label: shown(label),
    ...(description === undefined ? {} : { description: shown(description) }),
    ...(detail === undefined ? {} : { detail: shown(detail) }),
  };
}

type Options = vscode.QuickPickOptions & { readonly title: string; readonly placeHolder: string };

/** Lets a person pick one of these; resolves with it as it was given, or with undefined. */
export async function showPick<Item extends vscode.QuickPickItem>(
  items: readonly Item[],
  options: Options,
): Promise<Item | undefined> {
  const shown = new Map(items.map((item) => [shownItem(item), item]));
  const picked = await vscode.window.showQuickPick([...shown.keys()], shownTexts(options));
  return picked === undefined ? undefined : shown.get(picked);
}

/** Lets a person pick some of these; resolves with them as they were given, or with undefined. */
export async function showPicks<Item extends vscode.QuickPickItem>(
  items: readonly Item[],
  options: Options,
): Promise<readonly Item[] | undefined> {
  const shown = new Map(items.map((item) => [shownItem(item), item]));
  const picked = await vscode.window.showQuickPick([...shown.keys()], {
    ...shownTexts(options),
    canPickMany: true,
  });
  return picked?.flatMap((item) => shown.get(item) ?? []);
}

/**
 * Lets a person pick a name from a list, or type another one: it comes first then, and is taken as it was typed. What is wrong with it
 * is said beside it, and then it is not taken.
 */
export function pickOrType<Item extends vscode.QuickPickItem>(
  items: readonly Item[],
  options: Options,
  typed: {
    /** What is wrong with a name; undefined when it can be taken. */
    readonly faultOf: (name: string) => string | undefined;
    /** The choice that a name is. */
    readonly toItem: (name: string) => Item;
  },
): Promise<Item | undefined> {
  const { title, placeHolder } = shownTexts(options);
  const known = new Map<vscode.QuickPickItem, Item>(items.map((item) => [shownItem(item), item]));
  const box = vscode.window.createQuickPick();
  box.title = title;
  box.placeholder = placeHolder;
  box.items = [...known.keys()];
  /** What is typed, while the list does not have it; without an item it cannot be taken. */
  let own: { readonly shown: vscode.QuickPickItem; readonly item: Item | undefined } | undefined;
  box.onDidChangeValue((value) => {
    const name = value.trim();
    own = undefined;
    if (name !== '' && !items.some(({ label }) => label === name)) {
      const fault = typed.faultOf(name);
      const item = fault === undefined ? typed.toItem(name) : undefined;
      const shown = shownItem(item ?? { label: name, description: fault ?? '' });
      own = { shown: { ...shown, alwaysShow: true }, item };
    }
    box.items = [...(own === undefined ? [] : [own.shown]), ...known.keys()];
  });
  return new Promise((resolve) => {
    box.onDidAccept(() => {
      const [chosen] = box.activeItems;
      if (chosen === undefined) return;
      const item = chosen === own?.shown ? own.item : known.get(chosen);
      if (item === undefined) return;
      resolve(item);
      box.hide();
    });
    box.onDidHide(() => {
      resolve(undefined);
      box.dispose();
    });
    box.show();
  });
}

/** Asks for a text. What stands in the box at first stays as it is: it is what will be written. */
export function showInput(
  options: vscode.InputBoxOptions & { readonly title: string; readonly prompt: string },
): Thenable<string | undefined> {
  return vscode.window.showInputBox({
    ...shownTexts(options),
    prompt: asMessage(options.prompt),
    ...(options.validateInput === undefined
      ? {}
      : {
          validateInput: async (text) => {
            const problem = await options.validateInput?.(text);
            return typeof problem === 'string' ? asMessage(problem) : problem;
          },
        }),
  });
}

/** Asks for the title of a task or an item. `''` is an answer only where it `mayBeEmpty`. */
export async function askTitle(
  title: string,
  options: {
    readonly prompt: string;
    readonly value?: string;
    readonly mayBeEmpty?: boolean;
    readonly placeHolder?: string;
  },
): Promise<string | undefined> {
  const { prompt, value = '', mayBeEmpty = false, placeHolder = '' } = options;
  const answer = await showInput({
    title,
    prompt,
    value,
    placeHolder,
    ignoreFocusOut: true,
    validateInput: (text) => {
      if (text.trim() === '' && !mayBeEmpty) return vscode.l10n.t('Enter a title.');
      return text.length > longestTitle
        ? vscode.l10n.t('A title can have at most {0} characters.', longestTitle)
        : undefined;
    },
  });
  return answer?.trim();
}

function shownTexts<Texts extends { readonly title: string; readonly placeHolder?: string }>(
  options: Texts,
): Texts {
  const { title, placeHolder } = options;
  return {
    ...options,
    title: shownText(title, longest),
    ...(placeHolder === undefined ? {} : { placeHolder: shownText(placeHolder, longest) }),
  };
}
