import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  agentDatabase,
  databaseAt,
  fromRowPath,
  ownDatabase,
  toRowPath,
  toUnnamedPath,
} from '../../../../../src/core/formats/specDatabase/places.ts';

describe('paths of rows', () => {
  it('are below their database, as plain as their names', () => {
    assert.equal(
      toRowPath({ database: agentDatabase, kind: 'change', name: 'add-2fa' }),
      '.dirge/sessions/state.db/changes/add-2fa.json',
    );
    assert.equal(
      toRowPath({ database: ownDatabase, kind: 'capability', name: 'user auth' }),
      '.throughline/specs.db/specs/user%20auth.json',
    );
  });

  it('are one for each name, whatever signs are in it, and lead out of nowhere', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), (name) => {
        const rows = { database: agentDatabase, kind: 'change' as const, name };
        const path = toRowPath(rows);
        assert.deepEqual(fromRowPath(path), rows);
        assert.match(path.slice(agentDatabase.length), /^\/changes\/[\w.%-]*\.json$/);
        assert.notEqual(path.split('/').at(-1), '..');
      }),
    );
    for (const name of [
      '..',
      '.',
      '',
      'a/b',
      '../../x',
      'new\nline',
      "it's (a) *star* ~!",
      '%2F',
      'x'.repeat(300),
    ])
      assert.equal(fromRowPath(toRowPath({ database: ownDatabase, kind: 'capability', name }))?.name, name);
  });

  it('are read as nothing else than what was written', () => {
    for (const path of [
      agentDatabase,
      `${agentDatabase}/changes/a/b.json`,
      `${agentDatabase}/changes/a%2fb.json`,
      `${agentDatabase}/changes/%61.json`,
      `${agentDatabase}/changes/%.json`,
      `${agentDatabase}/other/a.json`,
      `sub/${agentDatabase}/changes/a.json`,
      toUnnamedPath(agentDatabase, 'change', '5'),
    ])
      assert.equal(fromRowPath(path), undefined, path);
  });

  it('know what stands beside a database', () => {
    for (const end of ['', '-wal', '-shm', '-journal'])
      assert.equal(databaseAt(`${agentDatabase}${end}`), agentDatabase);
    for (const path of [`${agentDatabase}/changes/a.json`, `${agentDatabase}x`, 'state.db'])
      assert.equal(databaseAt(path), undefined);
  });
});
