import assert from 'node:assert/strict';
import type { FolderRules } from '../../../../src/core/formats/folderRules.ts';
import {
  freePath,
  progressFilePath,
  progressFileText,
  debtItemText,
  backlogItemText,
} from '../../../../src/core/formats/tracking/newFile.ts';
import { settingMessage } from '../../../../src/core/messages/settings.ts';
import { relativeLink, toDestination } from '../../../../src/core/model/destination.ts';
import { chooseRemote, pullRequestUrl, remoteWebUrl } from '../../../../src/core/model/pullRequestUrl.ts';
import { parseAt, problemsIn, indexOf } from '../../../support/indexOf.ts';
import { formatOf, toRules } from '../../../support/rules.ts';

describe('the address of a pull request', () => {
  for (const [remote, url] of [
    ['git@github.com:octo/rpc-kit.git', 'https://github.com/octo/rpc-kit/pull/7'],
    ['https://github.com/octo/rpc-kit', 'https://github.com/octo/rpc-kit/pull/7'],
    ['https://user:token@github.com/octo/rpc-kit.git/', 'https://github.com/octo/rpc-kit/pull/7'],
    ['ssh://git@github.com:22/octo/rpc-kit.git', 'https://github.com/octo/rpc-kit/pull/7'],
    ['git@gitlab.com:group/sub/rpc-kit.git', 'https://gitlab.com/group/sub/rpc-kit/-/merge_requests/7'],
    ['https://gitlab.example.org:8443/a/b.git', 'https://gitlab.example.org:8443/a/b/-/merge_requests/7'],
    ['git@bitbucket.org:octo/rpc-kit.git', 'https://bitbucket.org/octo/rpc-kit/pull-requests/7'],
    ['https://codeberg.org/octo/rpc-kit.git', 'https://codeberg.org/octo/rpc-kit/pulls/7'],
    ['https://gitea.example.org/octo/rpc-kit', 'https://gitea.example.org/octo/rpc-kit/pulls/7'],
    ['https://dev.azure.com/o/p/_git/r', 'https://dev.azure.com/o/p/_git/r/pullrequest/7'],
    ['git@ssh.dev.azure.com:v3/o/p/r', 'https://dev.azure.com/o/p/_git/r/pullrequest/7'],
    ['https://git.example.org/octo/rpc-kit.git', 'https://git.example.org/octo/rpc-kit/pull/7'],
    ['/srv/git/rpc-kit.git', undefined],
    ['file:///srv/git/rpc-kit.git', undefined],
    ['C:\\git\\rpc-kit', undefined],
    ['ext::sh -c id', undefined],
    ['git@github.com:../../x', undefined],
    ['', undefined],
  ] as const)
    it(`of ${remote || 'nothing'} is ${url ?? 'not known'}`, () => {
      assert.equal(pullRequestUrl(remote, 7), url);
    });

  it('takes upstream before origin, and never shows a password', () => {
    const remotes = [
      { name: 'origin', url: 'a' },
      { name: 'upstream', url: 'b' },
    ];
    assert.equal(chooseRemote(remotes), 'b');
    assert.equal(chooseRemote(remotes.slice(0, 1)), 'a');
    assert.equal(chooseRemote([]), undefined);
    assert.equal(remoteWebUrl('https://me:secret@example.org/a/b')?.url.includes('secret'), false);
  });
});

describe('a link that is written', () => {
  it('leads back to where it was made for', () => {
    for (const [from, to] of [
      ['tracking/progress/a.md', 'tracking/tech-debt/b.md'],
      ['a.md', 'b c/(d) 100%.md'],
      ['tracking/tech-debt/x.md', 'spec/#1 ä.md'],
    ] as const) {
      const read = toDestination(from, relativeLink(from, to), () => undefined);
      assert.ok(read.kind === 'paths');
      assert.equal(read.path, to);
    }
    assert.equal(relativeLink('tracking/progress/a.md', 'tracking/tech-debt/b.md'), '../tech-debt/b.md');
  });
});

