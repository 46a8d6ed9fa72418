import assert from 'node:assert/strict';
import { utimesSync } from 'node:fs';
import { join } from 'node:path';
import { toKey } from '../../../src/core/text/key.ts';
import { OpenedProject } from '../../support/openedProject.ts';
import { problemsIn } from '../../support/indexOf.ts';
import { Repository } from '../../support/repository.ts';

const path = 'tasks/x/trace.md';
const traceOf = (status: string): string =>
  `# Trace: w\n**Task:** t | **Status:** in-progress\n\n## Step 1: a\n**Status:** ${status} | **Summary:** Did it.\n` +
  '**Artifacts:** Created src/a.ts, notes.md | **Current focus:** The third of five files\n';

describe('the focus of a step', () => {
  const began = Date.parse('2026-06-20T12:00:00Z') / 1000;
  const day = 24 * 60 * 60;
  let repository: Repository;
  let opened: OpenedProject;

  beforeEach(() => {
    repository = new Repository();
    repository.write('src/a.ts', 'a\n');
    repository.write('tasks/x/notes.md', '# Notes\n');
    repository.write('src/b.ts', 'b\n');
  });
  afterEach(() => {
    opened.dispose();
    repository.dispose();
  });

  /** Sets how long after the first day files were changed. */
  function touch(files: Readonly<Record<string, number>>): void {
    for (const [name, later] of Object.entries({ [path]: 0, 'src/a.ts': 0, 'tasks/x/notes.md': 0, ...files }))
      utimesSync(join(repository.root, name), began + later, began + later);
  }

  async function told(
    status = 'in-progress',
    files: Readonly<Record<string, number>> = {},
  ): Promise<string[]> {
    repository.write(path, traceOf(status));
    touch(files);
    opened = new OpenedProject(repository.root);
    await opened.load();
    return staleIn();
  }

  const staleIn = (): string[] =>
    problemsIn(opened.index, path).filter((each) => each.startsWith('step.staleFocus'));

  it('is told to stand still where files of the trace were changed a day later', async () => {
    assert.deepEqual(await told('in-progress', { 'src/a.ts': day + 1 }), [
      'step.staleFocus (4): src/a.ts was changed more than a day after the focus of step 1.',
    ]);
  });

  it('is told so also where they are changed while it is shown', async () => {
    assert.deepEqual(await told(), []);
    touch({ 'tasks/x/notes.md': 2 * day });
    await opened.refresh();
    assert.deepEqual(staleIn(), [
      'step.staleFocus (4): tasks/x/notes.md was changed more than a day after the focus of step 1.',
    ]);
    touch({ [path]: 2 * day, 'tasks/x/notes.md': 2 * day });
    await opened.refresh();
    assert.deepEqual(staleIn(), []);
  });

  it('may be as old as it is where nothing of the trace was changed, or the step is over', async () => {
    assert.deepEqual(await told('in-progress', { 'src/a.ts': day, 'src/b.ts': 9 * day }), []);
    opened.dispose();
    assert.deepEqual(await told('failed', { 'src/a.ts': 2 * day }), []);
    assert.ok(opened.index.file(toKey(path)));
  });
});
