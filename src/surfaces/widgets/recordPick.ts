import * as vscode from 'vscode';
import { showPick, type Step } from './ask.ts';
import { findPreferred, preferences, preferredFirst } from './preferred.ts';
import { showInformation } from './tell.ts';
import type { Services } from '../surface.ts';
import type { FileTarget } from './target.ts';

/** A record of another system that a command may be about. */
export interface RecordItem {
  readonly label: string;
  /** Its parts; those that are empty are left out. */
  readonly description: readonly string[];
  readonly detail: string;
  readonly target: FileTarget;
}

interface PickedItem extends vscode.QuickPickItem {
  readonly target?: FileTarget;
}

/** How a record is asked for. */
interface Question {
  readonly title: string;
  readonly placeHolder: string;
  /** What is told where there is none. */
  readonly none: string;
  /** Asked for once it is known that a question comes. */
  readonly at?: () => Step | undefined;
  /** The record that a document in front is about. */
  readonly toRecord?: (place: FileTarget) => FileTarget;
}

/**
 * The record that a command is about: the only one, else the person says which, the one in front on top. Undefined when there is none
 * (said) or the person leaves the question.
 */
export async function pickRecord(
  services: Services,
  records: readonly RecordItem[],
  { title, placeHolder, none, at, toRecord = (place) => place }: Question,
): Promise<FileTarget | undefined> {
  const [only] = records;
  if (only === undefined) {
    void showInformation(none);
    return undefined;
  }
  if (records.length === 1) return only.target;
  const items = records.map(({ description, ...rest }): PickedItem => ({
    ...rest,
    description: description.filter((each) => each !== '').join(' · '),
  }));
  const preferred = await preferences(services);
  const isAt = ({ target }: PickedItem, place: FileTarget): boolean => {
    const { folder, key } = toRecord(place);
    return target?.folder === folder && target.key === key;
  };
  const offered =
    findPreferred(items, preferred, isAt) === undefined
      ? items
      : preferredFirst<PickedItem>(items, preferred, isAt, vscode.l10n.t('In the editor'));
  const picked = await showPick<PickedItem>(offered, {
    title,
    ...(at === undefined ? {} : { at: at() }),
    placeHolder,
    matchOnDescription: true,
    matchOnDetail: true,
  });
  return picked?.target;
}
