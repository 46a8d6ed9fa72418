import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join, posix, win32 } from 'node:path';
import { meantPaths } from '../../../src/commandLine/paths.ts';
import { answer, throughline, type Ran } from '../../support/commandLine.ts';
import { progressOf, Repository } from '../../support/repository.ts';

const as = 'wren-1a2b';
const first = 'tracking/progress/2026-06-11-main.md';
const second = 'tracking/progress/2026-06-12-main.md';
const inner = 'packages/api/tracking/progress/2026-06-11-main.md';

describe('a path that is typed', () => {
  it('on Windows has its own signs, any drive letter, and is shown with slashes', () => {
    const place = { top: 'C:\\code\\kit', directory: 'C:\\code\\kit\\src' };
    const meant = (typed: string) => meantPaths(typed, place, win32);
    assert.deepEqual(meant('..\\tracking\\progress\\x.md'), ['tracking/progress/x.md']);
    assert.deepEqual(meant('tracking\\progress\\x.md'), [
      'src/tracking/progress/x.md',
      'tracking/progress/x.md',
    ]);
    assert.deepEqual(meant('.\\tracking/progress\\x.md')[1], 'tracking/progress/x.md');
    assert.deepEqual(meant('C:\\code\\kit\\tracking\\x.md'), ['tracking/x.md']);
    assert.deepEqual(meant('c:/Code/KIT/tracking/x.md'), ['tracking/x.md']);
    assert.deepEqual(meant('\\code\\kit\\tracking\\'), ['tracking']);
    assert.deepEqual(meant('..'), ['']);
    for (const outside of ['D:\\code\\kit\\x.md', '..\\..\\x.md', '\\\\server\\share\\x.md'])
      assert.ok(!meant(outside).includes('x.md') && meant(outside).length < 2, outside);
  });

  it('elsewhere may hold backslashes, and leads nowhere else', () => {
    const place = { top: '/home/maple/kit', directory: '/home/maple/kit' };
    const meant = (typed: string) => meantPaths(typed, place, posix);
    assert.deepEqual(meant('a\\b.md'), ['a\\b.md']);
    assert.deepEqual(meant('./tracking//x.md'), ['tracking/x.md']);
    assert.deepEqual(meant('..hidden/x.md'), ['..hidden/x.md']);
    assert.deepEqual(meant('../x.md'), []);
    assert.deepEqual(meant('/home/maple/kit/'), ['']);
  });
});

describe('paths on the command line', () => {
  let repository: Repository;
  beforeEach(() => {
    repository = new Repository();
  });
  afterEach(() => {
    repository.dispose();
  });
  const at = (folder: string, ...argv: readonly string[]): Promise<Ran> =>
    throughline(as, join(repository.root, folder), ...argv);
  const text = (path: string): string => readFileSync(join(repository.root, path), 'utf8');

  it('choose one of the files of a branch, for every command that is about one', async () => {
    repository.commit('2026-06-12', {
      [first]: progressOf('main', 'One | todo | -'),
      [second]: progressOf('main', 'Two | todo | -'),
      'src/index.ts': '',
    });
    const link = join(repository.parent, 'link');
    symlinkSync(repository.root, link);
    for (const [folder, path] of [
      ['', second],
      ['', `./${second}`],
      ['', join(repository.root, second)],
      ['', join(link, second)],
      ['src', `../${second}`],
      ['src', second],
      ['tracking/progress', '2026-06-12-main.md'],
    ] as const) {
      const next = await at(folder, 'next', '--file', path);
      assert.match(next.out, /^ok Two\n/, `${folder} ${path}: ${next.error}`);
    }
    assert.match((await at('', 'next')).error, /^refused branch\.files: main has 2 progress files\./);
    assert.match((await at('', 'brief', '--file', first)).out, /^ok main: 0 of 1 done/);
    assert.match((await at('', 'list', '--file', second)).out, /^ok 1 task\ntodo · free · Two\n/);
    assert.equal((await at('src', 'claim', '--file', `../${second}`)).exit, 0);
    assert.match(text(second), /\| Two \| wip \| wren-1a2b \|/);
    const none = await at('', 'next', '--file', 'tracking/progress/none.md');
    assert.match(
      none.error,
      /^refused stream\.unknown: tracking\/progress\/none\.md is no progress file of main\.\n/,
    );
  });

  it('of what check is asked for may be several, may hold spaces, and have to lead somewhere', async () => {
    repository.commit('2026-06-12', {
      [first]: progressOf('main', 'One | almost | -'),
      'tracking/progress/with a space.md': progressOf('feat/space', 'One | almost | -'),
      'tracking/progress/fine.md': progressOf('feat/x', 'One | todo | -'),
      'src/index.ts': '',
    });
    const warnings = async (folder: string, ...paths: readonly string[]): Promise<string> => {
      const { exit, out, error } = await at(folder, 'check', ...paths);
      assert.equal(exit, 0, error);
      return out.split('\n')[0] ?? '';
    };
    const one = 'ok 0 errors, 1 warning, 0 hints';
    const two = 'ok 0 errors, 2 warnings, 0 hints';
    assert.equal(await warnings('', first), one);
    assert.equal(await warnings('', first, 'tracking/progress/with a space.md', first), two);
    assert.equal(await warnings('', 'tracking/'), two);
    assert.equal(await warnings('', '.'), two);
    assert.equal(await warnings('tracking/progress', '.', 'fine.md'), two);
    assert.equal(await warnings('src', '../tracking/progress/with a space.md'), one);
    assert.equal(
      await warnings('', 'src/index.ts', 'tracking/progress/fine.md'),
      'ok 0 errors, 0 warnings, 0 hints',
    );
    for (const missing of ['trackin', 'tracking/progress/with', '..', '/'])
      assert.match(
        (await at('', 'check', first, missing)).error,
        /^refused path\.missing: There is no file or folder \S+ in .*\.\n$/,
      );
  });

  it('leave out what only other branches have: nobody can mend it here', async () => {
    repository.commit('2026-06-11', { [first]: progressOf('main', 'One | todo | -') });
    repository.git('switch', '--quiet', '-c', 'feat/wrong');
    repository.commit('2026-06-12', {
      'tracking/progress/wrong.md':
        '# w\n\nBranch: `feat/wrong`\n\n| Task | Owner |\n| --- | --- |\n| A | b |\n',
    });
    assert.equal((await at('', 'check')).exit, 1);
    repository.git('switch', '--quiet', 'main');
    assert.deepEqual(await at('', 'check'), {
      exit: 0,
      out: 'ok 0 errors, 0 warnings, 0 hints\n',
      error: '',
    });
    // A copy that is behind its branch is still a file that is here.
    repository.git('checkout', '--quiet', 'feat/wrong', '--', 'tracking/progress/wrong.md');
    assert.equal((await at('', 'check')).exit, 1);
  });

  it('name specs, items and files with conflicts from any folder', async () => {
    repository.commit('2026-06-11', {
      [first]: progressOf('main', 'One | todo | -'),
      'spec/features/calls.md': '# Calls\n\n- **CALL-01**: it calls\n',
      'tracking/backlog/budget.md': '# A budget\n\nStatus: todo\n',
    });
    assert.match((await at('spec/features', 'spec', 'calls.md')).out, /^ok calls: /);
    assert.match((await at('tracking', 'start', 'backlog/budget.md')).out, /^ok Started feat\/budget\./);
    repository.write(second, '<<<<<<< ours\na\n=======\nb\n>>>>>>> theirs\n');
    const resolved = await at('tracking', 'resolve', 'progress/2026-06-12-main.md');
    assert.doesNotMatch(resolved.error, /file\.unknown/);
  });
});

