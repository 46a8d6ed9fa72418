import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import { join } from 'node:path';
import { t } from '@vscode/l10n';
import { GitError, simpleGit } from 'simple-git';
import type { ConflictStages } from '../core/actions/resolveConflict.ts';
import { maximumSize } from './disk.ts';

/** Milliseconds after which a git that says nothing is given up. */
const timeout = 10_000;

/**
 * A repository's own configuration can name programs for git to run: these are the ones that the verbs below would start.
 * `log.showSignature` starts gpg.
 */
const harmless = [
  'core.fsmonitor=false',
  'core.hooksPath=/dev/null',
  'diff.external=',
  'core.pager=cat',
  'log.showSignature=false',
];

/** More branches than this are not looked at: the ones with the latest commits are. */
export const mostRefs = 5000;

/** A line of for-each-ref, as text. */
export interface ListedRef {
  readonly ref: string;
  readonly commit: string;
  readonly upstream: string;
  /** Seconds since 1970. */
  readonly time: number;
  /** Where it is checked out; empty when nowhere. */
  readonly worktree: string;
  /** What a symbolic ref leads to: `refs/remotes/origin/main` for `origin/HEAD`. */
  readonly leadsTo: string;
}

export interface GitObject {
  readonly type: string;
  readonly oid: string;
  readonly bytes: Uint8Array;
}

/** What became of a change of the repository: git's own words when it was not done. */
export type GitResult = { readonly kind: 'done' } | { readonly kind: 'failed'; readonly message: string };

/**
 * Git, for what the built-in extension does not tell: fixed verbs, and no text of a repository among the arguments but object
 * names, which are checked, paths behind `--`, and the name of a branch that a person asked for. Never before the workspace is
 * trusted, and never over a network.
 */
export interface Git {
  /** The branch that is checked out; undefined when HEAD is detached, or there is no repository or no git. */
  branch(folder: string): Promise<string | undefined>;
  /** `user.name` as configured for the folder. */
  userName(folder: string): Promise<string | undefined>;
  /** What git ignores below the folder, relative to it; a folder that is ignored as a whole ends with `/`. */
  ignored(folder: string): Promise<readonly string[]>;
  /** The versions of a file that git could not merge; undefined when it could. `path` is relative to the folder. */
  stages(folder: string, path: string): Promise<ConflictStages | undefined>;
  /** `name` and fetch URL of every remote, as configured. */
  remotes(folder: string): Promise<readonly { readonly name: string; readonly url: string }[]>;
  /** Local and remote-tracking branches, the latest commit first; undefined where there is no repository. */
  refs(folder: string): Promise<readonly ListedRef[] | undefined>;
  /** Full names of the refs whose commits a commit has all of. */
  containedIn(folder: string, commit: string): Promise<readonly string[]>;
  /** Numbers of pull requests, by branch, as the GitHub tools leave them in the configuration. */
  pullRequests(folder: string): Promise<ReadonlyMap<string, number>>;
  /**
   * Objects by `<oid>` or `<oid>:<path>`, in the order of asking; undefined for what is not there. One process for all, and
   * undefined when it failed.
   */
  objects(folder: string, names: readonly string[]): Promise<readonly (GitObject | undefined)[] | undefined>;
  /** Object name and size of the same, without their content. */
  sizes(
    folder: string,
    names: readonly string[],
  ): Promise<readonly ({ readonly oid: string; readonly size: number } | undefined)[] | undefined>;
  /** The last commit that both come from; undefined when there is none, or a shallow clone does not know it. */
  mergeBase(folder: string, a: string, b: string): Promise<string | undefined>;
  /** How many commits only `a` has, and only `b`. */
  distance(folder: string, a: string, b: string): Promise<readonly [number, number] | undefined>;
  /** Paths from the top of the worktree that are different in two commits. */
  changedBetween(folder: string, a: string, b: string): Promise<readonly string[] | undefined>;
  /**
   * Paths below the folder, relative to it, with changes that are not committed; those of ignored files are left out. Undefined
   * where the repository's own configuration names filters, which git would run to find out.
   */
  uncommitted(folder: string): Promise<readonly string[] | undefined>;
  /** `yyyy-mm-dd` of the oldest first-parent commit in `from..to`, as its author wrote it; undefined when there is none. */
  firstDay(folder: string, from: string, to: string): Promise<string | undefined>;
  /** The last commit up to `commit` that changed a path (relative to the folder), and how many came after it. */
  lastChange(
    folder: string,
    commit: string,
    path: string,
  ): Promise<{ readonly commit: string; readonly since: number } | undefined>;
  createBranch(folder: string, name: string, commit: string): Promise<GitResult>;
  switchTo(folder: string, name: string): Promise<GitResult>;
  /** Makes a branch and a worktree for it at `path`, or neither. */
  createWorktree(folder: string, path: string, name: string, commit: string): Promise<GitResult>;
}

