import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runAtOnce } from '../../../../../src/core/base/steps.ts';
import { FolderRules } from '../../../../../src/core/formats/folderRules.ts';
import { systems } from '../../../../../src/core/formats/registry.ts';
import { toKey } from '../../../../../src/core/text/key.ts';
import {
  readRequirementText,
  type RequirementBlock,
} from '../../../../../src/core/text/requirementBlocks.ts';
import { SourceText } from '../../../../../src/core/text/sourceText.ts';
import { checkParsed } from '../../../../support/documents.ts';
import { indexOf, parseAt } from '../../../../support/indexOf.ts';
import { corpora } from '../../../../support/texts.ts';

const folder = join(corpora, 'openspec');

/** Every file of the corpus, by its path. */
function filesIn(): Readonly<Record<string, string>> {
  if (!existsSync(folder)) return {};
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((path) =>
    /\.(?:md|yaml)$/.test(path),
  );
  return Object.fromEntries(
    paths.sort().map((path) => [path, readFileSync(join(folder, path), 'utf8').replace(/^\uFEFF/, '')]),
  );
}

describe('OpenSpec folders of another project', () => {
  const files = filesIn();
  const paths = Object.keys(files);
  if (paths.length === 0)
    it('are read (no corpora)', function () {
      this.skip();
    });
  else {
    const rules = new FolderRules(systems, {});
    rules.takeFound(paths);
    const read = paths.filter((path) => rules.formatsOf(path).length > 0);
    const index = indexOf(Object.fromEntries(read.map((path) => [path, files[path] ?? ''])), paths, rules);
    const streams = index.streams();

    it('have all of their tasks, with their numbers', () => {
      const tasks = streams.flatMap((stream) => stream.tasks);
      assert.equal(read.filter((path) => path.endsWith('/tasks.md')).length, 124);
      assert.equal(tasks.length, 2503);
      assert.equal(tasks.filter(({ id }) => id === undefined).length, 618);
      assert.equal(tasks.filter(({ status }) => status.value === 'done').length, 2167);
    });

    it('have all of their requirements and scenarios, but for those in code', () => {
      const criteria = index.specs().flatMap((spec) => spec.criteria);
      const deltas = streams.flatMap((stream) => stream.deltas);
      assert.equal(index.specs().length, 36);
      assert.equal(criteria.length, 251);
      assert.equal(criteria.flatMap(({ scenarios = [] }) => scenarios).length, 706);
      assert.deepEqual(
        (['added', 'modified', 'removed', 'renamed'] as const).map(
          (wanted) => deltas.filter(({ operation }) => operation === wanted).length,
        ),
        [362, 122, 5, 0],
      );
      const blocksIn = (path: string): readonly RequirementBlock[] =>
        runAtOnce(readRequirementText(new SourceText(files[path] ?? ''))).sections.flatMap(
          ({ blocks }) => blocks,
        );
      const all = paths.filter((path) => path.endsWith('/spec.md')).flatMap(blocksIn);
      assert.equal(all.length, 748);
      // Three more stand in code, and 132 in specs of another kind, below no requirement.
      assert.equal(all.flatMap(({ scenarios }) => scenarios).length, 2466 - 3 - 132);
      // Two more of each are examples in the code of a proposal.
      const examples = 'openspec/changes/archive/2025-08-19-adopt-delta-based-changes/proposal.md';
      assert.equal((files[examples] ?? '').match(/^### Requirement:/gm)?.length, 2);
      assert.deepEqual(blocksIn(examples), []);
    });

    it('are shown, file by file, as items or as a problem with its place', () => {
      for (const path of read) {
        const parsed = parseAt(path, files[path] ?? '', rules);
        checkParsed(files[path] ?? '', parsed);
        assert.ok(parsed.parts.length > 0 || parsed.problems.length > 0, path);
        assert.ok(index.file(toKey(path)), path);
      }
    });

    it('have no file that another system reads', () => {
      const others = read.filter((path) => rules.rootOf(path)?.system !== 'openSpec');
      assert.deepEqual(others, []);
    });
  }
});
