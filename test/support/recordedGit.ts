import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import { delimiter, join } from 'node:path';

/** A git that writes down how it is called, before all others on the path. */
export class RecordedGit {
  readonly #folder: string;
  readonly #path = process.env['PATH'] ?? '';

  constructor(parent: string) {
    this.#folder = join(parent, 'recorded');
    mkdirSync(this.#folder);
    const real = execFileSync('sh', ['-c', 'command -v git'], { encoding: 'utf8' }).trim();
    const log = join(this.#folder, 'log');
    const file = join(this.#folder, 'git');
    // Each argument ends with an ESC, each call with a line end: no name of a branch holds the first.
    writeFileSync(
      file,
      `#!/bin/sh\n{ for a in "$@"; do printf '%s\\033' "$a"; done; printf '\\n'; } >> '${log}'\nexec '${real}' "$@"\n`,
    );
    chmodSync(file, 0o755);
    process.env['PATH'] = `${this.#folder}${delimiter}${this.#path}`;
  }

  /** The arguments of each call so far, the configuration in front left out; forgets them. */
  calls(): string[][] {
    const log = join(this.#folder, 'log');
    if (!existsSync(log)) return [];
    const calls = readFileSync(log, 'utf8')
      .split('\u001b\n')
      .filter((line) => line !== '')
      .map((line) => line.split('\u001b'));
    rmSync(log);
    return calls.map((args) => {
      let from = 0;
      while (args[from] === '-c') from += 2;
      return args.slice(from).filter((arg) => arg !== '--no-optional-locks');
    });
  }

  dispose(): void {
    process.env['PATH'] = this.#path;
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
