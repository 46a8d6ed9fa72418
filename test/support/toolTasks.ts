import fc from 'fast-check';
import type { BacklogTool } from './backlogTool.ts';

/** A task as somebody asks Backlog.md for it. */
export interface WantedTask {
  readonly title: string;
  readonly description: string;
  readonly status: string;
  readonly assignees: readonly string[];
  readonly labels: readonly string[];
  readonly priority: string | undefined;
  readonly acceptance: readonly string[];
  readonly done: readonly string[];
  /** Which of the acceptance criteria are checked, by their numbers. */
  readonly checked: readonly number[];
  readonly notes: string;
  /** How many tasks before it the one is that it waits for; none where it is 0. */
  readonly waitsFor: number;
  readonly references: readonly string[];
}

/** What front matter, Markdown, HTML, shells and careless programs take for something else. */
const words = [
  'Add jitter',
  'Pay $15,000: now',
  "it's",
  '"quoted"',
  '#12',
  '- item',
  '[x] box',
  '[l](../a.md)',
  '`code`',
  'a|b',
  '{{x}}',
  'null',
  'true',
  '1e3',
  '0x1F',
  '2026-06-11',
  '@maple',
  '& *ref',
  '!!tag',
  '%',
  'ünïcode 🦦',
  '日本語の仕事',
  'שלום',
  '$& $1',
  '<b>bold</b>',
  '--- dashes',
  'key: value # comment',
  '~',
  'C:\\temp\\new',
  'ends with:',
];
const phrase = fc
  .array(fc.constantFrom(...words), { minLength: 1, maxLength: 3 })
  .map((each) => each.join(' '));
/** With a word at its end, as titles have; and no option of a command line. */
const title = fc
  .tuple(phrase, fc.integer({ min: 0, max: 999 }))
  .map(([text, number]) => `${text} ${number}`.replace(/^-/, '~'));
const lines = fc.array(phrase, { maxLength: 4 }).map((each) => each.join('\n').replace(/^-/, '~'));
const item = title;

const wanted: fc.Arbitrary<WantedTask> = fc.record({
  title,
  description: lines,
  status: fc.constantFrom('To Do', 'In Progress', 'Done'),
  assignees: fc.uniqueArray(fc.constantFrom('@maple', '@otter', '@claude-7f3a', '@ünï', '@a.b'), {
    maxLength: 2,
  }),
  labels: fc.uniqueArray(fc.constantFrom('web', 'needs: care', "it's", 'true', '#3'), { maxLength: 3 }),
  priority: fc.constantFrom(undefined, 'high', 'medium', 'low'),
  acceptance: fc.array(item, { maxLength: 4 }),
  done: fc.array(item, { maxLength: 2 }),
  checked: fc.uniqueArray(fc.integer({ min: 1, max: 4 }), { maxLength: 3 }),
  notes: lines,
  waitsFor: fc.integer({ min: 0, max: 3 }),
  references: fc.uniqueArray(fc.constantFrom('docs/a.md', 'https://example.org/x?a=1#b', 'src/a b.ts'), {
    maxLength: 2,
  }),
});

/** So many tasks, each time the same ones for a seed. */
export function wantedTasks(count: number, seed: number): readonly WantedTask[] {
  return fc.sample(wanted, { numRuns: count, seed });
}

/** Has the tool make tasks, one after the other; their IDs. */
export async function makeTasks(tool: BacklogTool, tasks: readonly WantedTask[]): Promise<readonly string[]> {
  const ids: string[] = [];
  const each = (option: string, values: readonly string[]): readonly string[] =>
    values.flatMap((value) => [`${option}=${value}`]);
  for (const task of tasks) {
    const before = ids[ids.length - task.waitsFor];
    const id = await tool.create(
      ...[task.title, '-s', task.status, '-a', task.assignees.join(',')],
      ...(task.description === '' ? [] : each('--description', [task.description])),
      ...(task.notes === '' ? [] : each('--notes', [task.notes])),
      ...(task.labels.length === 0 ? [] : ['--labels', task.labels.join(',')]),
      ...(task.priority === undefined ? [] : ['--priority', task.priority]),
      ...each('--ac', task.acceptance),
      ...each('--dod', task.done),
      ...each('--ref', task.references),
      ...(before === undefined ? [] : ['--depends-on', before]),
    );
    ids.push(id);
    const checked = task.checked.filter((number) => number <= task.acceptance.length);
    if (checked.length > 0)
      await tool.ask('task', 'edit', id, ...checked.flatMap((number) => ['--check-ac', String(number)]));
  }
  return ids;
}
