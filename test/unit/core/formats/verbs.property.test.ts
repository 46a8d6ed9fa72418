import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { addNote } from '../../../../src/core/operations/addNote.ts';
import { claim } from '../../../../src/core/operations/claim.ts';
import { completeStep, completeTrace, failStep } from '../../../../src/core/operations/endStep.ts';
import { finish } from '../../../../src/core/operations/finish.ts';
import type { DocumentInput } from '../../../../src/core/operations/inputs.ts';
import type { WriteOperation } from '../../../../src/core/operations/operation.ts';
import { reopen } from '../../../../src/core/operations/reopen.ts';
import { setStatus } from '../../../../src/core/operations/setStatus.ts';
import { recordInStep, resumeTrace, startStep, updateFocus } from '../../../../src/core/operations/trace.ts';
import {
  addLogEntry,
  finishSession,
  startSession,
  updateResumption,
} from '../../../../src/core/operations/workspaces.ts';
import type { OpenDocument } from '../../../../src/core/formats/format.ts';
import type { Refusal } from '../../../../src/core/model/refusal.ts';
import type { StreamTask } from '../../../../src/core/model/item.ts';
import { statuses, type Status } from '../../../../src/core/model/status.ts';
import { applyEdits } from '../../../../src/core/text/edit.ts';
import { changedLines, undoLines } from '../../../../src/core/text/undoLines.ts';
import { attempt } from '../../../support/attempt.ts';
import { openAt, streamPartOf } from '../../../support/changed.ts';
import { corpora, fixtures, runs } from '../../../support/texts.ts';
import { tracePath, traces, words } from '../../../support/traceTexts.ts';
import { workspaceTexts } from '../../../support/workspaceTexts.ts';

/** Documents of a format; each has some verbs done to it, one after the other. `npm run fuzz` has more. */
const documents = Math.ceil(runs / 25);

/** The document that an operation gives; undefined where it was refused or had nothing to do. Undone, it is the first again. */
function after<Input extends DocumentInput>(
  open: OpenDocument,
  operation: WriteOperation<Input>,
  input: object,
): OpenDocument | undefined {
  const run = (confirmed: readonly Refusal[]) =>
    attempt(
      { open, confirmed, preferred: () => undefined, me: 'maple', claims: '' },
      operation,
      input as Omit<Input, 'document'>,
    );
  const first = run([]);
  const result = first.kind === 'refused' ? run([first]) : first;
  if (result.kind !== 'edits') return undefined;
  const { text } = open.document.source;
  const applied = applyEdits(text, result.edits);
  assert.ok(applied.kind === 'applied');
  // A claim of what is begun already stands beside the file alone.
  if (applied.text === text) return undefined;
  const undone = undoLines(applied.text, changedLines(text, applied.text)) ?? [];
  const back = applyEdits(applied.text, undone);
  assert.equal(back.kind === 'applied' ? back.text : undefined, text);
  const now = openAt(open.document.id.path, applied.text);
  assert.ok(now, applied.text);
  return now;
}

/** Every value that two values do not have in common, by its path; what is new in one is its whole. */
function differences(a: unknown, b: unknown, path = ''): string[] {
  if (Object.is(a, b)) return [];
  const [one, other] = [a, b].map((each) =>
    typeof each === 'object' && each !== null ? (each as Readonly<Record<string, unknown>>) : undefined,
  );
  if (one === undefined || other === undefined || Array.isArray(a) !== Array.isArray(b)) return [path];
  return [...new Set([...Object.keys(one), ...Object.keys(other)])].flatMap((key) =>
    Object.hasOwn(one, key) && Object.hasOwn(other, key)
      ? differences(one[key], other[key], `${path}/${key}`)
      : [`${path}/${key}`],
  );
}

