import { execFile, execFileSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { progressOf, Repository } from './repository.ts';
import { git, temporaryFolder } from './sample.mjs';

const at = '2026-06-11T12:00:00Z';

/** A partial clone: `main` is checked out, the files of `feat/x` were never fetched. Its configuration is for a test to spoil. */
export class PartialClone {
  readonly origin: Repository;
  readonly root: string;
  readonly #parent: string;

  private constructor(origin: Repository, parent: string) {
    this.origin = origin;
    this.#parent = parent;
    this.root = join(parent, 'clone');
  }

  static make(filter = 'blob:none'): PartialClone {
    const origin = new Repository();
    origin.commit('2026-06-01', {
      'spec/s.md': '# S\n\n- **FR-1** One.\n',
      'src/a.ts': 'a\n',
      'tracking/backlog/b.md': '# B\n',
      'tracking/progress/2026-06-01-main.md': progressOf('main', 'One | todo | -'),
      '.gitattributes': 'src/* filter=evil diff=evil merge=evil\n',
    });
    origin.git('switch', '--quiet', '--create', 'feat/x');
    origin.commit('2026-06-02', {
      'src/a.ts': 'changed on feat/x\n',
      'tracking/progress/2026-06-02-feat-x.md': progressOf('feat/x', 'Two | wip | maple'),
    });
    sign(origin);
    origin.git('switch', '--quiet', 'main');
    origin.git('config', 'uploadpack.allowFilter', 'true');
    origin.git('config', 'uploadpack.allowAnySHA1InWant', 'true');
    git(origin.parent, at, 'clone', '--quiet', `--filter=${filter}`, `file://${origin.root}`, 'clone');
    const clone = new PartialClone(origin, origin.parent);
    clone.git('config', 'user.name', 'Maple');
    clone.git('config', 'user.email', 'maple@example.org');
    return clone;
  }

  /** Another clone of the same, to be spoilt. */
  copy(): PartialClone {
    const copied = new PartialClone(this.origin, temporaryFolder());
    cpSync(this.root, copied.root, { recursive: true });
    return copied;
  }

  git(...args: readonly string[]): string {
    return git(this.root, at, ...args);
  }

  /** Runs git as somebody in a terminal would, and does not mind when it fails. */
  async plain(...args: readonly string[]): Promise<void> {
    const env = { ...process.env, GIT_CONFIG_GLOBAL: '/dev/null', GIT_TERMINAL_PROMPT: '0' };
    await new Promise<void>((resolve) => {
      const child = execFile('git', args, { cwd: this.root, env, timeout: 20_000 }, () => {
        resolve();
      });
      // It may be gone before it reads.
      child.stdin?.on('error', () => undefined);
      child.stdin?.end('q\n');
    });
  }

  /** The path of a program that leaves a mark, then does as it is told. */
  program(then = 'exit 1'): string {
    const path = join(this.#parent, 'program');
    writeFileSync(path, `#!/bin/sh\ntouch '${this.#mark}'\n${then}\n`);
    chmodSync(path, 0o755);
    return path;
  }

  /** The same as a hook. */
  hook(name: string): void {
    const hooks = join(this.root, '.git/hooks');
    mkdirSync(hooks, { recursive: true });
    symlinkSync(this.program('exit 0'), join(hooks, name));
  }

  get #mark(): string {
    return join(this.#parent, 'mark');
  }

  /** Whether the program ran. */
  get ran(): boolean {
    return existsSync(this.#mark);
  }

  /** Whether the clone has an object, without fetching it. */
  has(name: string): boolean {
    const oid = this.origin.head(name);
    const known = this.git('cat-file', '--batch-all-objects', '--batch-check=%(objectname)');
    return known.split('\n').includes(oid);
  }

  exists(path: string): boolean {
    return existsSync(join(this.root, path));
  }

  /** The folder that the clone is in. */
  get parent(): string {
    return this.#parent;
  }

  dispose(): void {
    if (this.#parent === this.origin.parent) this.origin.dispose();
    else rmSync(this.#parent, { recursive: true });
  }
}

/** Makes the last commit look signed: nobody checks it unless git is told to. */
function sign(origin: Repository): void {
  const [head = '', ...message] = origin.git('cat-file', 'commit', 'HEAD').split('\n\n');
  const signature = 'gpgsig -----BEGIN PGP SIGNATURE-----\n \n AAAA\n -----END PGP SIGNATURE-----';
  const commit = execFileSync('git', ['hash-object', '-t', 'commit', '-w', '--stdin'], {
    cwd: origin.root,
    encoding: 'utf8',
    input: `${head}\n${signature}\n\n${message.join('\n\n')}`,
  });
  origin.git('reset', '--quiet', '--hard', commit.trim());
}

/** A server that asks for a password, for whoever comes. */
export async function startLocked(): Promise<{
  readonly url: string;
  close(): Promise<void>;
  asked(): number;
}> {
  let asked = 0;
  const server = createServer((_, response) => {
    asked++;
    response.writeHead(401, { 'WWW-Authenticate': 'Basic realm="x"' }).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' ? (address?.port ?? 0) : 0;
  return {
    url: `http://127.0.0.1:${port}/x.git`,
    asked: () => asked,
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}
