import { GitError, simpleGit } from 'simple-git';
import type { ConflictStages } from '../core/actions/resolveConflict.ts';

/** Milliseconds after which a git that says nothing is given up. */
const timeout = 5000;

/**
 * Git, for what the built-in extension does not tell: fixed verbs, no text of a repository among the arguments,
 * and never before the workspace is trusted (a repository's configuration can name programs to run).
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
}

/** `log` hears why git gave no answer, where that is more than "there is none". */
export function createGit(log: (error: unknown) => void): Git {
  const askWhole = async (folder: string, ...args: readonly string[]): Promise<string | undefined> => {
    try {
      // `--no-optional-locks`, as arguments: the environment of a child is simple-git's to clean.
      return await simpleGit({ baseDir: folder, timeout: { block: timeout } }).raw([
        '--no-optional-locks',
        ...args,
      ]);
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
  return {
    branch: (folder) => ask(folder, 'symbolic-ref', '--quiet', '--short', 'HEAD'),
    userName: (folder) => ask(folder, 'config', '--get', 'user.name'),
    ignored: async (folder) => {
      const answer = await ask(
        folder,
        'ls-files',
        '--others',
        '--ignored',
        '--exclude-standard',
        '--directory',
        '-z',
      );
      return answer?.split('\0').filter((path) => path !== '') ?? [];
    },
    stages: async (folder, path) => {
      const answer = await ask(folder, 'ls-files', '--unmerged', '-z', '--', `:(literal)${path}`);
      const texts = new Map<string, string>();
      for (const entry of answer?.split('\0') ?? []) {
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
  };
}
