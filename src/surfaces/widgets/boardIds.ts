import type { BoardTarget } from '../../core/views/board.ts';

/** A target in a folder of the workspace. */
export interface FolderTarget extends BoardTarget {
  readonly folder: string;
}

/**
 * The ids that the board's page knows things by: they say nothing, are the same after a reload, and stand for nothing until
 * they were given out.
 */
export class BoardIds {
  readonly #targets = new Map<string, FolderTarget>();

  idOf(target: FolderTarget): string {
    const { folder, key, taskKey, criterion, line, url, pullRequest, row } = target;
    const text = JSON.stringify([folder, key, taskKey, criterion, line, url, pullRequest, row]);
    // Two targets of one id are as good as impossible; the one that came later would then get another one.
    for (let round = 0; ; round++) {
      const id = hash(text, round);
      const known = this.#targets.get(id);
      if (known !== undefined && !same(known, target)) continue;
      if (known === undefined) this.#targets.set(id, target);
      return id;
    }
  }

  find(id: string): FolderTarget | undefined {
    return this.#targets.get(id);
  }
}

function same(a: FolderTarget, b: FolderTarget): boolean {
  return (
    a.folder === b.folder &&
    a.key === b.key &&
    a.taskKey === b.taskKey &&
    a.criterion === b.criterion &&
    a.line === b.line &&
    a.url === b.url &&
    a.pullRequest === b.pullRequest &&
    a.row === b.row
  );
}

/** 53 bits of a text, as letters and digits (cyrb53). */
function hash(text: string, seed: number): string {
  let high = 0xdeadbeef ^ seed;
  let low = 0x41c6ce57 ^ seed;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    high = Math.imul(high ^ unit, 2654435761);
    low = Math.imul(low ^ unit, 1597334677);
  }
  high = Math.imul(high ^ (high >>> 16), 2246822507) ^ Math.imul(low ^ (low >>> 13), 3266489909);
  low = Math.imul(low ^ (low >>> 16), 2246822507) ^ Math.imul(high ^ (high >>> 13), 3266489909);
  return (4294967296 * (2097151 & low) + (high >>> 0)).toString(36);
}
