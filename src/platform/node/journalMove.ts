import * as fs from 'node:fs';
import { basename } from 'node:path';
import { hasCode } from './disk.ts';
import type { JournalMember, Side } from './journalFile.ts';
import type { OpenFolder } from './openFolder.ts';

/** One end of a move: the folder around it, held open, which is undefined once it is not there any more. */
export interface MoveEnd {
  readonly real: string;
  readonly folder: OpenFolder | undefined;
}

interface Fields {
  readonly from: MoveEnd;
  readonly to: MoveEnd;
  /** {@link idOf} the folder that is moved. */
  readonly id: string;
  /** `Place.shared` of it. */
  readonly shared: string;
}

/** Tells a folder from every other one of its disk that is there at the same time. */
export function idOf({ ino }: fs.BigIntStats): string {
  return String(ino);
}

/**
 * A folder that a change in the journal moves, with all that is in it. It is one step, so no content is kept: where the folder is says
 * whether the step was made.
 */
export class JournalMove implements JournalMember {
  readonly real: string;
  readonly name: string;
  readonly before = undefined;
  readonly after = undefined;
  readonly shared: string;
  readonly #from: MoveEnd;
  readonly #to: MoveEnd;
  readonly #id: string;

  constructor({ from, to, id, shared }: Fields) {
    this.real = from.real;
    this.name = basename(from.real);
    this.shared = shared;
    this.#from = from;
    this.#to = to;
    this.#id = id;
  }

  /** What stands at the old place afterwards is somebody's new folder. */
  state(): Side | 'other' {
    if (isAt(this.#to, this.#id)) return 'after';
    return isAt(this.#from, this.#id) && isFree(this.#to) ? 'before' : 'other';
  }

  has(): boolean {
    return false;
  }

  forward(): void {
    move(this.#from, this.#to);
  }

  back(): boolean {
    if (!isAt(this.#to, this.#id)) return isAt(this.#from, this.#id);
    if (!isFree(this.#from)) return false;
    move(this.#to, this.#from);
    return true;
  }

  removeContent(): void {
    // There is none.
  }

  close(): void {
    this.#from.folder?.close();
    this.#to.folder?.close();
  }
}

function at({ real, folder }: MoveEnd): string | undefined {
  return folder?.at(basename(real));
}

function isAt(end: MoveEnd, id: string): boolean {
  const path = at(end);
  const stats = path === undefined ? undefined : fs.lstatSync(path, { bigint: true, throwIfNoEntry: false });
  return stats?.isDirectory() === true && idOf(stats) === id;
}

/** An empty folder is something, too, which renaming would replace. */
function isFree(end: MoveEnd): boolean {
  const path = at(end);
  return path !== undefined && fs.lstatSync(path, { throwIfNoEntry: false }) === undefined;
}

function move(from: MoveEnd, to: MoveEnd): void {
  const [old, now] = [at(from), at(to)];
  if (old === undefined || now === undefined) return;
  fs.renameSync(old, now);
  from.folder?.flush();
  to.folder?.flush();
}

/** More files are not looked at before a folder is moved. */
const mostFiles = 10_000;

/** The paths of all that is no folder in a folder, from it, in order; links are not followed. Throws where there are too many. */
export function filesIn(folder: OpenFolder, name: string): readonly string[] {
  const found: string[] = [];
  const visit = (above: string): void => {
    for (const entry of fs.readdirSync(folder.at(above === '' ? name : `${name}/${above}`), {
      withFileTypes: true,
    })) {
      const path = above === '' ? entry.name : `${above}/${entry.name}`;
      if (entry.isDirectory()) visit(path);
      else if (found.push(path) > mostFiles) throw Object.assign(new Error('E2BIG'), { code: 'E2BIG' });
    }
  };
  try {
    visit('');
  } catch (error) {
    // It goes while somebody looks: then it is moved no more.
    if (!hasCode(error, 'ENOENT')) throw error;
  }
  return found.sort();
}
