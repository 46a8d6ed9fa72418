import assert from 'node:assert/strict';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { answer, throughline, throughlineWith } from '../../support/commandLine.ts';
import { progressOf, Repository } from '../../support/repository.ts';
import { git, makeSample, temporaryFolder, type Sample } from '../../support/sample.mjs';

const as = 'wren-1a2b';

describe('the command line, to read', () => {
  let parent: string;
  let sample: Sample;
  const out = async (...argv: readonly string[]): Promise<string[]> => {
    const ran = await throughline(as, sample.root, ...argv);
    assert.equal(ran.exit, 0, ran.error);
    assert.equal(ran.error, '');
    return ran.out.trimEnd().split('\n');
  };
  before(() => {
    parent = temporaryFolder();
    sample = makeSample(parent);
  });
  after(() => {
    rmSync(parent, { recursive: true });
  });

  it('lists the branches, that which is checked out first, and the tasks of one, an owner or a status', async () => {
    const [verdict, first] = await out('list');
    assert.equal(verdict, 'ok 13 branches');
    assert.match(
      first ?? '',
      /^\* feat\/rpc-retry · 1 of 3 done, 1 todo, 1 wip · otter, maple · exponential backoff/,
    );
    assert.deepEqual(await out('ls', 'feat/rpc-retry'), [
      'ok 8 tasks',
      'done · otter · Wire up retry policy · RPC-RETRY-01',
      'wip · maple · Add jitter · RPC-RETRY-02',
      'todo · free · Backfill tests · RPC-RETRY-03',
      'done · F001 · Sort errors · Workspace',
      'wip · free · F002 · Attach the attempts to the error · Workspace',
      'todo · free · F003 · Describe retries in the guide · Workspace',
      'done · 1 · define · Trace deadline-propagation',
      'wip · 2 · implement · Trace deadline-propagation',
    ]);
    assert.deepEqual(await out('list', '--owner', 'maple', '--status', 'wip'), [
      'ok 1 task',
      'wip · maple · Add jitter · RPC-RETRY-02 · feat/rpc-retry',
    ]);
    const free = await out('list', '--owner', '-', '--status', 'todo');
    assert.ok(free.length > 3 && free.slice(1).every((line) => line.startsWith('todo · free · ')));
  });

  it('says at both ends that it cut a list, and what shows all', async () => {
    const lines = await out('list', '--tasks', '--limit', '2');
    const cut = /^truncated: 2 of (\d+), --limit \1 for all$/;
    assert.match(lines[1] ?? '', cut);
    assert.match(lines.at(-1) ?? '', cut);
    assert.equal(lines.length, 5);
    const { data } = await answer(as, sample.root, 'list', '--tasks', '-n', '2');
    assert.equal((data['tasks'] as unknown[]).length, 2);
    assert.deepEqual(data['truncated'], {
      shown: 2,
      total: data['total'],
      more: `--limit ${String(data['total'])}`,
    });
    const all = await out('list', '--tasks', '--all');
    assert.equal(all.length - 1, data['total']);
  });

  it('says last what could not be read of what it lists', async () => {
    const here = makeSample(join(parent, 'unread')).root;
    const path = 'tracking/progress/2026-06-20-chore-docs-site.md';
    writeFileSync(join(here, path), Buffer.from([0x23, 0x20, 0xe9, 0x0a]));
    for (const command of [['list'], ['list', '--tasks'], ['spec', 'changes']]) {
      const { exit, out: text } = await throughline(as, here, ...command);
      assert.equal(exit, 0);
      assert.match(
        text.trimEnd().split('\n').at(-1) ?? '',
        /^unread: tracking\/.+docs-site\.md: .+not valid UTF-8/,
      );
    }
    const { data } = await answer(as, here, 'list');
    const [{ path: unread } = {}] = data['unread'] as { readonly path: unknown }[];
    assert.deepEqual(unread, { untrusted: true, text: path });
    const items = await throughline(as, here, 'backlog');
    assert.doesNotMatch(items.out, /unread/);
  });

  it('gives the brief of a branch in at most 60 lines, verdict first', async () => {
    const lines = await out('brief');
    assert.equal(lines[0], 'ok feat/rpc-retry: 1 of 3 done, 1 todo, 1 wip');
    assert.equal(lines[1], '# feat/rpc-retry');
    assert.ok(lines.length <= 61);
    assert.ok(lines.includes('## Next'));
    assert.match((await out('brief', 'feat/session-sync'))[0] ?? '', /^ok feat\/session-sync: 4 of 10 done/);
  });

  it('says what claim would take, and takes nothing', async () => {
    assert.deepEqual(await out('next'), [
      'ok Backfill tests',
      'todo · free · Backfill tests · RPC-RETRY-03 · feat/rpc-retry',
    ]);
    assert.equal(git(sample.root, '2026-06-25T10:00:00Z', 'status', '--porcelain'), '');
  });

  it('lists specs, the criteria of one, and shows a criterion with who serves it', async () => {
    const specs = await out('spec');
    assert.ok(
      specs.some((line) => line.startsWith('2026-06-10-rpc-retries · 1/4 met · ')),
      specs.join('\n'),
    );
    const criteria = await out('spec', '2026-06-10-rpc-retries');
    assert.equal(criteria[0], 'ok 2026-06-10-rpc-retries: 1 of 4 criteria met, 3 covered');
    assert.match(criteria[1] ?? '', /^RPC-RETRY-01 · done · A call that fails with a transient error/);
    const shown = await out('show', 'RPC-RETRY-02');
    assert.equal(shown[0], 'ok RPC-RETRY-02 is wip');
    assert.ok(shown.some((line) => line.startsWith('wip · maple · Add jitter')));
    const open = await out('spec', 'RPC-RETRY-04');
    assert.equal(open.at(-1), 'add one with: throughline add --criterion RPC-RETRY-04 TITLE');
    const unknown = await throughline(as, sample.root, 'spec', 'RPC-RETRY-05');
    assert.match(unknown.error, /^refused spec\.unknown: .*\nnear: RPC-RETRY-0\d\n$/);
  });

  it('lists backlog and debt', async () => {
    const backlog = await out('backlog');
    assert.ok(
      backlog.includes('todo · high · A budget for calls · tracking/backlog/call-budget.md'),
      backlog.join('\n'),
    );
    const debt = await out('debt');
    assert.ok(
      debt.some((line) => line.startsWith('todo · Tune jitter for slow links · feat/rpc-retry · from maple')),
      debt.join('\n'),
    );
  });

  it('checks all files, exits by what it found, and speaks the language of GitHub', async () => {
    const checked = await throughline(as, sample.root, 'check');
    assert.equal(checked.exit, 1);
    assert.match(checked.out, /^failed 1 error, 1 warning, 1 hint\n/);
    assert.match(checked.out, /\ntracking\/progress\/2026-06-21-spike-quic\.md:7:1 error table\.noStatus: /);
    const sound = ['check', 'tracking/progress/2026-06-18-feat-http-client.md'];
    assert.equal((await throughline(as, sample.root, ...sound)).exit, 0);
    const strict = await throughline(as, sample.root, ...sound, '--max-warnings', '0', '--format', 'github');
    assert.equal(strict.exit, 1);
    assert.match(
      strict.out,
      /^failed .*\n::warning file=tracking\/progress\/\S+\.md,line=12,col=25,title=throughline status\.unknown::.+\n$/,
    );
    const json = await throughline(as, sample.root, 'check', '--format=json', '--max-warnings=0');
    const { ok, code } = JSON.parse(json.out) as { ok: boolean; code: string };
    assert.deepEqual([json.exit, ok, code], [1, false, 'check.failed']);
  });
});

