import { toKey, type Key, type KeyedDocument } from '../../text/key.ts';

/** Where a change is kept: `openspec/changes/add-2fa`, or `openspec/changes/archive/2026-06-11-add-2fa`. */
export interface ChangePlace {
  /** Relative to the folder. */
  readonly path: string;
  /** `add-2fa`: without the day on which it was put away. */
  readonly id: string;
  readonly isArchived: boolean;
  /** The day on which it was put away, `2026-06-11`, where its folder names one. */
  readonly archivedAt?: string;
}

/** What says that a folder is a root. */
const signs = ['config.yaml', 'config.yml', 'project.md'] as const;

/** Living specs and changes say so by themselves. */
const inRoot = /^(?:specs|changes)\/./;

/** Whether a file says that the folder that it stands in is a root. */
export function isSign(path: string): boolean {
  const parts = path.split('/');
  return parts.at(-2) === 'openspec' && signs.some((name) => name === parts.at(-1));
}

/** Globs of what shows that a folder is a root. */
export const markers: readonly string[] = [
  '**/openspec/{config.yaml,config.yml,project.md,specs/**/spec.md,changes/**/proposal.md,changes/**/tasks.md}',
];

/**
 * The root that a path lies in, the innermost: `packages/api/openspec`.
 * @param found see `System.rootOf`; what is in no change needs one of these beside it
 */
export function rootIn(
  path: string,
  found: ReadonlySet<string> | undefined,
): { readonly path: string; readonly place: string } | undefined {
  const parts = path.split('/');
  for (let at = parts.length - 2; at >= 0; at--) {
    if (parts[at] !== 'openspec') continue;
    const root = parts.slice(0, at + 1).join('/');
    const isShown = isSign(path) || found === undefined || signs.some((name) => found.has(`${root}/${name}`));
    if (inRoot.test(path.slice(root.length + 1)) || isShown)
      return { path: root, place: parts.slice(0, at).join('/') };
  }
  return undefined;
}

const change = /^changes\/(?:(archive)\/)?([^/]+)\//;
/** The day that the folder of an archived change begins with. */
export const archivedName = /^(\d{4}-\d{2}-\d{2})-(?=.)/;

/**
 * The change that a document is a part of; undefined for one that is of none.
 * @param root see {@link rootIn}
 */
export function changeOf(path: string, root: string): ChangePlace | undefined {
  const match = change.exec(path.slice(root.length + 1));
  const name = match?.[2];
  if (match === null || name === undefined || (match[1] === undefined && name === 'archive'))
    return undefined;
  const isArchived = match[1] !== undefined;
  const archivedAt = isArchived ? archivedName.exec(name)?.[1] : undefined;
  return {
    path: `${root}/${match[0].slice(0, -1)}`,
    id: isArchived ? name.replace(archivedName, '') : name,
    isArchived,
    ...(archivedAt === undefined ? {} : { archivedAt }),
  };
}

/** The capability that a living spec or a delta is about: `auth` for `specs/auth/spec.md` in the root or in a change. */
export function capabilityOf(path: string, root: string, change: ChangePlace | undefined): string {
  return path.slice((change?.path ?? root).length + '/specs/'.length, -'/spec.md'.length);
}

/**
 * The key of the living spec of a capability, whether or not there is one: that of the folder itself, for changes in other worktrees
 * too. What they come to is told by what is there.
 */
export function livingSpecOf(root: string, capability: string): Key {
  return toKey(pathOfLiving(root, capability));
}

export function pathOfLiving(root: string, capability: string): string {
  return `${root}/specs/${capability}/spec.md`;
}

/** The key of another path, where a document stands in another worktree or a commit: there. */
export function keyBeside({ id, key }: KeyedDocument, path: string): Key {
  return toKey(`${path}${key.slice(id.path.length)}`);
}
