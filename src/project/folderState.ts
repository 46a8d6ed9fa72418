import type { ParsedFile } from '../core/model/parsedFile.ts';
import { ProjectIndex } from '../core/index/projectIndex.ts';
import type { Folder } from './host.ts';

/** A text that may be half of what a writer is still writing: accepted when it is read the same twice. */
export interface Suspect {
  readonly text: string | undefined;
  readonly times: number;
}

/** What the project holds of one workspace folder. */
export class FolderState {
  readonly folder: Folder;
  readonly index = new ProjectIndex();
  /** Stamp of each known file, as it was when it was last read. */
  readonly stamps = new Map<string, string>();
  readonly suspects = new Map<string, Suspect>();
  /** Counts readings of a file, so that a late answer of the worker knows that it is late. */
  readonly #readings = new Map<string, number>();
  /** False until everything was listed and read once. */
  loaded = false;

  constructor(folder: Folder) {
    this.folder = folder;
  }

  startReading(path: string): number {
    const reading = (this.#readings.get(path) ?? 0) + 1;
    this.#readings.set(path, reading);
    return reading;
  }

  isLatest(path: string, reading: number): boolean {
    return this.#readings.get(path) === reading;
  }

  /** Puts what was read in the index, or takes the file out; gives the paths of all files that are different now. */
  replace(path: string, parsed: ParsedFile | undefined): readonly string[] {
    if (parsed === undefined) {
      this.stamps.delete(path);
      this.startReading(path);
    }
    return this.index.replace(path, parsed);
  }
}
