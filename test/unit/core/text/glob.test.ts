import assert from 'node:assert/strict';
import { globMessage, settingMessage } from '../../../../src/core/messages/settings.ts';
import { toRules } from '../../../../src/core/model/rules.ts';
import { checkGlob, toAnyGlob, toGlob } from '../../../../src/core/text/glob.ts';

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
      const fault = checkGlob(glob);
      assert.ok(fault !== undefined, glob);
      assert.match(globMessage(fault), /leads out of the folder/, glob);
      assert.ok(!toGlob([glob])('../a.md') && !toGlob([glob])('/etc/passwd'), glob);
    }
    const rules = toRules({
      trackingDirectory: undefined,
      specsInclude: ['../**', 'docs/**/*.md'],
      specsExclude: undefined,
      criteriaPattern: undefined,
    });
    assert.deepEqual(rules.specs.include, ['docs/**/*.md']);
    assert.deepEqual(rules.problems.map(settingMessage), [
      'throughline.specs.include: “../**” leads out of the folder.',
    ]);
  });

  it('are refused when they are no texts, too long, or turned around', () => {
    for (const glob of [undefined, 1, '', ' ', 'a'.repeat(300), '!a'])
      assert.notEqual(checkGlob(glob), undefined, String(glob));
    for (const glob of ['**/a..b/*.md', '**/*.md', 'a/.../b', '*a*a*a*a*'])
      assert.equal(checkGlob(glob), undefined, glob);
  });

  it('fit what VS Code\u2019s fit', () => {
    const cases: readonly (readonly [glob: string, fits: readonly string[], others: readonly string[]])[] = [
      ['docs/**', ['docs', 'docs/a', 'docs/a/b.md'], ['doc', 'docsa', 'a/docs']],
      ['**', ['a', 'a/b'], []],
      ['**/x', ['x', 'a/x', 'a/b/x', '/a/x'], ['ax', 'x/a']],
      ['a/**/b', ['a/b', 'a/x/b', 'a/x/y/b'], ['ab', 'a/xb']],
      ['a**b', ['ab', 'axb'], ['a/b']],
      ['?.md', ['a.md'], ['.md', 'ab.md', '/.md']],
      ['[a-c]/[!x]', ['a/y', 'c/z'], ['d/y', 'a/x']],
      ['{a,b/c}/*.md', ['a/x.md', 'b/c/x.md'], ['b/x.md']],
      ['{**/a,b}/c', ['a/c', 'x/a/c', 'b/c'], ['x/b/c']],
      ['[&~^]/[!&-]', ['&/a', '~/^', '^/b'], ['a/a', '&/&', '&/-']],
      ['[[:alpha:]]', ['[]', 'a]', ':]'], ['b', 'b]']],
      ['[z-a].md', ['[z-a].md'], ['z.md', 'a.md']],
      ['a{', ['a{'], ['a']],
      ['a}[', ['a}['], ['a']],
      ['a(b)+.md', ['a(b)+.md'], ['ab.md', 'abb.md']],
    ];
    for (const [glob, fit, others] of cases) {
      const fits = toGlob([glob]);
      for (const path of fit) assert.ok(fits(path), `${glob} ${path}`);
      for (const path of others) assert.ok(!fits(path), `${glob} ${path}`);
    }
  });

  it('of files that the user keeps read-only may lead anywhere', () => {
    assert.ok(toAnyGlob(['/home/maple/**'])('/home/maple/a.md'));
    assert.ok(toAnyGlob([`${'a'.repeat(300)}/*`])(`${'a'.repeat(300)}/b`));
    assert.ok(!toAnyGlob(['**'])('a/../b'));
  });
});
