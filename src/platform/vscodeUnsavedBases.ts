import type * as vscode from 'vscode';

/** What an editor and the disk have in common. */
export interface Base {
  /** The text when both were last the same; undefined for one that VS Code alone can read. */
  readonly text: string | undefined;
  /** The state of the file then; undefined when that is not known any more. */
  readonly stamp: string | undefined;
}

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
    const text = this.#kept[uri];
    return typeof text === 'string' ? { text, stamp: undefined } : undefined;
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
    const texts = this.#unsaved.flatMap((uri) => {
      const text = this.get(uri)?.text;
      return text === undefined || text.length > longestKept ? [] : [[uri, text] as const];
    });
    this.#memento
      .update(key, texts.length === 0 ? undefined : Object.fromEntries(texts))
      .then(undefined, this.#log);
  }
}