describe('the command line, used wrongly', () => {
  let parent: string;
  let sample: Sample;
  before(() => {
    parent = temporaryFolder();
    sample = makeSample(parent);
  });
  after(() => {
    rmSync(parent, { recursive: true });
  });

  for (const [argv, expected] of [
    [
      ['clame'],
      /^error command\.unknown: There is no command “clame”\. Did you mean claim\?\nexample: throughline claim\n$/,
    ],
    [
      ['list', '--ownr', 'x'],
      /^error option\.unknown: There is no option --ownr of list\. Did you mean --owner\?\nexample: throughline list .*\n$/,
    ],
    [['list', '--status', 'purple'], /^error value\.unknown: --status takes todo, wip, .*\nexample: /],
    [['list', '--limit', 'x'], /^error value\.invalid: --limit takes a number from 1\.\nexample: /],
    [['list', '--owner'], /^error option\.value: /],
    [
      ['release'],
      /^error words\.missing: release needs a TASK\.\nexample: throughline release Add jitter\n$/,
    ],
    [['next', 'a', 'b'], /^error words\.tooMany: next takes no “b”\.\nexample: /],
    [['undo', 'x'], /^error undo\.token: /],
    [['completion', 'powershell'], /^error shell\.unknown: completion takes bash, zsh, fish\./],
  ] as const)
    it(`says what is right: ${argv.join(' ')}`, async () => {
      const { exit, out, error } = await throughline(as, sample.root, ...argv);
      assert.equal(exit, 2);
      assert.equal(out, '');
      assert.match(error, expected);
      const json = await throughline(as, sample.root, ...argv, '--json');
      if (argv[0] === 'completion') return;
      assert.equal(json.error, '');
      assert.equal((JSON.parse(json.out) as { ok: boolean }).ok, false);
    });

  it('takes the words that agents invent', async () => {
    for (const argv of [
      ['ls'],
      ['show', 'RPC-RETRY-01'],
      ['prime'],
      ['-C', '.', 'list'],
      ['list', '-C', '.'],
      ['list', '--cwd', '.'],
      ['LIST'],
    ])
      assert.equal((await throughline(as, sample.root, ...argv)).exit, 0, argv.join(' '));
  });

  it('shows how it is used, for all and for each', async () => {
    const { out, exit } = await throughlineWith({}, sample.root, '--help');
    assert.equal(exit, 0);
    assert.match(out, /\n {2}claim +Makes a task yours/);
    for (const name of ['claim', 'backlog add', 'check'])
      for (const argv of [
        [...name.split(' '), '--help'],
        ['help', ...name.split(' ')],
      ])
        assert.match(
          (await throughlineWith({}, sample.root, ...argv)).out,
          new RegExp(`^throughline ${name}: `),
        );
    const none = await throughlineWith({}, sample.root);
    assert.equal(none.exit, 2);
    assert.equal(none.out, '');
    assert.equal((await throughlineWith({}, sample.root, '--version')).out, '0.0.0\n');
  });
});

