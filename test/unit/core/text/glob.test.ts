import assert from 'node:assert/strict';
import { toRules } from '../../../../src/core/model/rules.ts';
import { checkGlob, toGlob } from '../../../../src/core/text/glob.ts';

describe('globs in settings', () => {
  it('find specs where VS Code would', () => {
    const fits = toGlob(['**/{spec,specs}/**/*.md', 'docs/*.md']);
    for (const path of ['spec/a.md', 'a/specs/b/c.md', '.x/spec/a.md', 'docs/a.md'])
      assert.ok(fits(path), path);
    for (const path of ['spec/a.txt', 'docs/a/b.md', 'spec.md']) assert.ok(!fits(path), path);
  });

  it('stay in the folder', () => {
    const outside = [
      '../**',
      '/**',
      '/etc/*',
      'a/../../b',
      '{..,a}/**',
      'C:/x/**',
      '~/**',
      '..\\x',
      '\\\\host\\x',
    ];
    for (const glob of outside) {
      assert.match(checkGlob(glob) ?? '', /leads out of the folder/, glob);
      assert.ok(!toGlob([glob])('../a.md') && !toGlob([glob])('/etc/passwd'), glob);
    }
    const rules = toRules({
      trackingDirectory: undefined,
      specsInclude: ['../**', 'docs/**/*.md'],
      specsExclude: undefined,
      criteriaPattern: undefined,
    });
    assert.deepEqual(rules.specs.include, ['docs/**/*.md']);
    assert.deepEqual(rules.problems, ['throughline.specs.include: “../**” leads out of the folder.']);
  });

  it('are refused when they are no texts, too long, or slow to match', () => {
    for (const glob of [undefined, 1, '', ' ', 'a'.repeat(300), '*a*a*a*a*', '!a'])
      assert.notEqual(checkGlob(glob), undefined, String(glob));
    for (const glob of ['**/a..b/*.md', '**/*.md', 'a/.../b']) assert.equal(checkGlob(glob), undefined, glob);
  });
});
