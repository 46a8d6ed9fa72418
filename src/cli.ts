#!/usr/bin/env node
import { createInterface } from 'node:readline';
import { join } from 'node:path';
import { toLostAnswer } from './commandLine/print.ts';
import { runCommandLine } from './commandLine/run.ts';

declare const throughlineVersion: string;

interface Output {
  readonly write: (text: string) => void;
  /** Resolves when all is written, with what went wrong. */
  readonly done: () => Promise<NodeJS.ErrnoException | undefined>;
}

/** Writes all of a text to a pipe or a terminal, however slowly it is read. That nobody reads on is not an error. */
function writeTo(stream: NodeJS.WriteStream): Output {
  let pending = Promise.resolve();
  let failure: NodeJS.ErrnoException | undefined;
  let isUnread = false;
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') isUnread = true;
    else failure ??= error;
  });
  return {
    write: (text) => {
      pending = pending.then(
        () =>
          new Promise((resolve) => {
            if (isUnread || failure !== undefined) resolve();
            else
              stream.write(text, () => {
                resolve();
              });
          }),
      );
    },
    done: async () => {
      await pending;
      // Errors are told after the last write has ended.
      await new Promise((resolve) => setImmediate(resolve));
      return failure;
    },
  };
}

/** Where this was started; a folder that was removed meanwhile is still called what it was. */
function workingFolder(): string {
  try {
    return process.cwd();
  } catch {
    return process.env['PWD'] ?? '/';
  }
}

async function main(): Promise<void> {
  const out = writeTo(process.stdout);
  const error = writeTo(process.stderr);
  const isTerminal = process.stdin.isTTY && process.stdout.isTTY;
  const exit = await runCommandLine(process.argv.slice(2), throughlineVersion, {
    environment: process.env,
    directory: workingFolder(),
    workerFile: join(__dirname, 'markdownWorker.cjs'),
    isTerminal,
    isShown: process.stdout.isTTY,
    write: out.write,
    writeError: error.write,
    ask: (question) =>
      new Promise((resolve) => {
        const lines = createInterface({ input: process.stdin, output: process.stdout });
        lines.question(question, (answer) => {
          // Closed, it says once more that there is no answer.
          resolve(answer);
          lines.close();
        });
        lines.once('close', () => {
          resolve('');
        });
      }),
  });
  const failure = await out.done();
  if (failure !== undefined) error.write(toLostAnswer(exit, failure.message));
  await error.done();
  // Files that were replaced are watched for a while by whoever goes on; this process does not.
  process.exit(failure === undefined ? exit : 3);
}

void main();
