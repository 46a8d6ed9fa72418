import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { parse } from 'yaml';
import { program } from '../../support/commandLine.ts';
import { progressOf, Repository } from '../../support/repository.ts';
import { git, makeSample, temporaryFolder } from '../../support/sample.mjs';

const page = readFileSync(
  join(process.env['THROUGHLINE_ROOT'] ?? process.cwd(), 'docs/command-line.md'),
  'utf8',
);
/** The code blocks of the page in a language. */
const blocks = (language: string): readonly string[] =>
  [...page.matchAll(new RegExp(`^\`\`\`${language}\n([^]*?)^\`\`\`$`, 'gm'))].map(([, text = '']) => text);

const first = 'tracking/progress/2026-06-11-main.md';
const fine = progressOf('main', 'One | todo | -');
const wrongTable = (branch: string): string =>
  `# ${branch}\n\nBranch: \`${branch}\`\n\n| Task | Owner |\n| --- | --- |\n| One | - |\n`;
const title = 'title=throughline table.noStatus::This table has no Status column';

/** The examples of the page, as they stand there. */
describe('the examples of check', function () {
  this.timeout(60_000);
  let repository: Repository;
  let tools: string;
  before(function () {
    tools = temporaryFolder();
    if (process.platform === 'win32') this.skip();
    writeFileSync(join(tools, 'throughline'), `#!/bin/sh\nexec "${process.execPath}" "${program}" "$@"\n`);
    chmodSync(join(tools, 'throughline'), 0o755);
  });
  beforeEach(() => {
    repository = new Repository();
    repository.commit('2026-06-11', { [first]: fine });
  });
  afterEach(() => {
    repository.dispose();
  });
  after(() => {
    rmSync(tools, { recursive: true });
  });
  const environment = (): NodeJS.ProcessEnv => ({
    ...process.env,
    GIT_CONFIG_GLOBAL: '/dev/null',
    PATH: [tools, process.env['PATH']].join(delimiter),
  });
  const run = (folder: string, command: string, ...argv: readonly string[]) => {
    const options = { cwd: folder, encoding: 'utf8', env: environment() } as const;
    const { status, stdout, stderr } = spawnSync(command, argv, options);
    return { status, stdout, stderr };
  };

  describe('on GitHub', () => {
    interface Workflow {
      readonly jobs: Readonly<Record<string, { readonly steps: readonly { readonly run?: string }[] }>>;
    }
    const workflow = parse(blocks('yaml')[0] ?? '') as Workflow;
    const commands = Object.values(workflow.jobs)
      .flatMap(({ steps }) => steps)
      .flatMap((step) => (step.run === undefined || step.run.startsWith('npm ') ? [] : [step.run]));
    /** As a runner does it, in a checkout of one commit without a branch. */
    const onRunner = (source: string, folder = '') => {
      const checkout = join(temporaryFolder(), 'checkout');
      git('/', '2026-06-25T10:00:00Z', 'clone', '--quiet', '--depth', '1', `file://${source}`, checkout);
      git(checkout, '2026-06-25T10:00:00Z', 'checkout', '--quiet', '--detach');
      try {
        assert.equal(commands.length, 1);
        return run(join(checkout, folder), 'bash', '-e', '-c', commands.join('\n'));
      } finally {
        rmSync(join(checkout, '..'), { recursive: true });
      }
    };

    it('pass where nothing is wrong', () => {
      assert.deepEqual(onRunner(repository.root), {
        status: 0,
        stdout: 'ok 0 errors, 0 warnings, 0 hints\n',
        stderr: '',
      });
    });

    it('fail where something is, and show it on its line, whatever the file is called', () => {
      repository.commit('2026-06-12', {
        'tracking/progress/100%, with: signs.md': wrongTable('feat/x'),
        'tracking/README.md': '# Tracking\n',
      });
      const { status, stdout, stderr } = onRunner(repository.root, 'tracking');
      assert.equal(status, 1);
      assert.equal(stderr, '');
      const [verdict, annotation = ''] = stdout.split('\n');
      assert.match(verdict ?? '', /^failed 1 error, /);
      assert.ok(
        annotation.startsWith(
          `::error file=tracking/progress/100%25%2C with%3A signs.md,line=5,col=1,${title}`,
        ),
        annotation,
      );
    });

    it('say of the sample what is said of it elsewhere', () => {
      const parent = temporaryFolder();
      const { root } = makeSample(parent);
      const here = run(root, 'throughline', 'check');
      const there = onRunner(root);
      const errors = /^failed (\d+ errors?), /;
      assert.equal(errors.exec(there.stdout)?.[1] ?? '0 errors', errors.exec(here.stdout)?.[1] ?? '0 errors');
      rmSync(parent, { recursive: true });
    });
  });

  describe('in a hook of git', () => {
    const install = (): void => {
      const hook = join(repository.root, '.git/hooks/pre-commit');
      mkdirSync(join(hook, '..'), { recursive: true });
      writeFileSync(hook, blocks('sh')[0] ?? '');
      chmodSync(hook, 0o755);
    };
    const commit = (folder: string, ...argv: readonly string[]) =>
      run(folder, 'git', 'commit', '--quiet', '--message', 'Next', ...argv);

    it('refuse a commit with an error, and let one without pass', () => {
      install();
      const before = repository.head();
      const path = 'tracking/progress/with a space.md';
      repository.write(path, wrongTable('feat/x'));
      repository.git('add', '--all');
      const refused = commit(repository.root);
      assert.notEqual(refused.status, 0);
      const all = refused.stdout + refused.stderr;
      assert.match(
        all,
        /^failed 1 error, 0 warnings, 0 hints\ntracking\/progress\/with a space\.md:5:1 error table\.noStatus: /,
      );
      assert.equal(repository.head(), before);
      repository.write(path, progressOf('feat/x', 'One | todo | -'));
      repository.git('add', '--all');
      const passed = commit(repository.root);
      assert.equal(passed.status, 0, passed.stdout + passed.stderr);
      assert.notEqual(repository.head(), before);
    });

    it('look at nothing but what is committed: other errors keep nobody from it', () => {
      repository.commit('2026-06-12', { 'tracking/progress/old.md': wrongTable('feat/old') });
      install();
      repository.write('tracking/progress/unstaged.md', wrongTable('feat/unstaged'));
      repository.write(first, progressOf('main', 'One | done | otter'));
      repository.write('src/index.ts', '');
      repository.git('add', first, 'src');
      const staged = commit(repository.root);
      assert.equal(staged.status, 0, staged.stdout + staged.stderr);
      repository.git('rm', '--quiet', 'tracking/progress/old.md');
      assert.equal(commit(repository.root).status, 0);
      repository.write('src/index.ts', 'x');
      assert.equal(commit(repository.root, '--all').status, 0);
    });

    it('work in a folder below, in another worktree, and for a commit of named files', () => {
      install();
      const wrong = 'tracking/progress/-x.md';
      const beside = repository.worktree('beside', '-b', 'feat/b');
      for (const root of [repository.root, beside]) {
        writeFileSync(join(root, wrong), wrongTable('feat/x'));
        git(root, '2026-06-25T10:00:00Z', 'add', '--', wrong);
        const refused = commit(join(root, 'tracking'), '--', 'progress/-x.md');
        assert.notEqual(refused.status, 0);
        assert.match(
          refused.stdout + refused.stderr,
          /^failed 1 error.*\ntracking\/progress\/-x\.md:5:1 error /,
        );
        writeFileSync(join(root, wrong), progressOf('feat/x', 'One | todo | -'));
        const passed = commit(join(root, 'tracking'), '--', 'progress/-x.md');
        assert.equal(passed.status, 0, passed.stdout + passed.stderr);
      }
    });

    it('keep nobody from committing where nothing is tracked', () => {
      install();
      repository.git('checkout', '--quiet', '--orphan', 'pages');
      repository.git('rm', '--quiet', '-r', '--force', '.');
      repository.write('index.md', '# Pages\n');
      repository.git('add', '--all');
      const passed = commit(repository.root);
      assert.equal(passed.status, 0, passed.stdout + passed.stderr);
    });
  });

  it('with pre-commit is given the files that it asks for', () => {
    interface Configuration {
      readonly repos: readonly {
        readonly hooks: readonly { readonly entry: string; readonly files: string }[];
      }[];
    }
    const { repos } = parse(blocks('yaml')[1] ?? '') as Configuration;
    const hook = repos[0]?.hooks[0];
    assert.ok(hook);
    const paths = [first, 'tracking/progress/with a space.md', 'src/index.ts', 'feature-list.json'];
    repository.commit('2026-06-12', {
      [paths[1] ?? '']: wrongTable('feat/x'),
      'src/index.ts': '',
      'feature-list.json': '[]',
    });
    const wanted = paths.filter((path) => new RegExp(hook.files).test(path));
    assert.deepEqual(wanted, paths.toSpliced(2, 1));
    const [command = '', ...argv] = hook.entry.split(' ');
    const failed = run(repository.root, command, ...argv, ...wanted);
    assert.equal(failed.status, 1);
    assert.match(failed.stdout, /\ntracking\/progress\/with a space\.md:5:1 error /);
    assert.equal(run(repository.root, command, ...argv, first).status, 0);
  });
});
