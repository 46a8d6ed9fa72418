import assert from 'node:assert/strict';
import fc from 'fast-check';
import { stepEdits } from '../../../../../src/core/formats/trace/stepEdits.ts';
import { traceText } from '../../../../../src/core/formats/trace/newTrace.ts';
import { toLine } from '../../../../../src/core/formats/trace/values.ts';
import type { StreamTask } from '../../../../../src/core/model/item.ts';
import type { Refusal } from '../../../../../src/core/model/refusal.ts';
import { applyEdits, type Edits } from '../../../../../src/core/text/edit.ts';
import { oneLine, plainText } from '../../../../../src/core/text/inline.ts';
import { changedLines, undoLines } from '../../../../../src/core/text/undoLines.ts';
import { fixture } from '../../../../support/documents.ts';
import { partOf, toFile, toOpen } from '../../../../support/parse.ts';
import { formatOf } from '../../../../support/rules.ts';
import { tracePath as path, traces, words } from '../../../../support/traceTexts.ts';

type Open = Parameters<typeof stepEdits.record>[0];
const open = (text: string): Open => toOpen(toFile(text, path), formatOf(path));

interface Seen {
  readonly id: string | undefined;
  readonly status: string;
  readonly title: string;
  readonly fields: ReadonlyMap<string, string>;
}

function see({ id, status, title, fields }: StreamTask): Seen {
  return {
    id,
    status: status.value,
    title: title.value,
    fields: new Map(fields.map(({ name, value }) => [name.toLowerCase(), value])),
  };
}

function seen(of: Open): Seen[] {
  return (partOf(of).tasks ?? []).map(see);
}

const plain = (text: string): string => oneLine(plainText(toLine(text)));

/** The document after an edit, from which undo gives the first text; undefined where it was refused. */
function apply(text: string, result: Edits | Refusal): Open | undefined {
  if (result.kind === 'refused') return undefined;
  const applied = applyEdits(text, result.edits);
  assert.ok(applied.kind === 'applied');
  if (applied.text !== text) {
    const undone = undoLines(applied.text, changedLines(text, applied.text));
    const back = undone === undefined ? undefined : applyEdits(applied.text, undone);
    assert.equal(back?.kind === 'applied' ? back.text : undefined, text);
  }
  return open(applied.text);
}

/** What all others say is as it was. */
function checkOthers(before: readonly Seen[], after: readonly Seen[], but: number): void {
  assert.deepEqual(
    after.filter((_, i) => i !== but),
    before.filter((_, i) => i !== but),
  );
}

/** Of a step, what has not been asked for. */
function checkRest(before: Seen, after: Seen, keys: readonly string[]): void {
  const rest = ({ fields }: Seen): unknown => [...fields].filter(([key]) => !keys.includes(key)).sort();
  assert.deepEqual(rest(after), rest(before));
}

describe('edits of any trace', () => {
  const samples = [fixture('trace/compact-interrupted.md'), fixture('sample/tasks/avatar-upload/trace.md')];
  const texts = fc.oneof({ weight: 5, arbitrary: traces }, fc.constantFrom(...samples));

  it('write what was given, and change nothing else', () => {
    fc.assert(
      fc.property(
        texts,
        words,
        words,
        fc.constantFrom('focus', 'artifact', 'decision', 'challenge'),
        (text, a, b, what) => {
          const found = open(text);
          const tasks = partOf(found).tasks ?? [];
          const at = tasks.length - 1;
          const task = tasks[at];
          assert.ok(task !== undefined);
          const before = seen(found);
          const given = `${a} ${b}`;
          const after = apply(text, stepEdits.record(found, task, { [what]: given }));
          if (after === undefined) return;
          checkOthers(before, seen(after), at);
          const key = {
            focus: 'current focus',
            artifact: 'artifacts',
            decision: 'key decisions',
            challenge: 'challenges',
          }[what];
          const [was, now] = [before[at], seen(after)[at]];
          assert.ok(was !== undefined && now !== undefined);
          checkRest(was, now, [key]);
          const value = now.fields.get(key) ?? '';
          if (what === 'focus') assert.equal(value, plain(given));
          else
            assert.ok(
              value.includes(plain(given)) || /[`*_~[<]/.test(`${value}${given}`),
              `${value} <- ${given}`,
            );
        },
      ),
      { numRuns: 400 },
    );
  });

  it('end a step as it was said', () => {
    fc.assert(
      fc.property(
        texts,
        words,
        fc.constantFrom('completed' as const, 'failed' as const),
        fc.boolean(),
        (text, summary, status, isLast) => {
          const found = open(text);
          const tasks = partOf(found).tasks ?? [];
          const at = tasks.length - 1;
          const task = tasks[at];
          assert.ok(task !== undefined);
          const before = seen(found);
          const after = apply(text, stepEdits.end(found, task, { status, summary, isLast }));
          if (after === undefined) return;
          const now = seen(after)[at];
          const was = before[at];
          assert.ok(was !== undefined && now !== undefined);
          checkOthers(before, seen(after), at);
          checkRest(was, now, status === 'failed' ? ['summary'] : ['summary', 'current focus']);
          assert.equal(now.status, status === 'failed' ? 'failed' : 'done');
          assert.equal(now.fields.get('summary'), plain(summary));
          if (status === 'completed') assert.equal(now.fields.get('current focus'), undefined);
          const whole = partOf(after).status?.value;
          assert.equal(whole, status === 'failed' ? 'failed' : isLast ? 'done' : 'wip');
        },
      ),
      { numRuns: 400 },
    );
  });

  it('begin a step below all others', () => {
    fc.assert(
      fc.property(texts, words, words, fc.boolean(), (text, title, focus, isResumed) => {
        const found = open(text);
        const tasks = partOf(found).tasks ?? [];
        const last = tasks.at(-1);
        const result = stepEdits.start(found, {
          title,
          focus,
          ...(isResumed && last !== undefined ? { resumes: last } : {}),
        });
        const after = apply(text, result);
        if (after === undefined || result.kind === 'refused') return;
        const all = seen(after);
        assert.deepEqual(all.slice(0, -1), seen(found));
        const step = all.at(-1);
        assert.deepEqual([step?.id, step?.status, step?.title], [result.id, 'wip', plain(title)]);
        assert.equal(step?.fields.get('current focus'), plain(focus));
      }),
      { numRuns: 400 },
    );
  });

  it('make traces that are read as they were asked for', () => {
    fc.assert(
      fc.property(words, words, words, words, (name, about, step, focus) => {
        const text = traceText({ name, about, step, focus, branch: 'feat/a_b_c', today: '2026-06-20' });
        if (typeof text !== 'string') return;
        const part = partOf(open(text));
        assert.deepEqual(
          [part.title?.value, part.branch, part.status?.value, part.tasks?.length],
          [plain(about), 'feat/a_b_c', 'wip', 1],
        );
        const [first] = seen(open(text));
        assert.deepEqual([first?.title, first?.fields.get('current focus')], [plain(step), plain(focus)]);
      }),
      { numRuns: 300 },
    );
  });
});
