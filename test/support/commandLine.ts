import { join } from 'node:path';
import { runCommandLine } from '../../src/commandLine/run.ts';

/** The program as it is installed, for tests that need a process of its own. */
export const program = join(process.env['THROUGHLINE_ROOT'] ?? process.cwd(), 'dist/cli.cjs');

const root = process.env['THROUGHLINE_ROOT'] ?? process.cwd();

/** What a command line left: its exit code and what it wrote. */
export interface Ran {
  readonly exit: number;
  readonly out: string;
  readonly error: string;
}

/** An answer as JSON. */
export interface Answer {
  readonly schema: number;
  readonly ok: boolean;
  readonly code: string;
  readonly message: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly undo?: string;
}

export interface RunOptions {
  readonly environment?: Readonly<Record<string, string>>;
  /** What a person at a terminal answers, one after the other; without, there is no terminal. */
  readonly answers?: readonly string[];
}

/** Runs a command line in this process, as a tool without a name unless the options say otherwise. */
export async function throughlineWith(
  { environment = {}, answers }: RunOptions,
  directory: string,
  ...argv: readonly string[]
): Promise<Ran> {
  let out = '';
  let error = '';
  const left = [...(answers ?? [])];
  const exit = await runCommandLine(argv, '0.0.0', {
    environment,
    directory,
    workerFile: join(root, 'dist/markdownWorker.cjs'),
    isTerminal: answers !== undefined,
    isShown: false,
    write: (text) => {
      out += text;
    },
    writeError: (text) => {
      error += text;
    },
    ask: (question) => {
      out += question;
      return Promise.resolve(left.shift() ?? '');
    },
  });
  return { exit, out, error };
}

/** {@link throughlineWith} as an agent of that name. */
export function throughline(as: string, directory: string, ...argv: readonly string[]): Promise<Ran> {
  return throughlineWith({ environment: { THROUGHLINE_AGENT: as } }, directory, ...argv);
}

/** The answer of a command line as JSON. */
export async function answer(as: string, directory: string, ...argv: readonly string[]): Promise<Answer> {
  const { out } = await throughline(as, directory, ...argv, '--json');
  return JSON.parse(out) as Answer;
}

/** The words of a command line as a shell takes them apart: what is in double quotes is one. */
export function wordsOf(line: string): readonly string[] {
  return [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '');
}