describe('a file that is made', () => {
  it('has a name of its own', () => {
    const taken = new Set(['d/tune-jitter.md', 'd/tune-jitter-2.md']);
    const free = (title: string): string => freePath('d', title, (path) => taken.has(path));
    assert.equal(free('Tune jitter'), 'd/tune-jitter-3.md');
    assert.equal(free('../../etc/passwd'), 'd/etc-passwd.md');
    assert.equal(free('💥'), 'd/item.md');
    assert.ok(free('word '.repeat(100)).length < 80);
    assert.equal(
      progressFilePath('tracking', 'feat/rpc-retry', '2026-06-11'),
      'tracking/progress/2026-06-11-feat-rpc-retry.md',
    );
  });

  it('reads back as what it was made for', () => {
    const path = 'tracking/tech-debt/a.md';
    const title = 'Drop the *second* [cache](x) <b>';
    const files = {
      'tracking/progress/2026-06-11-feat-x.md': progressFileText('feat/x'),
      [path]: debtItemText({
        title,
        from: { name: 'feat/x', link: '../progress/2026-06-11-feat-x.md' },
        owner: 'maple',
        criteria: ['FR-1'],
        today: '2026-06-20',
      }),
      'tracking/backlog/b.md': backlogItemText({ title: 'B', priority: 'high', today: '2026-06-20' }),
    };
    const index = indexOf(files);
    for (const each of Object.keys(files)) assert.deepEqual(problemsIn(index, each), [], each);
    const [debt] = index.workItems('debt');
    assert.deepEqual(
      [debt?.task.title.value, debt?.task.owner.value, debt?.created],
      [title, 'maple', '2026-06-20'],
    );
    assert.deepEqual(
      index.workItems('backlog').map(({ priority, created }) => [priority?.value, created]),
      [['high', '2026-06-20']],
    );
    const [stream] = index.streams();
    assert.deepEqual([stream?.branch, stream?.tasks.length, stream?.groups.length], ['feat/x', 0, 1]);
  });
});

describe('settings of a folder', () => {
  it('say which systems are read', () => {
    const paths = ['tracking/backlog/a.md', 'tasks/a/trace.md', 'claude-progress.json'];
    const read = (systems: unknown): readonly unknown[] => {
      const chosen = toRules({ systems });
      return [
        ...paths.map((path) => chosen.formatsOf(path).length > 0),
        ...chosen.problems.map((problem) => settingMessage(problem)),
      ];
    };
    for (const all of [undefined, null, ['tracking', 'trace', 'workspace']])
      assert.deepEqual(read(all), [true, true, true]);
    assert.deepEqual(read(['trace']), [false, true, false]);
    assert.deepEqual(read(['workspace', 'tracking', 'traces']), [
      ...[true, false, true],
      'throughline.systems: unknown system “traces”. Choose among: tracking, trace, workspace, backlogMd, specKit, openSpec, specDatabase.',
    ]);
    for (const none of [[], 'trace', [7]])
      assert.deepEqual(read(none), [
        ...[true, true, true],
        'throughline.systems must name at least one of: tracking, trace, workspace, backlogMd, specKit, openSpec, specDatabase. All of them are read.',
      ]);
  });

  const rules = (specsInclude: unknown, specsExclude?: unknown) =>
    toRules({ trackingDirectory: undefined, criteriaPattern: undefined, specsInclude, specsExclude });

  const isSpec = ({ settings }: FolderRules, path: string): boolean =>
    formatOf(path, toRules(settings))?.holds === 'spec';

  it('say which files are specs', () => {
    const byDefault = rules(undefined);
    for (const path of ['spec/a.md', 'specs/b/c.md', 'docs/spec/x.md', 'packages/a/specs/y.md'])
      assert.ok(isSpec(byDefault, path), path);
    for (const path of ['node_modules/a/spec/x.md', 'src/a.md', 'special/a.md', 'spec/a.txt'])
      assert.equal(isSpec(byDefault, path), false, path);
    const own = rules(['requirements/*.md', '.github/*.md'], ['**/old*.md']);
    assert.ok(isSpec(own, 'requirements/a.md') && isSpec(own, '.github/a.md'));
    assert.equal(isSpec(own, 'requirements/b/a.md'), false);
    assert.equal(isSpec(own, 'requirements/old-a.md'), false);
  });

  it('are told when they cannot be used, and the rest of them is', () => {
    const odd = rules(['ok/*.md', 7, '../up/*.md', '!no.md', 'x'.repeat(300)]);
    assert.equal(odd.problems.length, 4);
    assert.ok(isSpec(odd, 'ok/a.md'));
    assert.match(
      rules('spec').problems.map(settingMessage).join(),
      /throughline\.specs\.include must be a list/,
    );
    assert.ok(isSpec(rules('spec'), 'spec/a.md'));
    assert.equal(isSpec(rules([]), 'spec/a.md'), false);
  });

  it('leave tracked files to their own formats', () => {
    assert.equal(parseAt('specs/tracking/progress/a.md', '# x\n').format, 'tracking.progressFile');
  });
});
