import { randomUUID } from 'node:crypto';
import { delimiter, isAbsolute } from 'node:path';
import { t } from '@vscode/l10n';
import { GitError, GitPluginError, simpleGit } from 'simple-git';

/** Milliseconds of silence after which a git that only reads is stopped. */
const readTimeout = 10_000;
/** The same for one that checks out or fetches: it may be busy, and stopped halfway it leaves half a checkout. */
const changeTimeout = 300_000;

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

function start({ folder, input, changes, access }: Run) {
  const variables = environment(access);
  if (changes === true) delete variables['GIT_OPTIONAL_LOCKS'];
  // Nobody reads what a git that reads has to say, except isExpected.
  else variables['LC_ALL'] = 'C';
  return simpleGit({
    baseDir: folder,
    timeout: { block: changes === true || access !== undefined ? changeTimeout : readTimeout },
    config: [...switchedOff, ...(access?.configuration ?? [])],
    unsafe,
    allowEnvironment: Object.keys(variables).filter((name) => /^git_/i.test(name)),
    ...(input === undefined ? {} : { input: () => input }),
  }).env(variables);
}

/** What git answers, as text. Rejects with {@link GitError} when it fails. */
export async function runGit(run: Run): Promise<string> {
  return start(run).raw([...run.args]);
}

/** What `git cat-file` answers, as bytes. */
export async function runCatFile(run: Run): Promise<Buffer> {
  const answer: unknown = await start(run).binaryCatFile([...run.args]);
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

/** Git's own words, without the word `fatal:`. */
export function describeFailure(error: unknown): string {
  if (error instanceof GitPluginError && error.plugin === 'timeout')
    return t('git did not answer for {0} seconds', changeTimeout / 1000);
  const text = error instanceof Error ? error.message : String(error);
  const line = text
    .split('\n')
    .map((each) => each.replace(/^(?:fatal|error|hint): /, '').trim())
    .find((each) => each !== '' && !each.startsWith('Preparing worktree'));
  return line ?? t('git gave no reason');
}
