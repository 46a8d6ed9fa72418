#!/usr/bin/env node
import { createInterface } from 'node:readline';
import { join } from 'node:path';
import { runCommandLine } from './commandLine/run.ts';

declare const throughlineVersion: string;

/** Writes all of a text to a pipe or a terminal, however slowly it is read; nobody reads on is no error. */
function writeTo(stream: NodeJS.WriteStream): { write: (text: string) => void; done: () => Promise<void> } {
  let pending = Promise.resolve();
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
  return {
    write: (text) => {
      pending = pending.then(
        () =>
          new Promise((resolve) => {
            stream.write(text, () => {
              resolve();
            });
          }),
      );
    },
    done: () => pending,
  };
}

async function main(): Promise<void> {
  const out = writeTo(process.stdout);
  const error = writeTo(process.stderr);
  const isTerminal = process.stdin.isTTY && process.stdout.isTTY;
  const exit = await runCommandLine(process.argv.slice(2), throughlineVersion, {
    environment: process.env,
    directory: process.cwd(),
    workerFile: join(__dirname, 'markdownWorker.cjs'),
    isTerminal,
    isShown: process.stdout.isTTY,
    write: out.write,
    writeError: error.write,
    ask: (question) =>
      new Promise((resolve) => {
        const lines = createInterface({ input: process.stdin, output: process.stdout });
        lines.question(question, (answer) => {
          lines.close();
          resolve(answer);
        });
        lines.once('close', () => {
          resolve('');
        });
      }),
  });
  await Promise.all([out.done(), error.done()]);
  // Files that were replaced are watched for a while by whoever goes on; this process does not.
  process.exit(exit);
}

void main();
