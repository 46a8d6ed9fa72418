import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import { isAbsolute, join } from 'node:path';
import * as vscode from 'vscode';
import { toKey } from '../../src/core/text/key.ts';
import type { TaskTarget } from '../../src/surfaces/widgets/target.ts';

/** The folder that the suite opened. */
export const workspace = process.env['THROUGHLINE_WORKSPACE'] ?? '';
export const extensionId = 'throughline.throughline';
export const retryFile = 'tracking/progress/2026-06-11-feat-rpc-retry.md';

export function absolute(path: string): string {
  return isAbsolute(path) ? path : join(workspace, path);
}

export function bytes(path: string): string {
  return fs.readFileSync(absolute(path), 'utf8');
}

/** Problems that the extension shows for a file, as `code: message (line)`. */
export function problems(path: string): string[] {
  return vscode.languages
    .getDiagnostics(vscode.Uri.file(absolute(path)))
    .filter(({ source }) => source === 'Throughline')
    .map(
      ({ code, message, range }) =>
        `${typeof code === 'string' ? code : ''}: ${message} (${range.start.line + 1})`,
    );
}

/** Resolves as soon as the problems of a file fit; fails after `limit` milliseconds with what they are. */
export async function problemsFit(
  path: string,
  fit: (problems: readonly string[]) => boolean,
  limit = 10_000,
): Promise<void> {
  if (fit(problems(path))) return;
  await new Promise<void>((resolve, reject) => {
    const done = (error?: Error): void => {
      clearTimeout(timer);
      listener.dispose();
      if (error === undefined) resolve();
      else reject(error);
    };
    const listener = vscode.languages.onDidChangeDiagnostics(() => {
      if (fit(problems(path))) done();
    });
    const timer = setTimeout(() => {
      done(new assert.AssertionError({ message: `${path} still has: ${JSON.stringify(problems(path))}` }));
    }, limit);
  });
}

/** What a command takes for a task of the first folder. */
export function task(title: string, path = retryFile): TaskTarget {
  const folder = vscode.workspace.workspaceFolders?.[0];
  assert.ok(folder);
  return { folder: folder.uri.toString(), key: toKey(path), taskKey: toKey(`${path}#${title}`) };
}

/** A small progress file. */
export function progressFile(branch: string, ...rows: readonly string[]): string {
  return `# ${branch}\n\nBranch: \`${branch}\`\n\n| Task | Status | Owner |\n| --- | --- | --- |\n${rows.map((row) => `| ${row} |\n`).join('')}`;
}
