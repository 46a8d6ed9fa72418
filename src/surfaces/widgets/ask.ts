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

/** Which question of several this is; the `total` is left out while it rests on an answer. */
export interface Step {
  readonly step: number;
  readonly total?: number;
}

/** Numbers the questions of a command as they are asked: nobody knows before which of them there will be. */
export class Steps {
  #asked = 0;

  /** @param rest how many come after this one; left out while that rests on an answer */
  next(rest?: number): Step | undefined {
    const step = ++this.#asked;
    if (rest === undefined) return { step };
    const total = step + rest;
    return total === 1 ? undefined : { step, total };
  }
}

interface Options extends Pick<
  vscode.QuickPickOptions,
  'matchOnDescription' | 'matchOnDetail' | 'ignoreFocusOut'
> {
  readonly title: string;
  readonly placeHolder: string;
  readonly at?: Step | undefined;
}

/** Lets a person pick one of these; resolves with it as it was given, or with undefined. */
export function showPick<Item extends vscode.QuickPickItem>(
  items: readonly Item[],
  options: Options,
): Promise<Item | undefined> {
  const { box, known } = pickOf(items, options);
  return answerOf(box, () => {
    const [chosen] = [...box.selectedItems, ...box.activeItems];
    return chosen === undefined ? undefined : known.get(chosen);
  });
}

/** Lets a person pick some of these; resolves with them as they were given, or with undefined. */
export function showPicks<Item extends vscode.QuickPickItem>(
  items: readonly Item[],
  options: Options,
): Promise<readonly Item[] | undefined> {
  const { box, known } = pickOf(items, options);
  box.canSelectMany = true;
  box.selectedItems = box.items.filter(({ picked }) => picked === true);
  return answerOf(box, () => box.selectedItems.flatMap((item) => known.get(item) ?? []));
}

function pickOf<Item extends vscode.QuickPickItem>(
  items: readonly Item[],
  { matchOnDescription = false, matchOnDetail = false, ignoreFocusOut = false, ...options }: Options,
) {
  const known = new Map<vscode.QuickPickItem, Item>(items.map((item) => [shownItem(item), item]));
  const box = vscode.window.createQuickPick();
  const { title, placeHolder } = shownTexts(options);
  box.title = title;
  box.placeholder = placeHolder;
  box.matchOnDescription = matchOnDescription;
  box.matchOnDetail = matchOnDetail;
  box.ignoreFocusOut = ignoreFocusOut;
  countSteps(box, options.at);
  box.items = [...known.keys()];
  return { box, known };
}

function countSteps(box: vscode.QuickInput, at: Step | undefined): void {
  box.step = at?.step;
  box.totalSteps = at?.total;
}

/** Shows a question until `answer` has one, or the person leaves it; undefined keeps it open. */
function answerOf<Answer>(
  box: vscode.QuickPick<vscode.QuickPickItem> | vscode.InputBox,
  answer: () => Answer | undefined,
): Promise<Answer | undefined> {
  return new Promise((resolve) => {
    box.onDidAccept(() => {
      const given = answer();
      if (given === undefined) return;
      resolve(given);
      box.hide();
    });
    box.onDidHide(() => {
      resolve(undefined);
      box.dispose();
    });
    box.show();
  });
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
  const { box, known } = pickOf(items, options);
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
  return answerOf(box, () => {
    const [chosen] = box.activeItems;
    if (chosen === undefined) return undefined;
    return chosen === own?.shown ? own.item : known.get(chosen);
  });
}

interface InputOptions extends Pick<
  vscode.InputBoxOptions,
  'value' | 'valueSelection' | 'placeHolder' | 'ignoreFocusOut'
> {
  readonly title: string;
  readonly prompt: string;
  readonly at?: Step | undefined;
  /** What is wrong with a text; undefined when it can be taken. */
  readonly validateInput?: (text: string) => string | undefined;
  /** Asks once whether an answer is meant, though nothing is wrong with it: the same answer given again is. */
  readonly questionOf?: (text: string) => string | undefined;
}

/** Asks for a text. What stands in the box at first stays as it is: it is what will be written. */
export function showInput(options: InputOptions): Promise<string | undefined> {
  const { value = '', valueSelection, ignoreFocusOut = false } = options;
  const { title, placeHolder } = shownTexts(options);
  const box = vscode.window.createInputBox();
  box.title = title;
  box.placeholder = placeHolder;
  box.prompt = asMessage(options.prompt);
  box.ignoreFocusOut = ignoreFocusOut;
  countSteps(box, options.at);
  box.value = value;
  if (valueSelection !== undefined) box.valueSelection = valueSelection;
  const check = (text: string): boolean => {
    const fault = options.validateInput?.(text);
    box.validationMessage = fault === undefined ? undefined : asMessage(fault);
    return fault === undefined;
  };
  let questioned: string | undefined;
  const isMeant = (text: string): boolean => {
    const question = text === questioned ? undefined : options.questionOf?.(text);
    if (question === undefined) return true;
    questioned = text;
    box.validationMessage = {
      message: asMessage(question),
      severity: vscode.InputBoxValidationSeverity.Warning,
    };
    return false;
  };
  box.onDidChangeValue(check);
  return answerOf(box, () => (check(box.value) && isMeant(box.value) ? box.value : undefined));
}

/** Asks for the title of a task or an item. `''` is an answer only where it `mayBeEmpty`. */
export async function askTitle(
  title: string,
  options: {
    readonly prompt: string;
    readonly value?: string;
    readonly mayBeEmpty?: boolean;
    readonly placeHolder?: string;
    readonly at?: Step | undefined;
    /** Titles that others have already. */
    readonly taken?: readonly string[];
  },
): Promise<string | undefined> {
  const { prompt, value = '', mayBeEmpty = false, placeHolder = '', at, taken = [] } = options;
  const answer = await showInput({
    title,
    prompt,
    value,
    placeHolder,
    at,
    ignoreFocusOut: true,
    validateInput: (text) => {
      if (text.trim() === '' && !mayBeEmpty) return vscode.l10n.t('Enter a title.');
      if (taken.includes(text.trim()))
        return vscode.l10n.t('A task named “{0}” already exists.', text.trim());
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
