import assert from 'node:assert/strict';
import { toTrackingDirectory } from '../../../../src/core/formats/tracking/settings.ts';
import { readTrackingPath, isItemName } from '../../../../src/core/formats/tracking/trackingPath.ts';
import { isPlaceholder } from '../../../../src/core/model/placeholder.ts';

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

  it('takes nothing for an item that explains, lists or is copied, and nothing else for that', () => {
    for (const name of [
      'README',
      'INDEX',
      'index',
      'AGENTS',
      'CLAUDE',
      'Template',
      '_TEMPLATE',
      '_x',
      '.hidden',
    ])
      assert.equal(isItemName(`tracking/progress/sub/${name}.md`), false, name);
    for (const name of [
      '2026-06-11-index',
      '2026-06-11-claude',
      'index-page',
      'readme-badges',
      'agents-of-change',
      'templates',
      'a_b',
      'x.y',
    ])
      assert.equal(isItemName(`tracking/_archive/.x/${name}.md`), true, name);
    assert.equal(isItemName('tracking/progress/a.txt'), false);
  });

  it('knows what stands for a name that is still to come', () => {
    for (const text of ['<owner>', '<your name>', '<>', '<high | low>'])
      assert.equal(isPlaceholder(text), true, text);
    for (const text of [
      'owner',
      '<a> and <b>',
      'a <b>',
      '<maple@example.org>',
      '<https://example.org>',
      '<',
      '',
    ])
      assert.equal(isPlaceholder(text), false, text);
  });

  it('takes the default for a setting that leads out, matches everything or is no text', () => {
    for (const setting of ['../other', '/**', 'a/../..', '', '/', 7, undefined, 'C:/x', '{a,b}'])
      assert.equal(toTrackingDirectory(setting), 'tracking', String(setting));
    assert.equal(toTrackingDirectory('./docs/plans/'), 'docs/plans');
  });
});
