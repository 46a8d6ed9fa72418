import assert from 'node:assert/strict';
import type { System } from '../../../src/core/formats/format.ts';
import { systems } from '../../../src/core/formats/registry.ts';
import { aroundCalls } from '../../support/fsCalls.ts';
import { OpenedProject } from '../../support/openedProject.ts';
import { progressOf, Repository } from '../../support/repository.ts';

describe('a folder that uses one system alone', () => {
  const repository = new Repository();
  after(() => {
    repository.dispose();
  });
  repository.commit('2026-06-01', {
    'tracking/progress/2026-06-02-feat-a.md': progressOf('feat/a', 'One | todo | -'),
    'tracking/backlog/b.md': '# B\n',
    'spec/c.md': '# C\n\n- **C-1** d\n',
    'docs/trace/readme.md': '# Trace\n',
    '.claude/settings.json': '{}\n',
    'src/deep/er/e.ts': 'e\n',
  });

  /** How often each function of the file system is called until all is read, and once more for a refresh. */
  async function callsOf(read: readonly System[]): Promise<ReadonlyMap<string, number>> {
    const calls = new Map<string, number>();
    const opened = new OpenedProject(repository.root, read);
    await aroundCalls(
      ({ name, go }) => {
        calls.set(name, (calls.get(name) ?? 0) + 1);
        return go();
      },
      async () => {
        await opened.load();
        await opened.refresh();
      },
    );
    assert.equal(opened.index.streams().length, 1);
    opened.dispose();
    return calls;
  }

  it('costs no call of the file system more with all other systems', async () => {
    const tracking = systems.filter(({ id }) => id === 'tracking');
    assert.ok(tracking.length === 1 && systems.length > 1);
    // What belongs to the first look at a clone alone.
    await callsOf(tracking);
    const [alone, all] = [await callsOf(tracking), await callsOf(systems)];
    assert.ok((alone.get('opendirSync') ?? 0) > 0 && (alone.get('openSync') ?? 0) > 0, [...alone].join(' '));
    assert.deepEqual([...all].sort(), [...alone].sort());
  });
});
