import assert from 'node:assert/strict';
import fc from 'fast-check';
import { addTask } from '../../src/core/operations/addTask.ts';
import { assign } from '../../src/core/operations/assign.ts';
import { claim } from '../../src/core/operations/claim.ts';
import { finish } from '../../src/core/operations/finish.ts';
import { release } from '../../src/core/operations/release.ts';
import { reopen } from '../../src/core/operations/reopen.ts';
import { setStatus } from '../../src/core/operations/setStatus.ts';
import type { StreamTask } from '../../src/core/model/item.ts';
import type { Refusal } from '../../src/core/model/refusal.ts';
import { applyEdits } from '../../src/core/text/edit.ts';
import { changedLines, undoLines } from '../../src/core/text/undoLines.ts';
import { changedBy, openAt, streamPartOf } from './changed.ts';

/** Verbs on the boxes of the document at a path, one after the other: nothing else of it may change, and undo gives the first bytes. */
export function boxVerbs(path: string) {
  function tasksOf(text: string): readonly StreamTask[] {
    const open = openAt(path, text);
    assert.ok(open);
    return streamPartOf(open).tasks ?? [];
  }

  const verbs = {
    claim: (text: string, on: string) => changedBy(path, text, claim, { on }),
    assign: (text: string, on: string) => changedBy(path, text, assign, { on, owner: 'otter' }),
    release: (text: string, on: string) => changedBy(path, text, release, { on }),
    finish: (text: string, on: string) => changedBy(path, text, finish, { on }),
    reopen: (text: string, on: string) => changedBy(path, text, reopen, { on }),
    todo: (text: string, on: string) => changedBy(path, text, setStatus, { on, status: 'todo' }),
    blocked: (text: string, on: string) => changedBy(path, text, setStatus, { on, status: 'blocked' }),
  } as const;
  type Verb = keyof typeof verbs;

  /** What is to be left of a text without what one box says. */
  function without(text: string, { status: { range, written } }: StreamTask): string {
    const { start } = range ?? { start: 0 };
    return text.slice(0, start) + text.slice(start + written.length);
  }

  /** Checks that undo gives the text before a change. */
  function checkUndo(before: string, after: string): void {
    const undone = undoLines(after, changedLines(before, after));
    const back = undone === undefined ? undefined : applyEdits(after, undone);
    assert.equal(back?.kind === 'applied' ? back.text : undefined, before);
  }

  function checkVerb(text: string, verb: Verb, on: StreamTask): string {
    const result: string | Refusal = verbs[verb](text, on.id ?? on.title.value);
    if (typeof result !== 'string' || result === text) return text;
    assert.ok(verb === 'finish' || verb === 'reopen' || verb === 'todo', verb);
    const after = tasksOf(result);
    const at = tasksOf(text).findIndex(({ status }) => status.range?.start === on.status.range?.start);
    const now = after[at];
    assert.ok(now);
    assert.equal(without(result, now), without(text, on));
    assert.equal(now.status.value, verb === 'finish' ? 'done' : 'todo');
    checkUndo(text, result);
    return result;
  }

  function checkAddition(text: string, title: string): string {
    const result = changedBy(path, text, addTask, { title });
    if (typeof result !== 'string') return text;
    const [before, after] = [tasksOf(text), tasksOf(result)];
    assert.equal(after.length, before.length + 1);
    const added = after.filter((task) => task.title.value === title);
    assert.equal(added.length, 1);
    const say = ({ title: said, status }: StreamTask): string => `${status.written} ${said.value}`;
    assert.deepEqual(after.filter((task) => task !== added[0]).map(say), before.map(say));
    // Nothing is gone, and one line is new.
    const ending = /\r\n|\r|\n/;
    assert.ok(result.split(ending).length - text.split(ending).length <= 2);
    checkUndo(text, result);
    return result;
  }

  const names = Object.keys(verbs) as Verb[];
  const step = fc.oneof(
    fc.record({ verb: fc.constantFrom(...names), at: fc.nat(12) }),
    fc.record({ add: fc.constantFrom('Resize it', 'Show *it* `here`', 'Serve FR-001') }),
  );
  return {
    /** Some verbs. */
    steps: fc.array(step, { minLength: 1, maxLength: 6 }),
    /** Does them to a text; gives what it is then. */
    run: (
      first: string,
      steps: readonly ({ readonly verb: Verb; readonly at: number } | { readonly add: string })[],
    ): string => {
      let text = first;
      for (const each of steps) {
        if ('add' in each) {
          text = checkAddition(text, each.add.replaceAll(/[*`]/g, ''));
          continue;
        }
        const tasks = tasksOf(text).filter((task, _, all) => {
          const name = task.id ?? task.title.value;
          const alike = all.filter(({ id, title }) => id === name || title.value === name);
          return task.ambiguous !== true && name !== '' && alike.length === 1;
        });
        const on = tasks[each.at % Math.max(1, tasks.length)];
        if (on !== undefined) text = checkVerb(text, each.verb, on);
      }
      return text;
    },
  };
}
