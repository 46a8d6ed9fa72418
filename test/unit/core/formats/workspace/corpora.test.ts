import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openAt, streamPartOf } from '../../../../support/changed.ts';
import { checkParsed } from '../../../../support/documents.ts';
import { corpora } from '../../../../support/texts.ts';

const folder = join(corpora, 'json-progress');

describe('JSON progress of another project', () => {
  const files = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.json')) : [];
  if (files.length === 0)
    it('is read (no corpora)', function () {
      this.skip();
    });

  for (const name of files)
    it(`is shown, file by file, as items or as a problem with its place: ${name}`, () => {
      const text = readFileSync(join(folder, name), 'utf8');
      const open = openAt(name, text);
      assert.ok(open);
      const { parts, problems } = open.parsed;
      checkParsed(text, open.parsed);
      const whole = wholeOf(text);
      if (whole === undefined) {
        assert.deepEqual([parts.length, problems.length, problems[0]?.severity], [0, 1, 'error']);
        return;
      }
      // Only what is wrong for everybody who reads JSON.
      assert.deepEqual(
        problems.filter(({ code }) => !code.startsWith('data.')),
        [],
      );
      const { tasks = [], sessions = [] } = streamPartOf(open);
      assert.equal(tasks.length, whole['features']?.length ?? 0);
      assert.equal(sessions.length, whole['sessions']?.length ?? 0);
      assert.ok(tasks.length + sessions.length > 0);
      const said = JSON.stringify(streamPartOf(open));
      for (const key of Object.keys(whole))
        assert.ok(['features', 'sessions', 'project'].includes(key) || said.includes(`"name":"${key}"`), key);
    });
});

/** What a text is to anybody who reads JSON; undefined where it is none. */
function wholeOf(text: string): Readonly<Record<string, readonly unknown[] | undefined>> | undefined {
  try {
    return JSON.parse(text) as Readonly<Record<string, readonly unknown[]>>;
  } catch {
    return undefined;
  }
}