describe('any verb on any file of a workspace', () => {
  const folder = '.claude/workspaces/main_a1b2c3d4/';
  const real = [join(fixtures, 'workspace'), join(corpora, 'json-progress')].flatMap((at) =>
    existsSync(at)
      ? readdirSync(at)
          .filter((name) => name.endsWith('.json'))
          .map((name) => readFileSync(join(at, name), 'utf8'))
      : [],
  );
  const texts = fc.oneof({ weight: 4, arbitrary: workspaceTexts }, fc.constantFrom(...real));
  interface Verb {
    readonly verb: string;
    readonly at: number;
    readonly status: Status;
    readonly a: string;
    readonly b: string;
  }
  const verbs = fc.record<Verb>({
    verb: fc.constantFrom('claim', 'finish', 'reopen', 'status', 'note', 'resumption', 'log', 'start', 'end'),
    at: fc.nat(),
    status: fc.constantFrom(...statuses),
    a: words,
    b: words,
  });

  function done(open: OpenDocument, task: StreamTask | undefined, { verb, at, status, a, b }: Verb) {
    switch (verb) {
      case 'note':
        return after(open, addNote, { text: a });
      case 'resumption':
        return after(open, updateResumption, { position: a, nextAction: b, blockers: [a, b] });
      case 'log':
        return after(open, addLogEntry, { action: a, details: b, files: at % 2 === 0 ? ['x.ts'] : [] });
      case 'start':
        return after(open, startSession, {});
      case 'end':
        return after(open, finishSession, { summary: a, nextSteps: [b], nextAction: b });
    }
    if (task === undefined) return undefined;
    switch (verb) {
      case 'claim':
        return after(open, claim, { task: task.key });
      case 'finish':
        return after(open, finish, { task: task.key });
      case 'reopen':
        return after(open, reopen, { task: task.key });
      default:
        return after(open, setStatus, { task: task.key, status });
    }
  }

  const counted = /^\/(?:total_?features|completed(?:_?features)?|last_?updated)$/i;
  const ofFeature =
    /^(?:status|state|passes|owner|assignee|assigned_?to|agent|(?:started|completed)(?:_?at|_?date))$/i;

  it('changes the values that it names, and undone is as it was', () => {
    let count = 0;
    fc.assert(
      fc.property(
        texts,
        fc.constantFrom('claude-progress.json', 'feature-list.json'),
        fc.array(verbs, { minLength: 1, maxLength: 4 }),
        (text, name, all) => {
          let open = openAt(folder + name, text);
          for (const { verb, at, status, a, b } of all) {
            if (open?.parsed.parts.length !== 1) return;
            const { tasks = [] } = streamPartOf(open);
            const task = tasks.length === 0 ? undefined : tasks[at % tasks.length];
            const now: OpenDocument | undefined = done(open, task, { verb, at, status, a, b });
            if (now === undefined) continue;
            count++;
            const [was, is] = [open, now].map(({ document }) => JSON.parse(document.source.text) as unknown);
            const index = tasks.findIndex((each) => each === task);
            const isNamed = (path: string): boolean => {
              if (counted.test(path)) return true;
              const [, root = '', second = '', third = '', ...more] = path.split('/');
              if (verb === 'note' || verb === 'log') return root === 'log' || root === 'entries';
              if (verb === 'resumption') return root === 'resumptionContext';
              if (verb === 'start') return root === 'sessions';
              if (verb === 'end') return root === 'resumptionContext' || root === 'sessions';
              // A bare list of features has them at the top.
              const [holder, member] = Array.isArray(was) ? [root, second] : [second, third];
              return more.length === 0 && ofFeature.test(member) && holder === holderOf(was, index);
            };
            const paths = differences(was, is);
            for (const path of paths) assert.ok(isNamed(path), `${verb}: ${path}`);
            open = now;
          }
        },
      ),
      { numRuns: documents },
    );
    assert.ok(count > documents / 4, `${count} were done`);
  });

  /** The key or place under which the feature stands that is the so-manieth task. */
  function holderOf(root: unknown, index: number): string | undefined {
    const list = Array.isArray(root) ? root : (root as { readonly features?: object }).features;
    const objects = Object.entries(list ?? {}).filter(
      ([, each]) => typeof each === 'object' && each !== null && !Array.isArray(each),
    );
    return objects[index]?.[0];
  }
});

