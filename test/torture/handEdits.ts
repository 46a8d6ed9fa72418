import * as fs from 'node:fs';

/** A file that is edited by hand, and how its lines end. */
export interface EditedFile {
  readonly path: string;
  readonly lineEnd: string;
}

/**
 * Somebody who knows of no lock, at several files: now appends a note in place, now inserts a row and saves as Vim does, who moves
 * the file aside and writes another one with its name. A row that somebody wrote over in just that instant is put there again.
 */
export class HandEdits {
  readonly #files: readonly EditedFile[];
  readonly #notes: { readonly file: EditedFile; readonly line: string }[] = [];
  readonly #rows: { readonly file: EditedFile; readonly title: string }[] = [];
  #repeated = 0;

  constructor(files: readonly EditedFile[]) {
    this.#files = files;
  }

  get count(): number {
    return this.#notes.length + this.#rows.length;
  }

  /** How many rows were put there again. */
  get repeated(): number {
    return this.#repeated;
  }

  /** The lines that were appended to a file, without their ends. */
  notesOf(path: string): string[] {
    return this.#notes.filter(({ file }) => file.path === path).map(({ line }) => line);
  }

  /** The titles of the rows that were inserted into a file. */
  rowsOf(path: string): string[] {
    return this.#rows.filter(({ file }) => file.path === path).map(({ title }) => title);
  }

  /** Edits one of the files. */
  edit(): void {
    const file = this.#files[Math.floor(this.count / 2) % this.#files.length];
    if (file === undefined) return;
    if (this.count % 2 === 0) {
      const line = `- by hand: ${this.count} 🖐`;
      fs.appendFileSync(file.path, line + file.lineEnd);
      this.#notes.push({ file, line });
    } else {
      this.repeat();
      const title = `Row ${9000 + this.#rows.length}`;
      insertRow(file, title);
      this.#rows.push({ file, title });
    }
  }

  /** Puts rows there again that are gone. */
  repeat(): void {
    for (const { file, title } of this.#rows) {
      if (fs.readFileSync(file.path, 'utf8').includes(`| ${title} |`)) continue;
      insertRow(file, title);
      this.#repeated++;
    }
  }
}

/** The row as it is inserted. */
export function handRow(title: string): string {
  return `| ${title} | todo | - | by hand |`;
}

/** Inserts a row after the last one of the table. */
function insertRow({ path, lineEnd }: EditedFile, title: string): void {
  const aside = `${path}~`;
  const saved = `${path}.saved`;
  for (let isSaved = false; !isSaved;) {
    fs.renameSync(path, aside);
    const lines = fs.readFileSync(aside, 'utf8').split(lineEnd);
    lines.splice(lines.findLastIndex((line) => line.startsWith('| Row ')) + 1, 0, handRow(title));
    fs.writeFileSync(saved, lines.join(lineEnd));
    // Somebody who had looked before may have given the name to a file of his own meanwhile: that one is edited, then.
    isSaved = linked(saved, path);
    fs.rmSync(saved);
    fs.rmSync(aside);
  }
}

function linked(from: string, to: string): boolean {
  try {
    fs.linkSync(from, to);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}
