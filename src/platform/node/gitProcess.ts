import { AsyncLocalStorage } from 'node:async_hooks';
import type { ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { subscribe } from 'node:diagnostics_channel';
import { delimiter, isAbsolute } from 'node:path';
import { GitError, GitPluginError, simpleGit } from 'simple-git';
import type { Coded } from '../../core/model/codes/coded.ts';
import type { GitFailures, WhyGitNotStarted } from '../../core/model/codes/git.ts';
import { codeOf, isDirectory, textOf } from './disk.ts';

/** Milliseconds of silence after which a git that only reads is stopped. */
const readTimeout = 10_000;
/** The same for one that checks out or fetches: it may be busy, and stopped halfway it leaves half a checkout. */
const changeTimeout = 300_000;
/** The same for pipes that are still open after git itself has ended. */
const pipesTimeout = 2000;

/**
 * Configuration that would make git start a program or other work of its own. The command line wins over every file, those that
 * are included too. What belongs to a name of the repository's choice (filters, remotes) cannot be switched off here: see
 * gitConfiguration.ts.
 */
const switchedOff = [
  'core.fsmonitor=false',
  'core.hooksPath=/dev/null',
  'core.pager=cat',
  'core.askPass=',
  'core.alternateRefsCommand=true',
  'diff.external=',
  'log.showSignature=false',
  'submodule.recurse=false',
  'gc.auto=0',
  'maintenance.auto=false',
];

/** The names under which simple-git knows what is set above and in {@link Access}: here it only makes things safer. */
const unsafe = {
  allowUnsafeAskPass: true,
  allowUnsafeConfigPaths: true,
  allowUnsafeCredentialHelper: true,
  allowUnsafeDiffExternal: true,
  allowUnsafeFsMonitor: true,
  allowUnsafeHooksPath: true,
  allowUnsafePager: true,
  allowUnsafeSshCommand: true,
};

/** Variables that name programs; all that begin with `GIT_` are left out too. */
const programs = /^(?:git_.*|.*askpass.*|editor|visual|pager|prefix)$/i;
/** Where the person's own configuration is: what it says counts as in a terminal. */
const ownFiles = /^git_config_(?:global|system|nosystem)$/i;

/** What a git that may reach the remotes gets in addition. */
export interface Access {
  /** `key=value`, for `-c`. */
  readonly configuration: readonly string[];
}

/** How one git is run. */
export interface Run {
  readonly folder: string;
  readonly args: readonly string[];
  /** For its standard input. */
  readonly input?: string;
  /** It changes files or refs, and may take longer. */
  readonly changes?: true;
  /** Without this nothing goes over the network. */
  readonly access?: Access;
}

/**
 * The environment of a git. `GIT_NO_LAZY_FETCH` keeps it from fetching what a partial clone lacks; older versions know only the
 * list of allowed protocols (git(1)). The one that stands there has a name that nobody can guess: for a protocol `x` git runs
 * `git remote-x`, which a repository's alias could be.
 */
function environment(access: Access | undefined): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const [name, value] of Object.entries(process.env))
    if (value !== undefined && (!programs.test(name) || ownFiles.test(name)))
      // A relative entry would find programs in the repository.
      kept[name] = /^path$/i.test(name)
        ? value
            .split(delimiter)
            .filter((each) => isAbsolute(each))
            .join(delimiter)
        : value;
  const reach =
    access === undefined
      ? { GIT_NO_LAZY_FETCH: '1', GIT_ALLOW_PROTOCOL: `none-${randomUUID()}` }
      : { GIT_ALLOW_PROTOCOL: 'https:ssh' };
  return { ...kept, ...reach, GIT_OPTIONAL_LOCKS: '0', GIT_TERMINAL_PROMPT: '0' };
}

/** No process came into being, so there is no answer of git. */
export class GitNotStarted extends Error {
  readonly why: WhyGitNotStarted;

  constructor(folder: string, cause: unknown) {
    super(`git cannot be started in ${folder}: ${textOf(cause)}`, { cause });
    this.why = whyNotStarted(folder, cause);
  }
}

/** What an error says where a signal ended git. No class of its own: that would load simple-git with this file. */
const stopped = 'git was stopped before it finished';

function whyNotStarted(folder: string, cause: unknown): WhyGitNotStarted {
  // The system reports a missing folder as if the program were missing.
  if (!isDirectory(folder)) return { reason: 'noFolder', folder };
  switch (codeOf(cause)) {
    case 'ENOENT':
      return { reason: 'notInstalled' };
    case 'EACCES':
    case 'EPERM':
      return { reason: 'denied' };
    case 'EMFILE':
    case 'ENFILE':
      return { reason: 'tooManyFiles' };
    case 'EAGAIN':
    case 'ENOMEM':
      return { reason: 'tooManyProcesses' };
    default:
      return { reason: 'other', text: textOf(cause) };
  }
}

