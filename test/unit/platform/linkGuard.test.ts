import assert from 'node:assert/strict';
import nodeFs, * as fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { readFile, stampFile } from '../../../src/platform/node/disk.ts';
import { LinkGuard, toRoot } from '../../../src/platform/node/linkGuard.ts';

describe('where paths lead', () => {
  let top: string;
  let workspace: string;
  beforeEach(() => {
    top = fs.mkdtempSync(join(fs.realpathSync(tmpdir()), 'throughline-guard-'));
    workspace = join(top, 'ws');
    put('ws/sub/a.md');
    put('elsewhere/b.md');
  });
  afterEach(() => {
    fs.rmSync(top, { recursive: true });
  });

  function put(path: string): void {
    fs.mkdirSync(dirname(join(top, path)), { recursive: true });
    fs.writeFileSync(join(top, path), '# x\n');
  }
  const link = (target: string, path: string): void => {
    fs.symlinkSync(target, join(top, path));
  };
  /** As `inside sub/a.md`, relative to the temporary folder; `outside <link> -> <target>`; `broken`. */
  const follow = (path: string, ...roots: readonly string[]): string => {
    const guard = new LinkGuard([workspace, ...roots.map((each) => join(top, each))].map(toRoot));
    const found = guard.follow(join(top, path));
    assert.deepEqual(guard.look(join(top, path)), found);
    const short = (each: string): string => each.replace(`${top}/`, '');
    switch (found.kind) {
      case 'inside':
        return `inside ${short(found.real)}`;
      case 'outside':
        return `outside ${short(found.link)} -> ${short(found.target)}`;
      case 'broken':
        return 'broken';
    }
  };

  it('is told by where links lead, not by how names begin', () => {
    fs.mkdirSync(join(top, 'ws-other'));
    link('../ws-other', 'ws/out');
    link('sub', 'ws/in');
    link('../../nowhere.md', 'ws/sub/dangling.md');
    for (const path of ['ws', 'ws/new/deep.md', 'ws/sub/a.md', 'ws/..a.md'])
      assert.equal(follow(path), `inside ${path}`);
    assert.equal(follow('ws/in/a.md'), 'inside ws/sub/a.md');
    assert.equal(follow('ws-other/a.md'), 'outside ws-other/a.md -> ws-other/a.md');
    assert.equal(follow('ws/out/a.md'), 'outside ws/out -> ws-other');
    assert.equal(follow('ws/out/new/deep.md'), 'outside ws/out -> ws-other');
    assert.equal(follow('ws/sub/dangling.md'), 'outside ws/sub/dangling.md -> nowhere.md');
  });

  it('is inside when links lead out and back, by any spelling of the workspace', () => {
    link('../../ws/sub', 'ws/sub/back');
    link(join(workspace, 'sub'), 'ws/absolute');
    link('ws', 'alias');
    link(join(top, 'alias/sub'), 'ws/by-alias');
    assert.equal(follow('ws/sub/back/a.md'), 'inside ws/sub/a.md');
    assert.equal(follow('ws/absolute/a.md'), 'inside ws/sub/a.md');
    assert.equal(follow('ws/by-alias/a.md'), 'outside ws/by-alias -> alias/sub');
    assert.equal(follow('ws/by-alias/a.md', 'alias'), 'inside ws/sub/a.md', 'opened by its other name');
    assert.equal(follow('alias/sub/a.md', 'alias'), 'inside ws/sub/a.md');
  });

  it('is outside when a path goes up from a place that nobody looked at', () => {
    // The system would follow `hop` to somewhere else and go up from there.
    link(join(top, 'elsewhere'), 'hop');
    link('../hop/../ws/sub', 'ws/detour');
    assert.match(follow('ws/detour/a.md'), /^outside ws\/detour/);
    link('..', 'ws/up');
    assert.match(follow('ws/up/ws/sub/a.md'), /^outside ws\/up/);
  });

  it('is inside of what is allowed, and not of what that leads to', () => {
    put('third/c.md');
    link('../elsewhere', 'ws/allowed');
    link('../third', 'elsewhere/nested');
    link('../elsewhere/b.md', 'ws/file.md');
    link('../third/c.md', 'ws/other.md');
    assert.equal(follow('ws/allowed/b.md', 'elsewhere'), 'inside elsewhere/b.md');
    assert.equal(follow('ws/allowed/nested/c.md', 'elsewhere'), 'outside ws/allowed/nested -> third');
    assert.equal(follow('ws/file.md', 'elsewhere/b.md'), 'inside elsewhere/b.md');
    assert.match(follow('ws/allowed/b.md', 'elsewhere/b.md'), /^outside ws\/allowed/);
    assert.match(follow('ws/other.md', 'elsewhere'), /^outside/);
    // A person allowed one place: a link that leads elsewhere now needs to be allowed anew.
    link('elsewhere', 'current');
    link('../current', 'ws/moving');
    const allowed = [toRoot(workspace), { path: join(top, 'current'), real: join(top, 'elsewhere') }];
    const found = new LinkGuard(allowed).follow(join(workspace, 'moving/b.md'));
    assert.equal(found.kind === 'inside' && found.real, join(top, 'elsewhere/b.md'));
  });

  it('ends in circles and chains', () => {
    link('two', 'ws/one');
    link('one', 'ws/two');
    assert.equal(follow('ws/one'), 'broken');
    assert.equal(follow('ws/one/a.md'), 'broken');
    link('sub', 'ws/c0');
    for (let i = 1; i <= 60; i++) link(`c${i - 1}`, `ws/c${i}`);
    assert.equal(follow('ws/c30/a.md'), 'inside ws/sub/a.md');
    assert.equal(follow('ws/c60/a.md'), 'broken');
    link('self/self/self/self', 'ws/self');
    assert.equal(follow('ws/self'), 'broken');
  });

  it('is found out without a look at what is outside', () => {
    link(join(top, 'elsewhere'), 'ws/out');
    link(join(top, 'elsewhere/b.md'), 'ws/out.md');
    const guard = new LinkGuard([toRoot(workspace)]);
    const table = nodeFs as unknown as Record<string, (...args: unknown[]) => unknown>;
    const names = ['lstatSync', 'statSync', 'readlinkSync', 'openSync', 'opendirSync', 'accessSync'];
    const originals = names.map((name) => [name, table[name]] as const);
    const asked: string[] = [];
    for (const [name, original] of originals)
      table[name] = (...args) => {
        asked.push(`${name} ${String(args[0])}`);
        return original?.(...args);
      };
    syncBuiltinESMExports();
    try {
      const path = join(workspace, 'out.md');
      for (const each of ['out', 'out/b.md', 'out.md']) guard.follow(join(workspace, each));
      assert.equal(readFile(path, (each) => guard.follow(each)).kind, 'unreadable');
      assert.equal(
        stampFile(path, (each) => guard.follow(each)),
        'outside',
      );
    } finally {
      for (const [name, original] of originals) if (original !== undefined) table[name] = original;
      syncBuiltinESMExports();
    }
    assert.ok(
      asked.some((each) => each.startsWith('readlinkSync')),
      'or nothing is seen',
    );
    // Opened without following, as every file is: the system says that it is a link.
    assert.deepEqual(
      asked.filter((each) => each.includes('elsewhere')),
      [],
    );
  });
});
