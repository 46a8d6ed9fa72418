import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { claim } from '../../../src/core/actions/claim.ts';
import { absolute, progressFile } from '../../support/inHost.ts';
import { OwnProject } from '../../support/ownProject.ts';

describe('links that lead out of the workspace', () => {
  const own = new OwnProject();
  const { host, project, folder } = own;
  const outside = fs.mkdtempSync(join(tmpdir(), 'throughline-outside-'));
  const text = progressFile('feat/out', 'One | todo | -');
  const file = 'tracking/progress/2026-08-02-out.md';

  before(() => {
    fs.writeFileSync(join(outside, 'a.md'), text);
    fs.symlinkSync(join(outside, 'a.md'), absolute(file));
    fs.symlinkSync(outside, absolute('tracking/progress/out'));
  });
  after(() => {
    fs.rmSync(absolute(file));
    fs.rmSync(absolute('tracking/progress/out'));
    fs.rmSync(outside, { recursive: true });
    own.dispose();
  });

  it('are neither written nor read through, neither a file nor one below a folder', async () => {
    for (const path of [file, 'tracking/progress/out/a.md']) {
      const result = await project.run(
        { folder, path },
        claim,
        { taskKey: `${path}#One` },
        { me: 'maple', through: 'disk' },
      );
      assert.equal(result.kind === 'refused' && result.code, 'link.outside', path);
    }
    for (const made of [
      await project.create(folder, { path: 'tracking/progress/out/new.md', text }),
      await project.createFolder(folder, 'tracking/progress/out/new'),
    ])
      assert.equal(made.kind === 'refused' && made.code, 'link.outside');
    for (const path of [file, 'tracking/progress/out/a.md']) {
      const read = await host.read(folder, path);
      assert.equal(read.kind === 'unreadable' && read.code, 'file.outside', 'nor read');
    }
    assert.deepEqual(fs.readdirSync(outside), ['a.md']);
    assert.equal(fs.readFileSync(join(outside, 'a.md'), 'utf8'), text);
  });
});
