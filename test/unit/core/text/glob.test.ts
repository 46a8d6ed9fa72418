import assert from 'node:assert/strict';
import fc from 'fast-check';
import { trackingSettings } from '../../../../src/core/formats/tracking/settings.ts';
import { globMessage, settingMessage } from '../../../../src/core/messages/settings.ts';
import {
  checkGlob,
  folderOf,
  toAnyGlob,
  toFolderFilter,
  toGlob,
  toRelativeGlob,
} from '../../../../src/core/text/glob.ts';
import { toRules } from '../../../support/rules.ts';

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
    assert.deepEqual(trackingSettings(rules.settings).specs.include, ['docs/**/*.md']);
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

  it('fit the same whether a sign in them asks for the slower engine or not', () => {
    const parts = fc.constantFrom('**', '*', 'a', 'ab', 'a*', '*.md', 'a*.[mM][dD]', '.a', '');
    const names = fc.constantFrom('a', 'ab', 'a.md', 'b.MD', '.a', 'a\nb', 'é', '', 'a.mdx');
    fc.assert(
      fc.property(
        fc.array(parts, { minLength: 1, maxLength: 4 }),
        fc.array(names, { minLength: 1, maxLength: 4 }),
        (pattern, path) => {
          const [plain, other] = [pattern.join('/'), `{${pattern.join('/')},!}`];
          assert.equal(toAnyGlob([plain])(path.join('/')), toAnyGlob([other])(path.join('/')));
        },
      ),
      { numRuns: 2000 },
    );
  });

  it('of files that the user keeps read-only may lead anywhere', () => {
    assert.ok(toAnyGlob(['/home/maple/**'])('/home/maple/a.md'));
    assert.ok(toAnyGlob([`${'a'.repeat(300)}/*`])(`${'a'.repeat(300)}/b`));
    assert.ok(!toAnyGlob(['**'])('a/../b'));
  });
});

describe('globs below a place', () => {
  const deep = { base: 'packages/[a]/tracking', pattern: 'progress/**/*.[mM][dD]' };
  const flat = { base: 'work', pattern: 'list.json' };

  it('begin in the innermost folder that all is below', () => {
    assert.equal(folderOf(deep), 'packages/[a]/tracking/progress');
    assert.equal(folderOf(flat), 'work');
    assert.equal(folderOf({ base: '', pattern: '*/a/b.json' }), '');
    assert.equal(folderOf({ base: '', pattern: '.plan/b.json' }), '.plan');
  });

  it('take no sign of the place for more than itself', () => {
    const fits = toRelativeGlob([deep, flat]);
    for (const path of [
      'packages/[a]/tracking/progress/x.MD',
      'packages/[a]/tracking/progress/y/x.md',
      'work/list.json',
    ])
      assert.ok(fits(path), path);
    for (const path of [
      'packages/a/tracking/progress/x.md',
      'packages/[a]/tracking/x.md',
      'work/a/list.json',
      'list.json',
    ])
      assert.equal(fits(path), false, path);
  });

  it('are looked for in no folder that is too deep for them', () => {
    const mayHold = toFolderFilter([deep, flat, { base: '', pattern: '*/notes.json' }]);
    for (const path of ['packages/[a]/tracking/progress/a/b/c', 'work', 'any'])
      assert.ok(mayHold(path), path);
    for (const path of ['work/a', 'any/deeper']) assert.equal(mayHold(path), false, path);
  });
});
