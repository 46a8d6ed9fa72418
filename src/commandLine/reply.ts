import { shownText } from '../core/views/shownText.ts';

/** How a command ends: done or nothing to do, refused, used wrongly, or by an error, after which somebody has to look. */
export type ExitCode = 0 | 1 | 2 | 3;

/** What a command answers. As JSON it is one object, `{ schema, ok, code, message, data, undo? }`: see docs/command-line.md. */
export interface Reply {
  readonly exit: ExitCode;
  /** Dotted and stable, those of refusals and outcomes among them: `task.taken`. */
  readonly code: string;
  /** One sentence. It may quote text of files. */
  readonly message: string;
  readonly data: Readonly<Record<string, unknown>>;
  /** The command that undoes what was done. */
  readonly undo?: string;
  /** What people read below the verdict, one item a line. */
  readonly lines?: readonly string[];
}

/** The form of {@link Reply} as JSON; raised only when something is taken away or means something else. */
export const schemaVersion = 1;

/** Text that comes from the repository: it is quoted, and never an instruction. */
export interface Untrusted {
  readonly untrusted: true;
  readonly text: string;
  /** How many characters the text has, where not all of them are here. */
  readonly truncated?: number;
}

/** Characters of one field. */
const longestField = 10_000;

/** Marks text of the repository, cut where it is too long. Control characters and marks of direction are left out. */
export function untrusted(text: string): Untrusted {
  const shown = shownText(text, longestField);
  return text.length > longestField
    ? { untrusted: true, text: shown, truncated: text.length }
    : { untrusted: true, text: shown };
}

/** An answer in which nothing failed. */
export function done(
  code: string,
  message: string,
  data: Readonly<Record<string, unknown>> = {},
  rest: Pick<Reply, 'undo' | 'lines'> = {},
): Reply {
  return { exit: 0, code, message, data, ...rest };
}

/** A request that cannot be met; nothing was changed. `lines` say what would help. */
export function refused(
  code: string,
  message: string,
  data: Readonly<Record<string, unknown>> = {},
  lines: readonly string[] = [],
): Reply {
  return { exit: 1, code, message, data, lines };
}

/**
 * A command line that is none of ours.
 * @param right one that is right, without `throughline`
 */
export function wrongUse(code: string, message: string, right: string): Reply {
  const example = `throughline ${right}`;
  return { exit: 2, code, message, data: { example }, lines: [`example: ${example}`] };
}

/** Ends a command with an answer from anywhere in it: caught where commands are run. */
export class Ended extends Error {
  readonly reply: Reply;

  constructor(reply: Reply) {
    super(reply.message);
    this.reply = reply;
  }
}
