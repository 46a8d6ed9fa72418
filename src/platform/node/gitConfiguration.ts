import type { Access } from './gitProcess.ts';

/** One value of git's configuration. */
interface Setting {
  /** `system`, `global`, `local`, `worktree`; what a file includes has the scope of that file (git-config(1)). */
  readonly scope: string;
  /** Section and last part in small letters: `remote.Origin.promisor`. */
  readonly key: string;
  readonly value: string;
}

/** What a repository's configuration has to say where a person has files checked out. */
export interface Configuration {
  /** The repository names programs that git runs on the files that it checks out. */
  readonly namesPrograms: boolean;
  /** The repository says where its files are. */
  readonly namesWorktree: boolean;
  /** Objects may be missing that a remote has promised. */
  readonly isPartial: boolean;
  /** Files that are not wanted are not checked out. */
  readonly isSparse: boolean;
  /** How remotes are reached without a program that the repository names; undefined when that cannot be. */
  readonly access: Access | undefined;
}

/** Filters, also those inside of Git LFS, and hooks (githooks(5)). */
const checkoutPrograms =
  /^(?:filter\..*\.(?:smudge|process)|hook\..*\.command|lfs\.(?:extension|customtransfer)\..*)$/s;

/** What git runs to compare a file with what is committed. */
export const comparePrograms = String.raw`^(filter\..*\.(clean|process)|lfs\.extension\..*)$`;

/**
 * What cannot be replaced by the person's own configuration, because it belongs to a URL or a remote. `git remote-ssh`, which
 * is no command of git, can be an alias; a proxy, cookies and certificates are files and servers of the repository's choice.
 */
const networkPrograms =
  /^(?:alias\.remote-.*|http\..*|credential\..+\.helper|remote\..*\.(?:uploadpack|vcs|proxy|proxyauthmethod))$/s;

/** Whether a scope is the repository's; one that is not known is. */
export function isOfRepository(scope: string): boolean {
  return scope !== 'system' && scope !== 'global';
}

/** Reads `git config --list --show-scope -z`; what stands on the command line is ours. */
export function readConfiguration(
  listed: readonly string[],
  ownSshCommand: string | undefined,
): Configuration {
  const settings: Setting[] = [];
  for (let i = 0; i + 1 < listed.length; i += 2) {
    const [scope = '', entry = ''] = listed.slice(i);
    const end = entry.indexOf('\n');
    // A key without a value is true.
    const [key, value] = end < 0 ? [entry, 'true'] : [entry.slice(0, end), entry.slice(end + 1)];
    if (scope !== 'command') settings.push({ scope, key, value });
  }
  const repository = settings.filter(({ scope }) => isOfRepository(scope));
  const person = settings.filter(({ scope }) => !isOfRepository(scope));
  const names = (pattern: RegExp): boolean => repository.some(({ key }) => pattern.test(key));
  const ssh = ownSshCommand ?? person.findLast(({ key }) => key === 'core.sshcommand')?.value ?? 'ssh';
  const helpers = person.filter(({ key }) => /^credential\.(?:.+\.)?helper$/s.test(key));
  return {
    namesPrograms: names(checkoutPrograms),
    namesWorktree: names(/^core\.worktree$/),
    isPartial: settings.some(
      ({ key, value }) =>
        key === 'extensions.partialclone' || (/^remote\..*\.promisor$/s.test(key) && isTrue(value)),
    ),
    isSparse: settings.findLast(({ key }) => key === 'core.sparsecheckout')?.value === 'true',
    access: names(networkPrograms)
      ? undefined
      : {
          configuration: [
            `core.sshCommand=${withoutQuestions(ssh)}`,
            // An empty one forgets those before it, whatever URL they are for.
            'credential.helper=',
            ...helpers.filter(({ key }) => !key.includes('=')).map(({ key, value }) => `${key}=${value}`),
          ],
        },
  };
}

/** OpenSSH fails where it would ask: nobody could answer. Other programs are left as the person has them. */
function withoutQuestions(command: string): string {
  return /^(?:[^\s"']*[/\\])?ssh(?:\.exe)?(?=\s|$)/.test(command)
    ? `${command} -oBatchMode=yes -oConnectTimeout=20`
    : command;
}

function isTrue(value: string): boolean {
  return !/^(?:false|no|off|0|)$/i.test(value);
}
