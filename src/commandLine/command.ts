import type { Io } from './io.ts';
import type { Opened, Wanted } from './opened.ts';
import type { Reply } from './reply.ts';

/** A word without dashes that a command takes. */
export interface Positional {
  /** `TASK` */
  readonly name: string;
  readonly description: string;
  readonly required: boolean;
  /** It may be several words: they are joined, so that titles need no quotes. */
  readonly words?: true;
  /** It may be given several times; each is in `lists` of {@link Given}, under its name. */
  readonly many?: true;
}

/** `--name VALUE`, or `--name` where it has no value. */
export interface Option {
  readonly description: string;
  /** What the value is called, `BRANCH`; missing for a switch. */
  readonly value?: string;
  /** The only values that it takes. */
  readonly of?: readonly string[];
  /** Which of them another word means; undefined where it means none. */
  readonly reads?: (word: string) => string | undefined;
  readonly short?: string;
  /** Words for it that agents invent. */
  readonly aliases?: readonly string[];
  /** May be given several times. */
  readonly many?: true;
}

/** What was given on the command line. */
export interface Given {
  /** Values by the names of positionals. Those that may be several are in `lists`. */
  readonly words: Readonly<Record<string, string>>;
  /** All words that are no options, as they were typed. */
  readonly typed: readonly string[];
  readonly values: Readonly<Record<string, string>>;
  readonly lists: Readonly<Record<string, readonly string[]>>;
  readonly switches: ReadonlySet<string>;
}

/** What every command is given. */
export interface CommandContext {
  readonly io: Io;
  readonly given: Given;
  /** The worktree that it was asked in, or another one of the clone; the same one to whoever asks again. */
  open(wanted?: Wanted): Opened;
}

/** One word of the command line, or two: `claim`, `backlog add`. */
export interface Command {
  readonly name: string;
  readonly aliases: readonly string[];
  /** What it does, in one sentence. */
  readonly summary: string;
  readonly positionals: readonly Positional[];
  readonly options: Readonly<Record<string, Option>>;
  /** Command lines that are right, without `throughline`. */
  readonly examples: readonly string[];
  readonly effect: 'read' | 'write';
  run(context: CommandContext): Promise<Reply>;
}
