import assert from 'node:assert/strict';
import { readTrackingPath, toTrackingDirectory } from '../../../../src/core/model/trackingPath.ts';

describe('tracking paths', () => {
  it('finds the directory at the root and in a package', () => {
    assert.deepEqual(readTrackingPath('tracking/progress/a.md', 'tracking'), {
      root: 'tracking',
      folder: 'progress',
      rest: 'a.md',
    });
    assert.deepEqual(readTrackingPath('packages/api/docs/tracking/tech-debt/x/b.md', 'docs/tracking'), {
      root: 'packages/api/docs/tracking',
      folder: 'tech-debt',
      rest: 'x/b.md',
    });
  });

  it('leaves everything else alone', () => {
    for (const path of [
      'tracking/a.md',
      'tracking/progress',
      'mytracking/progress/a.md',
      'progress/a.md',
      '',
    ])
      assert.equal(readTrackingPath(path, 'tracking'), undefined, path);
  });

  it('takes the default for a setting that leads out, matches everything or is no text', () => {
    for (const setting of ['../other', '/**', 'a/../..', '', '/', 7, undefined, 'C:/x', '{a,b}'])
      assert.equal(toTrackingDirectory(setting), 'tracking', String(setting));
    assert.equal(toTrackingDirectory('./docs/work/'), 'docs/work');
  });
});
