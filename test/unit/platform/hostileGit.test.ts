import assert from 'node:assert/strict';
import { chmodSync, existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { toKey } from '../../../src/core/text/key.ts';
import { branchProgress } from '../../../src/core/views/branchProgress.ts';
import { startBranch } from '../../../src/project/branchStart.ts';
import { OpenedProject } from '../../support/openedProject.ts';
import { drawn, outlineContext } from '../../support/indexOf.ts';
import { RecordedGit } from '../../support/recordedGit.ts';
import { progressOf, Repository } from '../../support/repository.ts';

/** Names that git itself takes for a ref, and that somebody may take for something else. */
const names = [
  ...[
    '-x',
    '--',
    '-f',
    '--upload-pack=touch',
    '--output=marker',
    '--exec=touch',
    '--help',
    '-c',
    '@',
    'HEAD',
  ],
  ...[
    'a$(touch${IFS}marker)',
    'a`touch${IFS}marker`',
    'a;touch${IFS}marker',
    'a|b',
    'a&b',
    'a>marker',
    'a<b',
  ],
  ...[
    'a"b',
    "a'b",
    '%00',
    '%(refname)',
    '$HOME',
    '{a,b}',
    'a#b',
    'a!b',
    '(a)',
    'refs/heads/x',
    'origin/main',
  ],
  ...['a\u202Egnp', 'a\u200Bb', '日本', 'x'.repeat(200)],
];

/** All that may be asked of git, with what may follow. */
const verbs =
  /^(?:for-each-ref --(?:sort|merged)=|cat-file --batch(?:-check)? --follow-symlinks$|merge-base [0-9a-f]+ [0-9a-f]+$|rev-list --count --(?:left-right|no-merges) [0-9a-f.]+ --$|diff-tree -r -z --name-only --no-ext-diff --no-textconv [0-9a-f]+ [0-9a-f]+ --$|diff-files |diff-index --cached |ls-files |log (?:-1|--first-parent) )/;

describe('a repository that means harm', () => {
  let repository: Repository;
  let disk: OpenedProject;
  let recorded: RecordedGit | undefined;
  beforeEach(() => {
    repository = new Repository();
    repository.commit('2026-06-01', { 'tracking/backlog/b.md': '# B\n', 'src/a.ts': 'a' });
  });
  afterEach(() => {
    recorded?.dispose();
    recorded = undefined;
    disk.dispose();
    repository.dispose();
  });
  const marks = (): string[] =>
    [repository.root, repository.parent].flatMap((at) =>
      readdirSync(at).filter((name) => name.startsWith('marker')),
    );

  it(`has ${names.length} branches with names that look like something else: git gets none of them, people read them`, async () => {
    assert.ok(names.length >= 30);
    names.forEach((name, i) => {
      repository.git('switch', '--quiet', '--detach', 'main');
      const commit = repository.commit('2026-06-02', {
        [`tracking/progress/2026-06-02-${i}.md`]: progressOf(name, `Row ${i} | wip | maple`).replace(
          `\`${name}\``,
          // A backtick stands in a longer fence.
          `\`\` ${name} \`\``,
        ),
      });
      repository.git('update-ref', `refs/heads/${name}`, commit);
      repository.git('update-ref', `refs/remotes/origin/${name}x`, commit);
    });
    repository.git('switch', '--quiet', 'main');
    recorded = new RecordedGit(repository.parent);
    disk = new OpenedProject(repository.root);
    await disk.load();
    const calls = recorded.calls().map((args) => args.join(' '));
    assert.ok(calls.length > names.length);
    for (const call of calls) {
      assert.match(call, verbs);
      assert.doesNotMatch(call, /marker|upload-pack|touch|\$|`/);
    }
    assert.deepEqual(marks(), []);
    const shown = new Set(disk.index.streams().map(({ branch }) => branch));
    assert.deepEqual(
      names.filter((name) => !shown.has(name)),
      [],
      JSON.stringify([...shown]),
    );
    const rows = drawn(branchProgress(disk.index, outlineContext({ currentBranch: 'main' })));
    assert.ok(rows.some((row) => row.startsWith('--upload-pack=touch (0/1 · maple')));
    assert.ok(
      rows.every((row) => !/[\u202E\u200B]/.test(row)),
      'nothing hides or turns other text',
    );
  }).timeout(60_000);

  it('has a configuration that names programs: none of them runs', async () => {
    const program = (name: string): string => {
      const path = join(repository.parent, name);
      writeFileSync(path, `#!/bin/sh\ntouch '${join(repository.parent, `marker-${name}`)}'\ncat\n`);
      chmodSync(path, 0o755);
      return path;
    };
    repository.commit('2026-06-02', {
      'tracking/progress/2026-06-02-main.md': progressOf('main', 'One | todo | -'),
      '.gitattributes': '* filter=evil diff=evil merge=evil\n',
    });
    repository.git('switch', '--quiet', '--create', 'feat/x');
    repository.commit('2026-06-03', {
      'src/x.ts': '',
      'tracking/progress/2026-06-03-feat-x.md': progressOf('feat/x', 'One | wip | maple'),
    });
    for (const [key, value] of [
      ['core.fsmonitor', program('core.fsmonitor')],
      ['core.pager', program('core.pager')],
      ['core.editor', program('core.editor')],
      ['core.sshCommand', program('core.sshCommand')],
      ['core.askPass', program('core.askPass')],
      ['diff.external', program('diff.external')],
      ['diff.evil.textconv', program('diff.evil.textconv')],
      ['diff.evil.command', program('diff.evil.command')],
      ['filter.evil.clean', program('filter.evil.clean')],
      ['filter.evil.process', program('filter.evil.process')],
      ['credential.helper', program('credential.helper')],
      ['gpg.program', program('gpg.program')],
      ['log.showSignature', 'true'],
      ['alias.for-each-ref', `!${program('alias.for-each-ref')}`],
      ['alias.cat-file', `!${program('alias.cat-file')}`],
      ['pager.log', 'true'],
      ['pager.for-each-ref', program('pager.for-each-ref')],
      ['interactive.diffFilter', program('interactive.diffFilter')],
      ['core.hooksPath', join(repository.parent, 'hooks')],
    ] as const)
      repository.git('config', key, value);
    const hooks = join(repository.parent, 'hooks');
    repository.write('../hooks/none', '');
    for (const hook of [
      'post-checkout',
      'reference-transaction',
      'post-index-change',
      'pre-commit',
      'post-commit',
      'fsmonitor-watchman',
    ]) {
      writeFileSync(join(hooks, hook), `#!/bin/sh\ntouch '${join(repository.parent, `marker-${hook}`)}'\n`);
      chmodSync(join(hooks, hook), 0o755);
    }
    repository.write('src/a.ts', 'changed and longer');
    disk = new OpenedProject(repository.root);
    await disk.load();
    const uncommitted = (): number | undefined =>
      disk.facts.of(disk.folder).streams.get(toKey('tracking/progress/2026-06-03-feat-x.md'))?.uncommitted;
    assert.equal(uncommitted(), undefined, 'nobody can say without running a filter');
    assert.deepEqual(marks(), [], 'looking');
    // A filter belongs to the files: who has them checked out has it run, as with git itself.
    for (const key of ['filter.evil.clean', 'filter.evil.process']) repository.git('config', '--unset', key);
    await disk.refresh();
    assert.equal(uncommitted(), 1);
    for (const where of ['worktree', 'here'] as const) {
      const started = await startBranch.run(
        { project: disk.project, git: disk.world.repository, folder: disk.folder, today: '2026-06-20' },
        {
          root: 'tracking',
          branch: `feat/${where}`,
          item: 'tracking/backlog/b.md',
          where,
          specs: [],
          tasks: [],
        },
      );
      assert.equal(started.kind, 'started', JSON.stringify(started));
    }
    await disk.refresh();
    assert.deepEqual(marks(), [], 'starting branches');
    assert.ok(existsSync(join(repository.parent, 'repo-feat-worktree')));
  }).timeout(60_000);
});
