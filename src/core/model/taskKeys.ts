import type { CriteriaShape } from './criteria.ts';
import { toKey, type Key } from '../text/key.ts';

/** What the parts of a document are read with. */
export interface PartContext {
  readonly criteria: CriteriaShape;
  /** Of the document: the keys of its items begin with it. */
  readonly keyBase: Key;
}

/** What a task is called among those of its document. */
export interface TaskKey {
  readonly key: Key;
  /** Another task has the same name, or it has none. */
  readonly ambiguous?: true;
  /** Positions of some of the others that have its name. */
  readonly others: readonly number[];
}

/** A longer list of lines says no more. */
const mostOthers = 4;

/**
 * Names the tasks of a document: by its ID, or by its title where it has none. All that share a name are numbered, so that no two
 * tasks have one key, and none of them can be told apart.
 * @param names of the tasks in order; empty for one that has neither ID nor title
 */
export function nameTasks(keyBase: Key, names: readonly string[]): readonly TaskKey[] {
  const positions = new Map<string, number[]>();
  for (const [i, name] of names.entries()) {
    const known = positions.get(name);
    if (known === undefined) positions.set(name, [i]);
    else known.push(i);
  }
  const numbers = new Map<string, number>();
  return names.map((name, i) => {
    const alike = positions.get(name) ?? [];
    if (name !== '' && alike.length === 1) return { key: toKey(`${keyBase}#${encode(name)}`), others: [] };
    const number = (numbers.get(name) ?? 0) + 1;
    numbers.set(name, number);
    const others = alike.slice(0, mostOthers + 1).filter((other) => other !== i);
    return {
      key: toKey(`${keyBase}#${JSON.stringify(['i', name, number])}`),
      ambiguous: true,
      others: others.slice(0, mostOthers),
    };
  });
}

/** The key of the note that was written as the `number`th, from 1: no task is called like it. */
export function noteKey(keyBase: Key, number: number): Key {
  return toKey(`${keyBase}#${JSON.stringify(['n', number])}`);
}

/** As it is, but for what begins like the names that are numbered. */
function encode(name: string): string {
  return name.startsWith('[') ? JSON.stringify(['i', name]) : name;
}
