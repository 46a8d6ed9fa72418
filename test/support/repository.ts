import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { git, temporaryFolder } from './sample.mjs';

/** A git repository that a test makes and throws away. */
export class Repository {
  readonly parent: string;
  readonly root: string;

  constructor(...init: readonly string[]) {
    this.parent = temporaryFolder();
    this.root = join(this.parent, 'repo');
    mkdirSync(this.root);
    this.git('init', '--quiet', '--initial-branch=main', ...init);
    this.git('config', 'user.name', 'Maple');
    this.git('config', 'user.email', 'maple@example.org');
  }

  /** Runs git at noon of a day, in the folder of the repository. */
  git(...args: readonly string[]): string {
    return git(this.root, '2026-06-11T12:00:00Z', ...args);
  }

  /** Commits files as they are to be, on a day: `2026-06-12`, or with a time and a zone. Gives the commit. */
  commit(date: string, files: Readonly<Record<string, string>> = {}): string {
    for (const [path, text] of Object.entries(files)) this.write(path, text);
    const at = date.includes('T') ? date : `${date}T12:00:00Z`;
    git(this.root, at, 'add', '--all');
    git(this.root, at, 'commit', '--quiet', '--allow-empty', '--message', `Work of ${date}`);
    return this.head();
  }

  head(ref = 'HEAD'): string {
    return this.git('rev-parse', ref).trim();
  }

  write(path: string, text: string): void {
    mkdirSync(dirname(join(this.root, path)), { recursive: true });
    writeFileSync(join(this.root, path), text);
  }

  /** Another worktree beside the repository. */
  worktree(name: string, ...args: readonly string[]): string {
    const path = join(this.parent, name);
    this.git('worktree', 'add', '--quiet', path, ...args);
    return path;
  }

  dispose(): void {
    rmSync(this.parent, { recursive: true, force: true });
  }
}

/** A small progress file of a branch. */
export function progressOf(branch: string, ...rows: readonly string[]): string {
  return `# ${branch}\n\nBranch: \`${branch}\`\n\n| Task | Status | Owner |\n| --- | --- | --- |\n${rows.map((row) => `| ${row} |\n`).join('')}`;
}