const objectName = /^[0-9a-f]{40}(?:[0-9a-f]{24})?$/;

/** An argument that is surely an object name. */
function oid(name: string): string {
  if (!objectName.test(name)) throw new Error(`not an object name: ${name}`);
  return name;
}

/** `log` hears why git gave no answer, where that is more than "there is none". */
export function createGit(log: (error: unknown) => void): Git {
  const git = (baseDir: string, input?: string) =>
    simpleGit({
      baseDir,
      timeout: { block: timeout },
      config: harmless,
      // What is switched off here, by the names of what could be switched on.
      unsafe: {
        allowUnsafeFsMonitor: true,
        allowUnsafeHooksPath: true,
        allowUnsafeDiffExternal: true,
        allowUnsafePager: true,
      },
      ...(input === undefined ? {} : { input: () => input }),
    });
  const askWhole = async (folder: string, ...args: readonly string[]): Promise<string | undefined> => {
    try {
      // `--no-optional-locks`, as arguments: the environment of a child is simple-git's to clean.
      return await git(folder).raw(['--no-optional-locks', ...args]);
    } catch (error) {
      // A non-zero exit without a word is git's way to say "there is none".
      if (!(error instanceof GitError && error.message.trim() === '')) log(error);
      return undefined;
    }
  };
  const ask = async (folder: string, ...args: readonly string[]): Promise<string | undefined> => {
    const text = (await askWhole(folder, ...args))?.trim();
    return text === '' ? undefined : text;
  };
  const list = async (folder: string, ...args: readonly string[]): Promise<readonly string[] | undefined> =>
    (await askWhole(folder, ...args))?.split('\0').filter((each) => each !== '');
  const change = async (folder: string, ...args: readonly string[]): Promise<GitResult> => {
    try {
      await git(folder).raw([...args]);
      return { kind: 'done' };
    } catch (error) {
      return { kind: 'failed', message: describe(error) };
    }
  };
  /** Names that hold a line end would be two. */
  const batch = async (folder: string, mode: string, names: readonly string[]): Promise<Buffer> => {
    const lines = names.map((name) => (/^[0-9a-f]{40,64}(?::[^\n\0]+)?$/.test(name) ? name : '-'));
    const answer: unknown = await git(folder, `${lines.join('\n')}\n`).binaryCatFile([mode]);
    return answer as Buffer;
  };
  return {
    branch: (folder) => ask(folder, 'symbolic-ref', '--quiet', '--short', 'HEAD'),
    userName: (folder) => ask(folder, 'config', '--get', 'user.name'),
    ignored: async (folder) =>
      (await list(folder, 'ls-files', '--others', '--ignored', '--exclude-standard', '--directory', '-z')) ??
      [],
    stages: async (folder, path) => {
      const entries = await list(folder, 'ls-files', '--unmerged', '-z', '--', `:(literal)${path}`);
      const texts = new Map<string, string>();
      for (const entry of entries ?? []) {
        const [, blob, stage] = /^\d+ ([0-9a-f]{40,64}) ([123])\t/.exec(entry) ?? [];
        if (blob === undefined || stage === undefined) continue;
        const text = await askWhole(folder, 'cat-file', 'blob', blob);
        if (text !== undefined) texts.set(stage, text.replace(/^\uFEFF/, ''));
      }
      const ours = texts.get('2');
      const theirs = texts.get('3');
      // Removed by one of them: nothing that could be merged by cells.
      return ours === undefined || theirs === undefined ? undefined : { base: texts.get('1'), ours, theirs };
    },
    remotes: async (folder) => {
      const answer = await ask(folder, 'config', '--get-regexp', '^remote\\..*\\.url$');
      return (answer ?? '').split('\n').flatMap((line) => {
        const match = /^remote\.(.+)\.url (.+)$/.exec(line);
        return match?.[1] === undefined || match[2] === undefined ? [] : [{ name: match[1], url: match[2] }];
      });
    },
    refs: async (folder) => {
      const fields = ['refname', 'objectname', 'upstream', 'committerdate:unix', 'worktreepath', 'symref'];
      const answer = await askWhole(
        folder,
        'for-each-ref',
        '--sort=-committerdate',
        `--count=${mostRefs}`,
        `--format=${fields.map((field) => `%(${field})%00`).join('')}`,
        'refs/heads',
        'refs/remotes',
      );
      if (answer === undefined) return undefined;
      const parts = answer.split('\0');
      const refs: ListedRef[] = [];
      // Each record ends with a line end behind its last NUL.
      for (let i = 0; i + fields.length < parts.length; i += fields.length) {
        const [ref = '', commit = '', upstream = '', time = '', worktree = '', leadsTo = ''] = parts.slice(i);
        refs.push({ ref: ref.replace(/^\n/, ''), commit, upstream, time: Number(time), worktree, leadsTo });
      }
      return refs;
    },
    containedIn: async (folder, commit) => {
      const args = [`--merged=${oid(commit)}`, '--format=%(refname)', 'refs/heads', 'refs/remotes'];
      return (await ask(folder, 'for-each-ref', ...args))?.split('\n') ?? [];
    },
    pullRequests: async (folder) => {
      // `gh pr checkout` follows the request's own ref; the GitHub extension writes `owner#repo#12`.
      const answer = await ask(
        folder,
        'config',
        '-z',
        '--get-regexp',
        '^branch\\..*\\.(merge|github-pr-owner-number)$',
      );
      const found = new Map<string, number>();
      for (const entry of answer?.split('\0') ?? []) {
        const [, branch, value = ''] =
          /^branch\.(.+)\.(?:merge|github-pr-owner-number)\n(.*)$/s.exec(entry) ?? [];
        const number = /^refs\/(?:pull|merge-requests)\/(\d{1,9})\/head$|#(\d{1,9})$/.exec(value);
        if (branch !== undefined && number !== null) found.set(branch, Number(number[1] ?? number[2]));
      }
      return found;
    },
    objects: async (folder, names) => {
      if (names.length === 0) return [];
      try {
        return readBatch(await batch(folder, '--batch', names), names.length);
      } catch (error) {
        log(error);
        return undefined;
      }
    },
    sizes: async (folder, names) => {
      if (names.length === 0) return [];
      try {
        const lines = (await batch(folder, '--batch-check', names)).toString('utf8').split('\n');
        return names.map((_, i) => {
          const [, name, size] = /^([0-9a-f]{40,64}) \w+ (\d+)$/.exec(lines[i] ?? '') ?? [];
          return name === undefined ? undefined : { oid: name, size: Number(size) };
        });
      } catch (error) {
        log(error);
        return undefined;
      }
    },
    mergeBase: (folder, a, b) => ask(folder, 'merge-base', oid(a), oid(b)),
    distance: async (folder, a, b) => {
      const answer = await ask(folder, 'rev-list', '--count', '--left-right', `${oid(a)}...${oid(b)}`, '--');
      const [, left, right] = /^(\d+)\t(\d+)$/.exec(answer ?? '') ?? [];
      return left === undefined ? undefined : [Number(left), Number(right)];
    },
    changedBetween: (folder, a, b) =>
      list(
        folder,
        'diff-tree',
        '-r',
        '-z',
        '--name-only',
        '--no-ext-diff',
        '--no-textconv',
        oid(a),
        oid(b),
        '--',
      ),
    uncommitted: async (folder) => {
      // To compare contents git may run the filters of a repository's own configuration: those of the user are the user's.
      const filters = await ask(
        folder,
        'config',
        '--show-scope',
        '--get-regexp',
        '^filter\\..*\\.(clean|process)$',
      );
      if (/^(?:local|worktree)\t/m.test(filters ?? '')) return undefined;
      const [changed, staged, added] = await Promise.all([
        list(
          folder,
          'diff-files',
          '-z',
          '--raw',
          '--no-abbrev',
          '--relative',
          '--ignore-submodules',
          '--',
          '.',
        ),
        list(
          folder,
          'diff-index',
          '--cached',
          '-z',
          '--name-only',
          '--relative',
          '--ignore-submodules',
          'HEAD',
          '--',
          '.',
        ),
        list(folder, 'ls-files', '--others', '--exclude-standard', '--directory', '-z'),
      ]);
      if (changed === undefined || added === undefined) return undefined;
      return [...new Set([...reallyChanged(folder, changed), ...(staged ?? []), ...added])].sort();
    },
    firstDay: async (folder, from, to) => {
      const range = `${oid(from)}..${oid(to)}`;
      const answer = await ask(folder, 'log', '--first-parent', '--reverse', '--format=%as', range, '--');
      return answer?.split('\n')[0];
    },
    lastChange: async (folder, commit, path) => {
      const found = await ask(folder, 'log', '-1', '--format=%H', oid(commit), '--', `:(literal)${path}`);
      if (found === undefined) return undefined;
      const since = await ask(
        folder,
        'rev-list',
        '--count',
        '--no-merges',
        `${oid(found)}..${oid(commit)}`,
        '--',
      );
      return since === undefined ? undefined : { commit: found, since: Number(since) };
    },
    createBranch: (folder, name, commit) => change(folder, 'branch', '--no-track', name, oid(commit)),
    switchTo: (folder, name) => change(folder, 'switch', '--no-guess', name),
    createWorktree: (folder, path, name, commit) =>
      change(folder, 'worktree', 'add', '--no-track', '-b', name, '--', path, oid(commit)),
  };
}

