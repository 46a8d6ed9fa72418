import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseDocument } from 'yaml';
import { checkParsed } from '../../../../support/documents.ts';
import { itemOf, rulesWith } from '../../../../support/backlogTexts.ts';
import { openAt } from '../../../../support/changed.ts';
import { corpora, markdownFiles } from '../../../../support/texts.ts';

/** Every task of a folder, read. */
function read(name: string) {
  const folder = join(corpora, name);
  const rules = rulesWith(readFileSync(join(folder, 'backlog/config.yml'), 'utf8'));
  return markdownFiles(folder).flatMap(({ path, text }) => {
    const open = openAt(path, text, rules);
    return open === undefined ? [] : [{ path, text, open, item: itemOf(open) }];
  });
}

const expected = {
  'backlog-md': { items: 674, numbered: 3160, refused: 21, unread: 0 },
  flowspec: { items: 551, numbered: 2771, refused: 0, unread: 1 },
};

describe('the backlog of another project', () => {
  for (const [name, counts] of Object.entries(expected)) {
    it(`is shown whole, each file as an item: ${name}`, function () {
      if (!existsSync(join(corpora, name))) this.skip();
      const files = read(name);
      for (const { text, open } of files) checkParsed(text, open.parsed);
      assert.equal(files.length, counts.items);
      const checks = files.flatMap(({ item }) => item.task.checks ?? []);
      assert.equal(checks.filter(({ id }) => id !== undefined).length, counts.numbered);
      const isStrict = (text: string): boolean => {
        const front = /^---\n([^]*?)\n---/.exec(text)?.[1] ?? '';
        return parseDocument(front, { logLevel: 'silent' }).errors.length === 0;
      };
      assert.equal(files.filter(({ text }) => !isStrict(text)).length, counts.refused);
      const codes = files.flatMap(({ open }) => open.parsed.problems.map(({ code }) => code));
      assert.deepEqual(
        codes.filter((code) => code.startsWith('frontMatter') || code.startsWith('item')),
        [],
      );
      for (const { path, item } of files) {
        assert.ok(item.task.title.value !== '', path);
        assert.ok(item.task.id !== undefined || item.task.title.written === '', path);
      }
      assert.equal(files.filter(({ item }) => item.task.title.written === '').length, counts.unread);
    });
  }
});
