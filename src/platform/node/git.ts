import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import { join } from 'node:path';
import type { ConflictStages } from '../../core/model/merge.ts';
import { maximumSize } from './disk.ts';
import { createGitChanges, type GitChanges } from './gitChanges.ts';
import { comparePrograms, isOfRepository } from './gitConfiguration.ts';
import {
  findPresent,
  oid,
  readHeads,
  readObjects,
  type GitObject,
  type GitObjectHead,
  type LinkEnd,
} from './gitObjects.ts';
import { isExpected, runGit } from './gitProcess.ts';
import { gitCommonDirectory } from './lockPlace.ts';

/** More branches than this are not looked at: the ones with the latest commits are. */
export const mostRefs = 5000;

/** A line of for-each-ref, as text. */
export interface ListedRef {
  readonly ref: string;
  readonly commit: string;
  /** The commit's tree. */
  readonly tree: string;
  readonly upstream: string;
  /** Seconds since 1970. */
  readonly time: number;
  /** Where it is checked out; empty when nowhere. */
  readonly worktree: string;
  /** What a symbolic ref leads to: `refs/remotes/origin/main` for `origin/HEAD`. */
  readonly leadsTo: string;
}

/**
 * Git, for what the built-in extension does not tell: fixed verbs, and no text of a repository among the arguments but object
 * names, which are checked, paths behind `--`, and the name of a branch that a person asked for. Never before the workspace is
 * trusted. What reads runs no program that the repository names, and goes over no network.
 */
export interface Git extends GitChanges {
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
  /** A commit, its first parent, that one's, and so on, as many as are asked for: what a branch itself was at. */
  firstParents(folder: string, commit: string, most: number): Promise<readonly string[]>;
  /** Numbers of pull requests, by branch, as the GitHub tools leave them in the configuration. */
  pullRequests(folder: string): Promise<ReadonlyMap<string, number>>;
  /**
   * Objects by `<oid>` or `<oid>:<path>`, symbolic links on the way followed inside the tree, in the order of asking; undefined for
   * what is not there. One process for all, and undefined when it failed, as it does in a partial clone that lacks any of them.
   */
  objects(folder: string, names: readonly string[]): Promise<readonly (GitObject | undefined)[] | undefined>;
  /** The same without the content; for a link that leads to no object, where it ends. */
  heads(
    folder: string,
    names: readonly string[],
  ): Promise<readonly (GitObjectHead | LinkEnd | undefined)[] | undefined>;
  /** Which objects of these names the clone has: a partial one lacks some. */
  present(folder: string, names: readonly string[]): Promise<ReadonlySet<string> | undefined>;
  /**
   * The last commit that both come from; undefined when there is none. Here and below: what a shallow clone, which does not know
   * all commits, or a partial one, which has not all files, cannot tell is undefined too.
   */
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
  /** What a file held in the last commit of HEAD that changed another one; undefined without such a commit, or where it had no such file. */
  textAtChange(folder: string, changed: string, path: string): Promise<string | undefined>;
}

