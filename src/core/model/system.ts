/** The systems of files; each is a folder of `src/core/formats/`. */
export type SystemId =
  'tracking' | 'trace' | 'workspace' | 'backlogMd' | 'specKit' | 'openSpec' | 'specDatabase';

/** `tracking.progressFile` */
export type FormatId = `${SystemId}.${string}`;

/** A place at which a system is used in a folder: what decides how the documents in it are read. */
export interface Root {
  readonly system: SystemId;
  /** Relative to the folder, and empty for the folder itself: `packages/api/tracking`. */
  readonly path: string;
  /** The folder whose work is kept there, which people tell it from others by: `packages/api`; empty for the folder itself. */
  readonly place: string;
  /** Text of the configuration that decides how documents are read there; empty where it cannot be read. */
  readonly config?: string;
  /** Text of another file beside it that has a say in that. */
  readonly workflow?: string;
}

/** Texts of the configurations that a folder has, by their paths. */
export type FolderConfigs = ReadonlyMap<string, string>;

export const noConfigs: FolderConfigs = new Map();

/** What was found in a folder that shows where roots are. */
export interface FoundFiles {
  readonly configs: FolderConfigs;
  /** Files that show a root together with others; undefined before anybody looked. */
  readonly signs: ReadonlySet<string> | undefined;
}

/** Roots, each once. */
export class RootSet {
  readonly #roots = new Map<string, Root>();

  constructor(roots: Iterable<Root> = []) {
    for (const root of roots) this.add(root);
  }

  add(root: Root): void {
    const key = `${root.system}\0${root.path}`;
    if (!this.#roots.has(key)) this.#roots.set(key, root);
  }

  /** In the order in which they came. */
  [Symbol.iterator](): Iterator<Root> {
    return this.#roots.values();
  }

  /** In the order of their paths. */
  sorted(): readonly Root[] {
    return [...this].sort((a, b) => (a.path < b.path ? -1 : 1));
  }
}

/** The settings of a folder that decide what is read, as somebody wrote them: of any type. */
export type FolderSettings = Readonly<Record<string, unknown>>;
