import { oneLine, plainText } from '../../text/inline.ts';
import type { HeadingBlock } from '../../text/markdown.ts';
import type { Sourced } from '../../model/sourced.ts';
import { flatten, type SourceText } from '../../text/sourceText.ts';

/** `## Step 3a: Resume implement`, taken apart. */
export interface StepHeading {
  /** `3a`; `N` where the template was left as it is. */
  readonly id: string;
  readonly title: Sourced<string>;
  /** It was removed: what it says is struck out. */
  readonly isStruck: boolean;
  /** What follows a struck heading: the reason. */
  readonly remark: string;
  /** Written as the protocol has it, with a colon. */
  readonly isProper: boolean;
}

const pattern =
  /^(~~)?[*_]{0,2}\[?step\s+(\d{1,9}(?:\.\d{1,9}){0,3}[a-z]?|N)\]?[*_]{0,2}(?:\s*([:：])[*_]{0,2}|\s*[.)–—-](?=\s)|$)\s*/i;

/** Reads a heading as that of a step; undefined for any other one, and for a heading of another depth. */
export function readStepHeading(
  source: SourceText,
  { depth, content }: HeadingBlock,
): StepHeading | undefined {
  if (depth !== 2) return undefined;
  const raw = source.slice(content);
  const [whole, struck, id, colon] = pattern.exec(raw) ?? [];
  if (whole === undefined || id === undefined) return undefined;
  const rest = raw.slice(whole.length);
  const close = struck === undefined ? -1 : rest.indexOf('~~');
  const written = (close < 0 ? rest : rest.slice(0, close)).trimEnd();
  const start = content.start + whole.length;
  return {
    id: flatten(id.toLowerCase() === 'n' ? 'N' : id.toLowerCase()),
    title: {
      value: flatten(oneLine(plainText(written))),
      written: flatten(written),
      range: { start, end: start + written.length },
    },
    isStruck: close >= 0,
    remark: close < 0 ? '' : flatten(oneLine(plainText(rest.slice(close + 2)))),
    isProper: colon !== undefined,
  };
}

/** A step's number and the letter behind it, to compare: `3` is before `3a`, and that before `4`. */
export function orderOf(id: string): { readonly numbers: readonly number[]; readonly letter: string } {
  const letter = /[a-z]$/.exec(id)?.[0] ?? '';
  return { numbers: (letter === '' ? id : id.slice(0, -1)).split('.').map(Number), letter };
}

/** Whether the step `id` may come after the step `before`. */
export function follows(id: string, before: string): boolean {
  const [one, other] = [orderOf(id), orderOf(before)];
  for (let i = 0; i < Math.max(one.numbers.length, other.numbers.length); i++) {
    const [a, b] = [one.numbers[i] ?? -1, other.numbers[i] ?? -1];
    if (a !== b) return a > b;
  }
  return one.letter > other.letter;
}

/** Whether the step `id` takes up what the step `failed` did not do: `3a` and `3b` do of `3`. */
export function resumes(id: string, failed: string): boolean {
  const [one, other] = [orderOf(id), orderOf(failed)];
  return one.letter > other.letter && one.numbers.join('.') === other.numbers.join('.');
}
