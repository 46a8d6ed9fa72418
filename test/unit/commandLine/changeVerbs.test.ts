import assert from 'node:assert/strict';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { answer, throughline, type Ran } from '../../support/commandLine.ts';
import { makeSample, temporaryFolder, type Sample } from '../../support/sample.mjs';

const change = 'openspec/changes/limit-calls';
const delta = `${change}/specs/transport/spec.md`;
const why = 'Callers flood each other.';

describe('the command line, on what a change says', () => {
  let parent: string;
  let sample: Sample;
  const run = (...words: readonly string[]): Promise<Ran> => throughline('wren-1a2b', sample.root, ...words);
  const text = (path: string): string => readFileSync(join(sample.root, path), 'utf8');
  const told = async (...words: readonly string[]): Promise<string> => {
    const { exit, out, error } = await run(...words);
    assert.equal(exit, 0, error + out);
    return out.split('\n')[0] ?? '';
  };
  const refused = async (...words: readonly string[]): Promise<string> => {
    const { exit, out, error } = await run(...words);
    assert.equal(exit, 1, error + out);
    return (error + out).split('\n')[0] ?? '';
  };

  before(() => {
    parent = temporaryFolder();
    sample = makeSample(parent);
  });
  after(() => {
    rmSync(parent, { recursive: true });
  });

  it('proposes one, once', async () => {
    const words = ['change', 'propose', 'limit-calls', '--title', 'Limit calls', '--why', why];
    assert.equal(await told(...words, '--what=- a limit\n- a queue'), 'ok Proposed limit-calls.');
    assert.match(
      text(`${change}/proposal.md`),
      /^# Change: Limit calls\n\n## Why\n\nCallers flood each other\.\n/,
    );
    assert.match(await refused(...words, '--what', 'x'), /There is a change limit-calls already/);
    assert.match(
      await refused('change', 'propose', 'Limit', '--why', why, '--what', 'x'),
      /is not a name of a change/,
    );
    assert.equal((await run('change', 'propose', 'other', '--why', why)).exit, 2);
  });

  it('writes a field of it', async () => {
    assert.equal(
      await told('change', 'set', 'limit-calls', 'why', 'Nobody', 'waits.'),
      'ok Changed “why” of limit-calls.',
    );
    assert.match(text(`${change}/proposal.md`), /\n## Why\n\nNobody waits\.\n\n## What/);
    assert.match(
      await refused('change', 'set', 'limit-calls', 'what', '## More'),
      /Line 1 would begin another section/,
    );
    assert.equal((await run('change', 'set', 'limit-calls', 'when', 'x')).exit, 2);
    assert.match(await refused('change', 'set', 'limit-call', 'why', 'x'), /There is no change “limit-call”/);
    assert.match(await refused('change', 'set', 'add-keep-alive', 'why', 'x'), /add-keep-alive is archived/);
  });

  it('adds deltas to it, and undoes one', async () => {
    const { ok, data, undo } = await answer(
      'wren-1a2b',
      sample.root,
      ...['change', 'delta', 'limit-calls', 'added', 'transport', 'Calls', 'have', 'a', 'limit'],
      ...['--text', 'A caller SHALL wait.', '--scenario', 'Flood: WHEN it calls too often THEN it waits'],
      ...['--scenario', 'Idle: WHEN it is idle THEN it does not wait'],
    );
    assert.ok(ok);
    assert.deepEqual(data['path'], { untrusted: true, text: delta });
    const whole = text(delta);
    assert.equal(
      whole,
      '# Spec Delta\n\n## ADDED Requirements\n\n### Requirement: Calls have a limit\nA caller SHALL wait.\n\n' +
        '#### Scenario: Flood\n- **WHEN** it calls too often\n- **THEN** it waits\n\n' +
        '#### Scenario: Idle\n- **WHEN** it is idle\n- **THEN** it does not wait\n',
    );
    await told(...(undo ?? '').replace('throughline ', '').split(' '));
    assert.ok(!existsSync(join(sample.root, delta)));
    await told('change', 'delta', 'limit-calls', 'modified', 'transport', 'Frames', 'have', 'a', 'limit');
    assert.match(text(delta), /### Requirement: Frames have a limit\nA frame SHALL hold at most 1 MiB\.\n/);
    await told(
      ...['change', 'delta', 'limit-calls', 'renamed', 'transport', 'Connections stay open'],
      ...['--new-name', 'Connections wait'],
    );
    assert.match(
      await refused(
        'change',
        'delta',
        'limit-calls',
        'removed',
        'transport',
        'Frames',
        'have',
        'no',
        'limit',
      ),
      /has no requirement “Frames have no limit”\. Did you mean “Frames have a limit”\?/,
    );
    assert.equal(
      (await run('change', 'delta', 'limit-calls', 'added', 'transport', 'X', '--scenario', 'none')).exit,
      2,
    );
  });

  it('adds tasks to it, and sets their status', async () => {
    await told('change', 'task', 'limit-calls', 'Count', 'calls');
    assert.equal(text(`${change}/tasks.md`), '# Tasks\n\n- [ ] 1.1 Count calls\n');
    await told('change', 'status', 'Count calls', 'done');
    assert.equal(text(`${change}/tasks.md`), '# Tasks\n\n- [x] 1.1 Count calls\n');
    assert.match((await run('spec', 'limit-calls')).out, /limit-calls · 1\/1 · 2 deltas/);
  });
});