/** So many files are looked into; more are taken for changed. */
const mostLookedInto = 200;

/**
 * Paths of `diff-files --raw -z`, pairs of `:100644 100644 <oid> <zeros> M` and a path, without files that were only touched:
 * git itself finds out only when it refreshes the index.
 */
function* reallyChanged(folder: string, raw: readonly string[]): Iterable<string> {
  for (let i = 0; i + 1 < raw.length; i += 2) {
    const [, blob, kind] = /^:\d+ \d+ ([0-9a-f]+) [0-9a-f]+ ([A-Z])/.exec(raw[i] ?? '') ?? [];
    const path = raw[i + 1] ?? '';
    const touched =
      i / 2 < mostLookedInto &&
      kind === 'M' &&
      blob !== undefined &&
      blobOf(join(folder, path), blob) === blob;
    if (!touched) yield path;
  }
}

/** The object name of a file's content as it is, in the manner of another one (git-hash-object(1), without filters). */
function blobOf(path: string, like: string): string | undefined {
  const stats = fs.statSync(path, { throwIfNoEntry: false });
  if (stats?.isFile() !== true || stats.size > maximumSize) return undefined;
  return createHash(like.length === 64 ? 'sha256' : 'sha1')
    .update(`blob ${stats.size}\0`)
    .update(fs.readFileSync(path))
    .digest('hex');
}

/** The answer of `cat-file --batch` (git-cat-file(1)): a header, the content and a line end for each name. */
function readBatch(answer: Buffer, count: number): (GitObject | undefined)[] {
  const objects: (GitObject | undefined)[] = [];
  for (let at = 0; objects.length < count;) {
    const end = answer.indexOf(0x0a, at);
    if (end < 0) throw new Error('git cat-file gave fewer objects than were asked for');
    const [, name, type, size] =
      /^([0-9a-f]{40,64}) (\w+) (\d+)$/.exec(answer.toString('utf8', at, end)) ?? [];
    at = end + 1;
    if (name === undefined || type === undefined) {
      objects.push(undefined);
      continue;
    }
    const next = at + Number(size);
    objects.push({ oid: name, type, bytes: answer.subarray(at, next) });
    at = next + 1;
  }
  return objects;
}

/** Git's own words, without the word `fatal:`. */
function describe(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  const line = text
    .split('\n')
    .map((each) => each.replace(/^(?:fatal|error|hint): /, '').trim())
    .find((each) => each !== '' && !each.startsWith('Preparing worktree'));
  return line ?? t('git gave no reason');
}