/** The process of one run, as soon as Node has made it. */
interface Attempt {
  child?: ChildProcess;
  error?: Error;
}

/**
 * simple-git listens to a process only after it has looked at its pipes, and one that could not be started has none: its error
 * would reach nobody and end this process. So whoever runs git listens first; the context tells our processes from those of others.
 */
const attempts = new AsyncLocalStorage<Attempt>();
subscribe('child_process', (message) => {
  const attempt = attempts.getStore();
  if (attempt === undefined) return;
  const { process: child } = message as { readonly process: ChildProcess };
  attempt.child = child;
  child.once('error', (error) => {
    attempt.error = error;
  });
  child.once('exit', () => {
    // A process that git left running may keep the pipes open; all that git wrote was read long before.
    const timer = setTimeout(() => {
      child.stdout?.destroy();
      child.stderr?.destroy();
    }, pipesTimeout);
    child.once('close', () => {
      clearTimeout(timer);
    });
  });
});

/** Runs git, and rejects with {@link GitNotStarted} when there was no process. */
async function withProcess<T>(run: Run, use: (git: ReturnType<typeof prepare>) => Promise<T>): Promise<T> {
  const attempt: Attempt = {};
  try {
    return await attempts.run(attempt, () => use(prepare(run)));
  } catch (error) {
    // A run without a process fails before Node reports why.
    if (attempt.child !== undefined && attempt.error === undefined)
      await new Promise((resolve) => setImmediate(resolve));
    if (attempt.child?.pid === undefined) throw new GitNotStarted(run.folder, attempt.error ?? error);
    throw error;
  }
}

function prepare({ folder, input, changes, access }: Run) {
  const variables = environment(access);
  if (changes === true) delete variables['GIT_OPTIONAL_LOCKS'];
  // Nobody reads what a git that reads has to say, except isExpected.
  else variables['LC_ALL'] = 'C';
  return simpleGit({
    baseDir: folder,
    timeout: { block: changes === true || access !== undefined ? changeTimeout : readTimeout },
    // Its own default takes what has arrived 50 ms after the end: on a busy thread that is half an answer.
    completion: { onClose: true, onExit: false },
    // Its own default takes an end without a word, or by a signal, for success, and the answer for part of the reason.
    errors: (error, { exitCode, stdErr }) => {
      if (exitCode === 0 || error instanceof GitPluginError) return error;
      // Without an exit code a signal ended it; then no word does not mean that there is none.
      return typeof exitCode === 'number' ? Buffer.concat(stdErr) : new GitError(undefined, stopped);
    },
    config: [...switchedOff, ...(access?.configuration ?? [])],
    unsafe,
    allowEnvironment: Object.keys(variables).filter((name) => /^git_/i.test(name)),
    ...(input === undefined ? {} : { input: () => input }),
  }).env(variables);
}

/** What git answers, as text. Rejects with git's words when it fails, with {@link GitNotStarted} when it cannot run. */
export async function runGit(run: Run): Promise<string> {
  return withProcess(run, (git) => git.raw([...run.args]));
}

/** What `git cat-file` answers, as bytes. Rejects like {@link runGit}. */
export async function runCatFile(run: Run): Promise<Buffer> {
  const answer: unknown = await withProcess(run, (git) => git.binaryCatFile([...run.args]));
  return answer as Buffer;
}

/**
 * Whether git only says that there is none: a non-zero exit without a word, or what a partial clone says that is not to fetch what
 * it lacks.
 */
export function isExpected(error: unknown): boolean {
  if (!(error instanceof GitError)) return false;
  const { message } = error;
  return message.trim() === '' || /lazy fetching|promisor remote/.test(message);
}

/** Why git did not do it: in its own words, without the word `fatal:`, where it has some. */
export function failureOf(error: unknown): Coded<GitFailures> {
  if (error instanceof GitNotStarted) return { code: 'git.notStarted', data: error.why };
  if (error instanceof GitError && error.message === stopped) return { code: 'git.stopped', data: {} };
  if (error instanceof GitPluginError && error.plugin === 'timeout')
    return { code: 'git.silent', data: { seconds: changeTimeout / 1000 } };
  const line = textOf(error)
    .split('\n')
    .map((each) => each.replace(/^(?:fatal|error|hint): /, '').trim())
    .find((each) => each !== '' && !each.startsWith('Preparing worktree'));
  return line === undefined ? { code: 'git.noReason', data: {} } : { code: 'git.said', data: { text: line } };
}