describe('any verb on any trace', () => {
  const samples = readdirSync(join(fixtures, 'trace')).map((name) =>
    readFileSync(join(fixtures, 'trace', name), 'utf8'),
  );
  const verbs = fc.record({
    verb: fc.constantFrom(
      'start',
      'focus',
      'artifact',
      'decision',
      'complete',
      'last',
      'fail',
      'resume',
      'whole',
    ),
    a: fc.oneof(words, fc.constantFrom('The error path', 'All pass.', 'Two of them. And one.')),
    b: fc.oneof(words, fc.constantFrom('The third of five files', 'x | y')),
  });
  const text = fc.oneof({ weight: 4, arbitrary: traces }, fc.constantFrom(...samples));

  /** What a trace says, without where it stands; the status of the workflow apart. */
  type Step = Readonly<Record<string, string | undefined>>;
  interface Said {
    readonly status: string | undefined;
    readonly head: string;
    readonly steps: readonly Step[];
  }
  const said = (open: OpenDocument): Said => {
    const { tasks = [], status, fields = [], notes = [], links = [], title, branch } = streamPartOf(open);
    return {
      status: status?.value,
      head: JSON.stringify([
        fields.map(({ name, value }) => [name, value]),
        notes.map((note) => note.text),
        links.map(({ destination }) => destination),
        title?.value,
        branch,
      ]),
      steps: tasks.map(({ id, title: name, text: prose, status: state, owner, fields: own }) => ({
        id,
        name: name.value,
        prose: prose?.value,
        owner: owner.value,
        status: state.value,
        ...Object.fromEntries(own.map((field) => [field.name.toLowerCase(), field.value])),
      })),
    };
  };

  const named: Readonly<Record<string, readonly string[]>> = {
    start: [],
    focus: ['current focus'],
    artifact: ['artifacts'],
    decision: ['key decisions', 'design changes'],
    complete: ['status', 'summary', 'current focus', 'challenges'],
    last: ['status', 'summary', 'current focus', 'challenges'],
    fail: ['status', 'summary', 'challenges'],
    resume: [],
    whole: [],
  };

  function done(open: OpenDocument, verb: string, a: string, b: string): OpenDocument | undefined {
    switch (verb) {
      case 'start':
        return after(open, startStep, { title: a, focus: b });
      case 'focus':
        return after(open, updateFocus, { focus: a });
      case 'artifact':
        return after(open, recordInStep, { artifact: a });
      case 'decision':
        return after(open, recordInStep, { decision: a });
      case 'complete':
        return after(open, completeStep, { summary: a, challenges: b });
      case 'last':
        return after(open, completeStep, { summary: a, last: true });
      case 'fail':
        return after(open, failStep, { summary: a });
      case 'resume':
        return after(open, resumeTrace, { focus: b });
      default:
        return after(open, completeTrace, {});
    }
  }

  it('changes the values that it names, and undone is as it was', () => {
    let count = 0;
    fc.assert(
      fc.property(text, fc.array(verbs, { minLength: 1, maxLength: 5 }), (first, all) => {
        let open = openAt(tracePath, first);
        assert.ok(open);
        for (const { verb, a, b } of all) {
          const now: OpenDocument | undefined = done(open, verb, a, b);
          if (now === undefined) continue;
          count++;
          const was: Said = said(open);
          const is: Said = said(now);
          assert.equal(is.head, was.head);
          const isAdded = verb === 'start' || verb === 'resume';
          const steps = isAdded && is.steps.length > was.steps.length ? is.steps.slice(0, -1) : is.steps;
          const running = was.steps.findLastIndex(({ status }) => status === 'wip');
          for (const path of differences(was.steps, steps)) {
            const [, at, key = ''] = path.split('/');
            assert.ok(Number(at) === running && named[verb]?.includes(key) === true, `${verb}: ${path}`);
          }
          if (!['last', 'fail', 'resume', 'whole'].includes(verb)) assert.equal(is.status, was.status);
          open = now;
        }
      }),
      { numRuns: documents },
    );
    assert.ok(count > documents / 4, `${count} were done`);
  });
});
