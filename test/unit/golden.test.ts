import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { systems } from '../../src/core/formats/registry.ts';
import { readMarkdown } from '../../src/core/text/markdownRemark.ts';
import { noMarkdown, OpenedProject } from '../support/openedProject.ts';
import type { MarkdownParser } from '../../src/project/world.ts';
import { goldenRecord } from '../support/goldenRecord.ts';
import { goldenRepositories } from '../support/goldenRepositories.ts';
import { notRead } from '../support/notRead.ts';
import { Repository } from '../support/repository.ts';
import { makeSample, temporaryFolder, workspaceIdOf } from '../support/sample.mjs';

const records = join(process.env['THROUGHLINE_ROOT'] ?? '', 'test/golden');
const isUpdate = process.env['THROUGHLINE_GOLDEN'] === 'update';

/** What is drawn, said and written, compared with the records; `THROUGHLINE_GOLDEN=update` writes them anew. */
describe('the golden record of', () => {
  const compare = async (name: string, root: string): Promise<void> => {
    const parse: MarkdownParser['parse'] = (text) => {
      const read = readMarkdown(text);
      return Promise.resolve(
        read.kind === 'blocks' ? { kind: 'read', markdown: read } : notRead(read.message),
      );
    };
    const disk = new OpenedProject(root, systems, { markdown: { ...noMarkdown, parse } });
    try {
      await disk.load();
      const [, hash = ''] = workspaceIdOf('', root).split('_');
      const record = (await goldenRecord(disk)).replaceAll(root, '<root>').replaceAll(hash, '<hash>');
      const path = join(records, `${name.replaceAll(/\W+/g, '-')}.txt`);
      if (isUpdate) {
        mkdirSync(records, { recursive: true });
        writeFileSync(path, record);
      }
      assert.ok(existsSync(path), path);
      const wanted = readFileSync(path, 'utf8').split('\n');
      for (const [i, line] of record.split('\n').entries())
        assert.equal(line, wanted[i], `${name}, line ${i + 1}`);
      assert.equal(record.split('\n').length, wanted.length, name);
    } finally {
      disk.dispose();
    }
  };

  it('the sample', async () => {
    const parent = temporaryFolder();
    try {
      await compare('the sample', makeSample(parent).root);
    } finally {
      rmSync(parent, { recursive: true, force: true });
    }
  });

  for (const [name, make] of Object.entries(goldenRepositories))
    it(name, async () => {
      const repository = new Repository();
      try {
        make(repository);
        await compare(name, repository.root);
      } finally {
        repository.dispose();
      }
    });
});