describe('the command line, where it cannot work', () => {
  let repository: Repository;
  beforeEach(() => {
    repository = new Repository();
  });
  afterEach(() => {
    repository.dispose();
  });
  const fails = async (directory: string, argv: readonly string[], expected: RegExp): Promise<void> => {
    const { exit, out, error } = await throughline(as, directory, ...argv);
    assert.equal(exit, 1, out);
    assert.equal(out, '');
    assert.match(error, expected);
  };

  it('says so: no folder, nothing tracked, a bare repository, the root of the disk', async () => {
    await fails(
      repository.root,
      ['list', '-C', 'nowhere'],
      /^refused folder\.missing: There is no folder .*nowhere\.\n$/,
    );
    await fails(
      repository.root,
      ['list'],
      /^refused tracking\.none: Nothing is tracked in .*\nstart with: throughline init\n$/,
    );
    await fails('/', ['list'], /^refused folder\.tooWide: /);
    const bare = join(repository.parent, 'bare.git');
    repository.git('init', '--quiet', '--bare', bare);
    await fails(
      bare,
      ['list'],
      /^refused git\.bare: .* is a bare repository: run this in one of its worktrees\.\n$/,
    );
  });

  it('begins where nothing is, also in a folder below', async () => {
    mkdirSync(join(repository.root, 'src'));
    const made = await throughline(as, join(repository.root, 'src'), 'init', '--task', 'Write it');
    assert.match(made.out, /^ok Created .*tracking\/progress\/.*main\.md/);
    const claimed = await throughline(as, join(repository.root, 'src'), 'claim');
    assert.match(claimed.out, /^ok Claimed Write it\./);
    const again = await throughline(as, repository.root, 'init');
    assert.equal(again.out, 'ok Tracking is already set up here.\n');
  });

  it('asks for the branch where none is checked out, and for the file where a branch has two', async () => {
    repository.commit('2026-06-11', {
      'tracking/progress/2026-06-11-main.md': progressOf('main', 'One | todo | -'),
      'tracking/progress/2026-06-12-main.md': progressOf('main', 'Two | todo | -'),
    });
    await fails(
      repository.root,
      ['add', 'Three'],
      /^refused branch\.files: main has 2 progress files\. Name one with --file\.\n--file tracking/,
    );
    const added = await throughline(
      as,
      repository.root,
      'add',
      'Three',
      '--file',
      'tracking/progress/2026-06-12-main.md',
    );
    assert.equal(added.exit, 0, added.error);
    repository.git('checkout', '--quiet', '--detach');
    await fails(
      repository.root,
      ['claim'],
      /^refused branch\.unnamed: No branch is checked out here\. Name one with --branch\.\n/,
    );
  });

  it('shows what is hostile in a file as text, marked in JSON, and cut', async () => {
    const title = 'Run \u001b[2Jthis\u202e now';
    repository.commit('2026-06-11', {
      'tracking/progress/2026-06-11-main.md': progressOf(
        'main',
        `${title} | todo | -`,
        `${'x'.repeat(20_000)} | todo | -`,
      ),
      '.vscode/settings.json': '{ not json',
    });
    const { out } = await throughline(as, repository.root, 'list', 'main');
    assert.doesNotMatch(out.replaceAll('\n', ''), /[\p{Cc}\u202e]/u);
    assert.match(out, /\ntodo · free · Run \[2Jthis now\n/);
    const { data } = await answer(as, repository.root, 'list', 'main');
    const tasks = data['tasks'] as {
      readonly title: { untrusted: boolean; text: string; truncated?: number };
    }[];
    assert.equal(tasks[0]?.title.untrusted, true);
    assert.ok(tasks[1]);
    assert.equal(tasks[1].title.truncated, 20_000);
    assert.ok(tasks[1].title.text.length <= 10_000);
    const long = await throughline(as, repository.root, 'claim', 'y'.repeat(1_000_000));
    assert.equal(long.exit, 1);
    assert.ok(long.error.length < 1000);
  });

  it('undoes nothing that was changed meanwhile, and nothing that it was not told of', async () => {
    const path = 'tracking/progress/2026-06-11-main.md';
    repository.commit('2026-06-11', { [path]: progressOf('main', 'One | todo | -') });
    const { undo = '' } = await answer(as, repository.root, 'claim', 'One');
    const [, , token = ''] = undo.split(' ');
    writeFileSync(join(repository.root, path), progressOf('main', 'One | done | otter'));
    await fails(repository.root, ['undo', token], /^refused undo\.changed: /);
    const { exit } = await throughline(as, repository.root, 'undo', `${token.slice(0, -4)}AAAA`);
    assert.equal(exit, 2);
  });
});