/** `log` hears why git gave no answer, where that is more than "there is none". */
export function createGit(log: (error: unknown) => void): Git {
  const askWhole = async (folder: string, ...args: readonly string[]): Promise<string | undefined> => {
    try {
      return await runGit({ folder, args });
    } catch (error) {
      if (!isExpected(error)) log(error);
      return undefined;
    }
  };
  const ask = async (folder: string, ...args: readonly string[]): Promise<string | undefined> => {
    const text = (await askWhole(folder, ...args))?.trim();
    return text === '' ? undefined : text;
  };
  const list = async (folder: string, ...args: readonly string[]): Promise<readonly string[] | undefined> =>
    (await askWhole(folder, ...args))?.split('\0').filter((each) => each !== '');
  const attempt = async <T>(read: () => Promise<T>): Promise<T | undefined> => {
    try {
      return await read();
    } catch (error) {
      if (!isExpected(error)) log(error);
      return undefined;
    }
  };
  const distance: Git['distance'] = async (folder, a, b) => {
    const both = `${oid(a)}...${oid(b)}`;
    if (isShallow(folder)) {
      const commits = (await askWhole(folder, 'rev-list', '--left-right', both, '--'))
        ?.split('\n')
        .slice(0, -1);
      if (
        commits === undefined ||
        !reachesEnd(
          folder,
          commits.map((each) => each.slice(1)),
        )
      )
        return undefined;
      const left = commits.filter((each) => each.startsWith('<')).length;
      return [left, commits.length - left];
    }
    const answer = await ask(folder, 'rev-list', '--count', '--left-right', both, '--');
    const [, left, right] = /^(\d+)\t(\d+)$/.exec(answer ?? '') ?? [];
    return left === undefined ? undefined : [Number(left), Number(right)];
  };
  return {
    // The short name would be another one where a tag has it too.
    branch: async (folder) =>
      /^refs\/heads\/(.+)$/s.exec((await ask(folder, 'symbolic-ref', '--quiet', 'HEAD')) ?? '')?.[1],
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
        // Not in this partial clone: without one of them, what they come from is not known.
        if (text === undefined) return undefined;
        texts.set(stage, text.replace(/^\uFEFF/, ''));
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
      const fields = [
        'refname',
        'objectname',
        'tree',
        'upstream',
        'committerdate:unix',
        'worktreepath',
        'symref',
      ];
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
        const [ref = '', commit = '', tree = '', upstream = '', time = '', worktree = '', leadsTo = ''] =
          parts.slice(i, i + fields.length);
        const name = ref.replace(/^\n/, '');
        refs.push({ ref: name, commit, tree, upstream, time: Number(time), worktree, leadsTo });
      }
      return refs;
    },
    containedIn: async (folder, commit) => {
      const args = [`--merged=${oid(commit)}`, '--format=%(refname)', 'refs/heads', 'refs/remotes'];
      return (await ask(folder, 'for-each-ref', ...args))?.split('\n') ?? [];
    },
    firstParents: async (folder, commit, most) =>
      (await ask(folder, 'rev-list', '--first-parent', `--max-count=${most}`, oid(commit), '--'))?.split(
        '\n',
      ) ?? [],
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
    objects: (folder, names) =>
      names.length === 0 ? Promise.resolve([]) : attempt(() => readObjects(folder, names)),
    heads: (folder, names) =>
      names.length === 0 ? Promise.resolve([]) : attempt(() => readHeads(folder, names)),
    present: (folder, names) =>
      names.length === 0 ? Promise.resolve(new Set()) : attempt(() => findPresent(folder, names)),
    mergeBase: async (folder, a, b) =>
      isShallow(folder) && (await distance(folder, a, b)) === undefined
        ? undefined
        : ask(folder, 'merge-base', oid(a), oid(b)),
    distance,
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
      const filters = await ask(folder, 'config', '--show-scope', '--get-regexp', comparePrograms);
      if (filters?.split('\n').some((line) => isOfRepository(line.split('\t')[0] ?? '')) === true)
        return undefined;
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
        list(folder, 'ls-files', '--others', '--exclude-standard', '-z'),
      ]);
      if (changed === undefined || added === undefined) return undefined;
      // A branch without a commit has nothing to compare with; anything else is a commit that this clone has not all of.
      if (
        staged === undefined &&
        (await ask(folder, 'rev-parse', '--verify', '--quiet', 'HEAD')) !== undefined
      )
        return undefined;
      return [...new Set([...reallyChanged(folder, changed), ...(staged ?? []), ...added])].sort();
    },
    firstDay: async (folder, from, to) => {
      const range = `${oid(from)}..${oid(to)}`;
      const answer = await ask(folder, 'log', '--first-parent', '--reverse', '--format=%H %as', range, '--');
      const commits = answer?.split('\n').map((line) => line.split(' ')) ?? [];
      return reachesEnd(
        folder,
        commits.map(([commit = '']) => commit),
      )
        ? commits[0]?.[1]
        : undefined;
    },
    lastChange: async (folder, commit, path) => {
      const found = await ask(folder, 'log', '-1', '--format=%H', oid(commit), '--', `:(literal)${path}`);
      // A commit whose parents are not known seems to have made everything.
      if (found === undefined || !reachesEnd(folder, [found])) return undefined;
      const range = `${oid(found)}..${oid(commit)}`;
      if (isShallow(folder)) {
        const after = (await askWhole(folder, 'rev-list', range, '--'))?.split('\n').slice(0, -1);
        if (after === undefined || !reachesEnd(folder, after)) return undefined;
      }
      const since = await ask(folder, 'rev-list', '--count', '--no-merges', range, '--');
      return since === undefined ? undefined : { commit: found, since: Number(since) };
    },
    textAtChange: async (folder, changed, path) => {
      if (gitCommonDirectory(folder) === undefined) return undefined;
      const head = await ask(folder, 'rev-parse', '--verify', '--quiet', 'HEAD');
      if (head === undefined) return undefined;
      const commit = await ask(folder, 'log', '-1', '--format=%H', oid(head), '--', `:(literal)${changed}`);
      if (commit === undefined || !reachesEnd(folder, [commit])) return undefined;
      const [entry = ''] = (await list(folder, 'ls-tree', '-z', oid(commit), '--', path)) ?? [];
      const [, blob] = /^100\d{3} blob ([0-9a-f]{40,64})\t/.exec(entry) ?? [];
      const text = blob === undefined ? undefined : await askWhole(folder, 'cat-file', 'blob', oid(blob));
      return text?.replace(/^\uFEFF/, '');
    },
    ...createGitChanges(log),
  };
}

/** The commits at which a shallow clone ends (gitrepository-layout(5)). */
function shallowCommits(folder: string): ReadonlySet<string> {
  const common = gitCommonDirectory(folder);
  const file = common === undefined ? undefined : join(common, 'shallow');
  return file !== undefined && fs.statSync(file, { throwIfNoEntry: false })?.isFile() === true
    ? new Set(fs.readFileSync(file, 'utf8').split('\n'))
    : new Set();
}

function isShallow(folder: string): boolean {
  return shallowCommits(folder).size > 0;
}

/** Whether git knows the parents of all these commits: of a list that is cut off nobody can say what is missing. */
function reachesEnd(folder: string, commits: readonly string[]): boolean {
  const ends = shallowCommits(folder);
  return ends.size === 0 || !commits.some((commit) => ends.has(commit));
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
