import type * as vscode from 'vscode';

/** What an editor and the disk have in common. */
export interface Base {
  /** The text when both were last the same; undefined for one that VS Code alone can read. */
  readonly text: string | undefined;
  /** The state of the file then; undefined when that is not known any more. */
  readonly stamp: string | undefined;
  /** What git had checked out there then, see `headOf`. */
  readonly head: string;
}

/** As it is kept. */
type Kept = Pick<Base, 'head'> & { readonly text: string };

const key = 'unsavedBases';
/** So many characters of a text are kept through a restart: VS Code holds them in memory. */
const longestKept = 256 * 1024;

/**
 * What unsaved editors come from, by their URIs. VS Code brings unsaved changes back when it starts again, but not the text that
 * they were made in: while something is unsaved, that is kept with the workspace.
 */
export class UnsavedBases {
  readonly #memento: vscode.Memento;
  readonly #log: (error: unknown) => void;
  readonly #bases = new Map<string, Base>();
  #unsaved: readonly string[] = [];

  constructor(memento: vscode.Memento, log: (error: unknown) => void) {
    this.#memento = memento;
    this.#log = log;
  }

  get(uri: string): Base | undefined {
    const known = this.#bases.get(uri);
    if (known !== undefined) return known;
    const kept = this.#kept[uri];
    return isKept(kept) ? { ...kept, stamp: undefined } : undefined;
  }

  set(uri: string, base: Base): void {
    this.#bases.set(uri, base);
    if (this.#unsaved.includes(uri)) this.#keep();
  }

  delete(uri: string): void {
    this.#bases.delete(uri);
  }

  /** These, and no others, are unsaved. */
  setUnsaved(uris: readonly string[]): void {
    this.#unsaved = uris;
    this.#keep();
  }

  get #kept(): Readonly<Record<string, unknown>> {
    return this.#memento.get<Readonly<Record<string, unknown>>>(key, {});
  }

  #keep(): void {
    const bases = this.#unsaved.flatMap((uri) => {
      const { text, head = '' } = this.get(uri) ?? {};
      return text === undefined || text.length > longestKept ? [] : [[uri, { text, head }] as const];
    });
    this.#memento
      .update(key, bases.length === 0 ? undefined : Object.fromEntries(bases))
      .then(undefined, this.#log);
  }
}

function isKept(value: unknown): value is Kept {
  if (typeof value !== 'object' || value === null) return false;
  const { text, head }: { text?: unknown; head?: unknown } = value;
  return typeof text === 'string' && typeof head === 'string';
}