describe('two tracking directories of one repository', () => {
  let repository: Repository;
  beforeEach(() => {
    repository = new Repository();
    repository.commit('2026-06-11', {
      [first]: progressOf('main', 'One | todo | -', 'Two | todo | -'),
      [inner]: progressOf('main', 'One | todo | -', 'Three | todo | -'),
      'packages/api/src/index.ts': '',
    });
  });
  afterEach(() => {
    repository.dispose();
  });
  const at = (folder: string, ...argv: readonly string[]): Promise<Ran> =>
    throughline(as, join(repository.root, folder), ...argv);

  it('are told apart by where the command is started', async () => {
    for (const [folder, path, other] of [
      ['packages/api/src', inner, first],
      ['packages', first, inner],
      ['', first, inner],
    ] as const) {
      repository.git('checkout', '--quiet', '--', '.');
      const before = readFileSync(join(repository.root, other), 'utf8');
      for (const command of ['next', 'claim', 'brief'])
        assert.equal((await at(folder, command)).exit, 0, `${folder} ${command}`);
      assert.match(readFileSync(join(repository.root, path), 'utf8'), /\| One \| wip \| wren-1a2b \|/);
      assert.equal(readFileSync(join(repository.root, other), 'utf8'), before);
    }
    assert.match((await at('', 'claim', 'Three')).out, /^ok Claimed Three\./);
    const named = await at('', 'claim', '--file', inner);
    assert.match(named.out, /^ok Claimed One\./);
  });

  it('are never merged into one, and get new items each', async () => {
    assert.match((await at('', 'merge')).error, /^refused merge\.none: main has no second progress file\./);
    const added = async (folder: string, ...argv: readonly string[]): Promise<unknown> => {
      const { data } = await answer(as, join(repository.root, folder), 'backlog', 'add', ...argv);
      return (data['path'] as { readonly text: string }).text;
    };
    assert.equal(await added('', 'A'), 'tracking/backlog/a.md');
    assert.equal(await added('packages/api/src', 'B'), 'packages/api/tracking/backlog/b.md');
    assert.equal(
      await added('', 'C', '--root', 'packages/api/tracking/'),
      'packages/api/tracking/backlog/c.md',
    );
    assert.equal(await added('packages/api', 'D', '--root', '../../tracking'), 'tracking/backlog/d.md');
    const wrong = await at('', 'backlog', 'add', 'E', '--root', 'trackin');
    assert.match(
      wrong.error,
      /^refused root\.unknown: trackin is not a tracking directory\.\n--root tracking\n--root packages\/api\/tracking\n$/,
    );
    mkdirSync(join(repository.root, 'empty'));
    assert.equal((await at('empty', 'debt', 'add', 'F')).exit, 0);
  });
});
