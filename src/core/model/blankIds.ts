import type { Task } from './item.ts';

/** A word that would be the ID of a criterion with a hyphen in place of its blank: `AC 5`. */
export interface BlankId {
  readonly written: string;
  /** `AC-` */
  readonly family: string;
  readonly number: number;
}

const blankId =
  /(?<![\p{L}\p{N}_/.-])([A-Z][A-Z0-9]{0,20}(?:-[A-Z0-9]{1,20}){0,4})[ \u00A0](\d{1,6})(?![\p{L}\p{N}_/-]|\.\d)/gu;

/** Every {@link BlankId} in what a task says. Whether it is meant as an ID, the criteria say that there are. */
export function blankIdsOf({ title, text, fields }: Task): readonly BlankId[] {
  return [title.value, text?.value ?? '', ...fields.map(({ value }) => value)].flatMap(findBlankIds);
}

function findBlankIds(text: string): readonly BlankId[] {
  // Nearly no text has one.
  if (!/[A-Z0-9][ \u00A0]\d/.test(text)) return none;
  return [...text.matchAll(blankId)].map(([written, family = '', number = '']) => ({
    written,
    family: `${family}-`,
    number: Number(number),
  }));
}

const none: readonly never[] = [];
