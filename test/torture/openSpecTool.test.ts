import assert from 'node:assert/strict';
import { cpSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { changeTaskTexts } from '../support/openSpecTexts.ts';
import { skipWithoutOpenSpec, listChanges, type ToolChange } from '../support/openSpecTool.ts';
import { OpenedProject } from '../support/openedProject.ts';
import { temporaryFolder } from '../support/sample.mjs';
import { corpora } from '../support/texts.ts';

const count = process.env['THROUGHLINE_TORTURE'] === 'full' ? 200 : 40;

describe('OpenSpec’s own command line beside ours', () => {
  let root: string;
  before(skipWithoutOpenSpec);
  beforeEach(() => {
    root = temporaryFolder();
  });
  afterEach(() => {
    rmSync(root, { recursive: true });
  });

  /** The changes as we show them. */
  async function ourChanges(): Promise<readonly ToolChange[]> {
    const opened = new OpenedProject(root);
    try {
      await opened.load();
      return opened.index
        .streams()
        .filter(({ key }) => key.startsWith('openspec/changes/'))
        .map(({ name, tasks }) => ({
          name,
          completedTasks: tasks.filter(({ status }) => status.value === 'done').length,
          totalTasks: tasks.length,
        }))
        .sort((a, b) => (a.name < b.name ? -1 : 1));
    } finally {
      opened.dispose();
    }
  }

  it('names the same changes with the same counts in the folders of its own project', async function () {
    const corpus = join(corpora, 'openspec/openspec');
    if (!existsSync(corpus)) this.skip();
    cpSync(corpus, join(root, 'openspec'), { recursive: true });
    const listed = listChanges(root);
    assert.ok(listed.length > 20);
    assert.deepEqual(await ourChanges(), listed);
  });

  it(`counts the tasks of ${count} changes as we do, however they are written`, async () => {
    // What holds NUL is no text to us: it is told, and not counted.
    const texts = fc.sample(
      changeTaskTexts.filter((text) => !text.includes('\0')),
      count,
    );
    for (const [i, text] of texts.entries()) {
      const folder = join(root, `openspec/changes/change-${i}`);
      mkdirSync(folder, { recursive: true });
      writeFileSync(join(folder, 'proposal.md'), '# A change\n');
      writeFileSync(join(folder, 'tasks.md'), text);
    }
    const [ours, theirs] = [await ourChanges(), listChanges(root)];
    for (const [i, change] of theirs.entries())
      assert.deepEqual(ours[i], change, JSON.stringify(texts[Number(change.name.slice(7))]));
    assert.equal(ours.length, theirs.length);
  });
});
