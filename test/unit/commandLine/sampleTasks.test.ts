import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { throughline, type Ran } from '../../support/commandLine.ts';
import { git, makeSample, temporaryFolder, type Sample } from '../../support/sample.mjs';

const as = 'wren-1a2b';
const cancel = 'backlog/tasks/task-4 - Cancel-calls-by-their-tag.md';
const urgent = 'backlog/tasks/task-3 - Send-urgent-calls-first.md';
const made = 'backlog/tasks/task-5 - Its-a-test.md';
const boxes = 'specs/016-call-tracing/tasks.md';

describe('the command line, on the tasks of other tools in the sample', () => {
  let parent: string;
  let sample: Sample;
  const run = (...words: readonly string[]): Promise<Ran> => throughline(as, sample.root, ...words);
  /** Without the minute at which a task was changed or made. */
  const textOf = (path: string): string =>
    existsSync(join(sample.root, path))
      ? readFileSync(join(sample.root, path), 'utf8').replace(
          /^(updated_date|created_date): '20(?!26-06-)[\d: -]+'$/gm,
          '$1: NOW',
        )
      : '';
  /** A command changes one file as given, not another byte of it, and no other file. */
  const changes = async (
    words: readonly string[],
    path: string,
    ...edits: readonly (readonly [was: string, is: string])[]
  ): Promise<void> => {
    git(sample.root, '2026-06-25T10:00:00Z', 'add', '--all');
    const before = textOf(path);
    const after = edits.reduce((text, [was, is]) => {
      assert.equal(text.split(was).length, 2, `one ${JSON.stringify(was)}`);
      return text.replace(was, is);
    }, before);
    const { exit, out, error } = await run(...words);
    assert.equal(exit, 0, out + error);
    assert.equal(textOf(path), after, words.join(' '));
    const status = git(sample.root, '2026-06-25T10:00:00Z', 'diff', '--name-only', '-z');
    assert.equal(status, before === after ? '' : `${path}\0`);
  };
  const refusal = async (...words: readonly string[]): Promise<string> => {
    const { exit, error } = await run(...words);
    assert.equal(exit, 1);
    return error.split('\n')[0] ?? '';
  };

  before(() => {
    parent = temporaryFolder();
    sample = makeSample(parent);
  });
  after(() => {
    rmSync(parent, { recursive: true });
  });

  it('claims, releases and assigns a task of Backlog.md', async () => {
    const owned = ['assignee: []', "assignee: ['@wren-1a2b']"] as const;
    const begun = ['status: To Do', 'status: In Progress'] as const;
    await changes(['claim', 'TASK-4'], cancel, begun, owned);
    await changes(['release', 'TASK-4'], cancel, [begun[1], begun[0]], [owned[1], owned[0]]);
    await changes(['assign', 'TASK-4', as], cancel, owned);
    await changes(['claim', 'task-4'], cancel, begun);
  });

  it('checks and unchecks its criteria, and finishes it once all are checked', async () => {
    const first = ['- [ ] #1 Calls', '- [x] #1 Calls'] as const;
    const second = ['- [ ] #2 Answers', '- [x] #2 Answers'] as const;
    await changes(['backlog', 'check', 'TASK-4', '1'], cancel, first);
    assert.match(await refusal('finish', 'TASK-4'), /^refused checks\.open: .*unchecked criteria: #2\.$/);
    await changes(['backlog', 'check', 'TASK-4', '1', '--undone'], cancel, [first[1], first[0]]);
    await changes(['backlog', 'check', 'TASK-4', '1'], cancel, first);
    await changes(['backlog', 'check', 'TASK-4', '2'], cancel, second);
    await changes(['finish', 'TASK-4'], cancel, ['status: In Progress', 'status: Done']);
    await changes(['reopen', 'TASK-4'], cancel, ['status: Done', 'status: In Progress']);
    await changes(['status', 'TASK-4', 'todo'], cancel, ['status: In Progress', 'status: To Do']);
  });

  it('notes at the end of its file, or of the branch that the task is of', async () => {
    const note = `${as}: Tags ignore case`;
    await changes(['note', 'Tags ignore case', '--task', 'TASK-4'], cancel, [
      '<!-- AC:END -->\n',
      `<!-- AC:END -->\n\n## Implementation Notes\n\n<!-- SECTION:NOTES:BEGIN -->\n${note}\n<!-- SECTION:NOTES:END -->\n`,
    ]);
    await changes(
      ['note', 'Half of it', '--task', 'Backfill tests'],
      'tracking/progress/2026-06-11-feat-rpc-retry.md',
      ['tech-debt/rpc-jitter.md)\n', `tech-debt/rpc-jitter.md)\n- ${as}: Backfill tests: Half of it\n`],
    );
    assert.match(await refusal('note', 'a', '--task', 'T004'), /^refused /);
  });

  it('notes in what flowspec remembers of a task, where it does', async () => {
    const memory = 'backlog/memory/task-4.md';
    const note = (text: string): readonly string[] => ['note', text, '--task', 'TASK-4', '--memory'];
    assert.equal(
      await refusal(...note('a')),
      `refused note.noMemory: There is no memory file for Cancel calls by their tag.`,
    );
    writeFileSync(
      join(sample.root, 'flowspec_workflow.yml'),
      'states: ["To Do", "In Progress", "Done"]\nworkflows: {}\n',
    );
    mkdirSync(join(sample.root, 'backlog/memory'));
    const text = (...lines: readonly string[]): string => `# Task Memory: task-4\n${lines.join('\n')}\n`;
    const state = ['## Current State', '', '<!-- what is next -->'];
    for (const [was, is] of [
      [text('', ...state, '', '## Questions'), text('', ...state, '', `- ${as}: a b`, '', '## Questions')],
      [text('', ...state, '- Done', '', '# End'), text('', ...state, '- Done', `- ${as}: a b`, '', '# End')],
      [
        text('', '## Notes', '```', '## Code', '```'),
        text('', '## Notes', '```', '## Code', '```', '', `- ${as}: a b`),
      ],
      [text('Text'), text('Text', '', `- ${as}: a b`)],
    ] as const) {
      writeFileSync(join(sample.root, memory), was);
      await changes(note('a \n b'), memory, [was, is]);
    }
  });

  it('makes a task as Backlog.md does', async () => {
    assert.equal(
      (await run('backlog', 'add', "It's: a test", '--root', 'backlog', '--priority', 'high')).exit,
      0,
    );
    assert.equal(
      textOf(made),
      "---\nid: TASK-5\ntitle: 'It''s: a test'\nstatus: To Do\nassignee: []\ncreated_date: NOW\nlabels: []\ndependencies: []\npriority: high\n---\n\n" +
        '## Definition of Done\n<!-- DOD:BEGIN -->\n- [ ] #1 Tests pass\n- [ ] #2 The guide says it\n<!-- DOD:END -->\n',
    );
  });

  it('takes nothing from others, and begins nothing that waits or is a draft', async () => {
    assert.match(await refusal('claim', 'TASK-3'), /^refused task\.taken: .*otter/);
    assert.match(await refusal('claim', 'TASK-2'), /^refused dependencies\.open: .*TASK-3/);
    assert.match(await refusal('claim', 'DRAFT-1'), /^refused task\.draft: .*Promote it/);
    assert.match(textOf(urgent), /updated_date: '2026-06-18 15:05'/);
  });

  it('changes one character of a feature of spec-kit, and claims beside it', async () => {
    const done = ['- [ ] T004', '- [X] T004'] as const;
    await changes(['claim', 'T004'], boxes);
    await changes(['assign', 'T005', 'otter'], boxes);
    await changes(['release', 'T004'], boxes);
    await changes(['finish', 'T004'], boxes, done);
    await changes(['reopen', 'T004'], boxes, [done[1], done[0]]);
    await changes(['status', 'T006', 'done'], boxes, ['- [ ] T006', '- [X] T006']);
    const last = 'in src/tracing/follow.ts (depends on T003-T005)\n';
    await changes(
      ['add', 'Time out after 2 s', '--branch', '016-call-tracing', '--criterion', 'US2'],
      boxes,
      [last, `${last}- [ ] T007 [US2] Time out after 2 s\n`],
    );
  });

  it('makes it the active one, and says which of its commands comes next', async () => {
    assert.match((await run('feature', 'next')).out, /^ok \/speckit\.clarify$/m);
    assert.equal((await run('feature', 'activate')).exit, 0);
    assert.equal(textOf('.specify/feature.json'), '{\n  "feature_directory": "specs/016-call-tracing"\n}\n');
  });
});
