import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { FolderRules } from '../../../../../src/core/formats/folderRules.ts';
import { systems } from '../../../../../src/core/formats/registry.ts';
import { toKey } from '../../../../../src/core/text/key.ts';
import { checkParsed } from '../../../../support/documents.ts';
import { indexOf, parseAt } from '../../../../support/indexOf.ts';
import { corpora } from '../../../../support/texts.ts';

const folder = join(corpora, 'spec-kit');

/** Every file of the corpus, by its path. */
function filesIn(): Readonly<Record<string, string>> {
  if (!existsSync(folder)) return {};
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((path) =>
    /\.(?:md|json)$/.test(path),
  );
  return Object.fromEntries(
    paths.sort().map((path) => [path, readFileSync(join(folder, path), 'utf8').replace(/^\uFEFF/, '')]),
  );
}

/** Lines that look like tasks, those in fences of this corpus among them. */
const looksLikeTask = /^\s*[-*+] \[.\]/;

describe('spec-kit features of another project', () => {
  const files = filesIn();
  const paths = Object.keys(files);
  if (paths.length === 0)
    it('are read (no corpora)', function () {
      this.skip();
    });
  else {
    const rules = new FolderRules(systems, {});
    rules.takeFound(paths);
    const read = paths.filter(
      (path) => rules.rootOf(path)?.system === 'specKit' && rules.formatsOf(path).length > 0,
    );
    const index = indexOf(Object.fromEntries(read.map((path) => [path, files[path] ?? ''])), paths, rules);

    it('are all found, with all of their tasks', () => {
      const tasksIn = (wanted: RegExp): number =>
        paths
          .filter((path) => path.endsWith('/tasks.md'))
          .flatMap((path) => (files[path] ?? '').split('\n'))
          .filter((line) => wanted.test(line)).length;
      const tasks = index.streams().flatMap((stream) => stream.tasks);
      assert.equal(index.streams().length, 41);
      assert.equal(index.specs().length, 41);
      assert.equal(tasksIn(looksLikeTask), 470);
      // Two explain a sign.
      assert.equal(tasks.length, 468);
      assert.deepEqual(
        ['done', 'todo', 'unknown'].map(
          (wanted) => tasks.filter(({ status }) => status.value === wanted).length,
        ),
        [460, 4, 4],
      );
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
      const others = paths.filter((path) => !read.includes(path) && rules.formatsOf(path).length > 0);
      assert.deepEqual(others, []);
    });
  }
});
