import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { FolderRules } from '../../../src/core/formats/folderRules.ts';
import { systems } from '../../../src/core/formats/registry.ts';
import { LinkGuard, toRoot } from '../../../src/platform/node/linkGuard.ts';
import { listTracked } from '../../../src/platform/node/trackedListing.ts';
import { temporaryFolder } from '../../support/sample.mjs';

describe('the tracked files of a folder', () => {
  it('are looked through with pauses, however many a search finds', async () => {
    const base = temporaryFolder();
    mkdirSync(join(base, 'tracking'));
    const found = Array.from({ length: 200 }, (_none, i) => `a/specs/spec-${i}.md`);
    let time = 0;
    let pauses = 0;
    const clock = {
      now: () => (time += 1),
      pause: () => {
        pauses++;
        return Promise.resolve();
      },
      today: () => '2026-01-01',
      utc: () => '2026-01-01T00:00:00Z',
      delay: () => Promise.resolve(),
    };
    const listing = await listTracked(
      {
        guard: new LinkGuard([toRoot(base)]),
        clock,
        log: assert.ifError,
        search: () =>
          Promise.resolve({ paths: ['tracking/backlog/later.md', ...found], folders: [], linked: [] }),
        isIgnored: () => false,
        isElsewhere: () => false,
      },
      base,
      new FolderRules(systems, {}),
    );
    assert.deepEqual(listing.problems, []);
    assert.ok(listing.folders.includes('tracking/backlog'), listing.folders.join());
    assert.ok(pauses > found.length / 10, String(pauses));
  });
});
