import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { answer, throughline } from '../../support/commandLine.ts';
import { fixture } from '../../support/documents.ts';
import { makeSample, temporaryFolder, workspaceIdOf, type Sample } from '../../support/sample.mjs';

describe('the command line, on workspaces', () => {
  let parent: string;
  let sample: Sample;
  let id: string;
  const as = 'wren-1a2b';
  const run = (...words: readonly string[]) => throughline(as, sample.root, 'workspace', ...words);
  const pathOf = (name: string, workspace = id): string =>
    join(sample.root, '.claude/workspaces', workspace, `${name}.json`);
  /** A file of the workspace, without what is another one each time. */
  const text = (name = 'claude-progress'): string =>
    readFileSync(pathOf(name), 'utf8')
      .replaceAll(id, 'WORKSPACE')
      .replaceAll(/\d{8}_\d{6}_[0-9a-f]{4}/g, 'SESSION')
      .replaceAll(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ/g, 'NOW');
  const put = (workspace: string): void => {
    mkdirSync(join(pathOf('x', workspace), '..'), { recursive: true });
    const original = fixture('sample/.claude/workspaces/main_a1b2c3d4/claude-progress.json');
    writeFileSync(
      pathOf('claude-progress', workspace),
      original.replace(/(?<="workspaceId": ")[^"]*/, workspace),
    );
  };
  const begun = `{
  "workspaceId": "WORKSPACE",
  "project": "rpc-kit",
  "started": "NOW",
  "lastUpdated": "NOW",
  "status": "in_progress",
  "currentTask": "Create AuthService in src/auth.ts",
  "sessions": [
    {
      "id": "SESSION",
      "started": "NOW"
    }
  ],
  "log": [],
  "resumptionContext": {
    "position": "Starting",
    "nextAction": "Create AuthService in src/auth.ts",
    "dependencies": [],
    "blockers": []
  }
}
`;

  before(() => {
    parent = temporaryFolder();
    sample = makeSample(parent);
    id = workspaceIdOf('feat/rpc-retry', sample.root);
    rmSync(join(sample.root, '.claude'), { recursive: true });
  });
  afterEach(() => {
    rmSync(join(sample.root, '.claude'), { recursive: true, force: true });
  });
  after(() => {
    rmSync(parent, { recursive: true });
  });

  it('begin one for the branch that is checked out, and undo takes it away', async () => {
    const started = await run('start', 'Create AuthService', 'in', 'src/auth.ts');
    assert.equal(started.exit, 0, started.error);
    assert.equal(text(), begun);
    assert.match((await run('start', 'Add tokens to src/auth.ts')).error, /^refused workspace\.exists: /);
    const [, token = ''] = /undo: throughline undo (\S+)/.exec(started.out) ?? [];
    assert.equal((await throughline(as, sample.root, 'undo', token)).exit, 0);
    assert.ok(!existsSync(pathOf('claude-progress')));
    assert.match((await run('start', 'continue')).error, /^refused resumption\.nextAction: /);
    const named = await run('start', '--next-action', 'Add tokens', '--project', 'keys', '--task', 'Tokens');
    assert.equal(named.exit, 0, named.error);
    assert.match(text(), /"project": "keys",[^]*"currentTask": "Tokens",[^]*"nextAction": "Add tokens"/);
  });

  it('keep it up as its protocol says, verb by verb', async () => {
    await run('start', 'Create AuthService in src/auth.ts');
    const listed = await run('features', 'User login', 'Password reset: sends a mail');
    assert.equal(listed.exit, 0, listed.error);
    assert.equal(
      text('feature-list'),
      `{
  "workspaceId": "WORKSPACE",
  "project": "rpc-kit",
  "totalFeatures": 2,
  "completed": 0,
  "features": [
    {
      "id": "F001",
      "name": "User login",
      "status": "pending"
    },
    {
      "id": "F002",
      "name": "Password reset",
      "description": "sends a mail",
      "status": "pending"
    }
  ]
}
`,
    );
    const updated = await run(
      ...['update', '--position', 'Phase 3', '--next', 'Add tokens to src/auth.ts:67'],
      ...['--blocker', 'No key', '--blocker', 'No mail', '--decision', 'JWT', '--key-file', 'src/auth.ts:45'],
    );
    assert.equal(updated.exit, 0, updated.error);
    let expected = begun
      .replace('"position": "Starting"', '"position": "Phase 3"')
      .replace(/("nextAction": )"[^"]*"/, '$1"Add tokens to src/auth.ts:67"')
      .replace(
        '"blockers": []',
        '"blockers": ["No key", "No mail"],\n    "keyFiles": ["src/auth.ts:45"],\n    "recentDecisions": ["JWT"]',
      );
    assert.equal(text(), expected);
    assert.equal((await run('update', '--blocker', '-')).exit, 0);
    expected = expected.replace('"blockers": ["No key", "No mail"]', '"blockers": []');
    assert.equal(text(), expected);
    assert.equal((await run('update')).exit, 2);
    const logged = await run(
      ...['log', 'Created', 'the schema', '-m', 'User and Token'],
      ...['--file', 'src/schema.ts', '--file', 'src/user.ts'],
    );
    assert.match(logged.out, /^ok Added a log entry to feat-rpc-retry_/);
    expected = expected.replace(
      '"log": []',
      `"log": [
    {
      "timestamp": "NOW",
      "action": "Created the schema",
      "details": "User and Token",
      "files": ["src/schema.ts", "src/user.ts"]
    }
  ]`,
    );
    assert.equal(text(), expected);
    assert.match((await run('session')).error, /^refused session\.open: /);
    const ended = await run(
      ...['end', 'The schema', 'is done.', '--next-step', 'Implement the service', '--file', 'src/schema.ts'],
      ...['--position', 'Schema done', '--next-action', 'Implement src/service.ts'],
    );
    assert.match(ended.out, /^ok Ended session \d/);
    expected = expected
      .replace(
        '"started": "NOW"\n    }',
        `"started": "NOW",
      "ended": "NOW",
      "summary": "The schema is done.",
      "filesModified": ["src/schema.ts"],
      "nextSteps": ["Implement the service"]
    }`,
      )
      .replace('"position": "Phase 3"', '"position": "Schema done"')
      .replace(/("nextAction": )"[^"]*"/, '$1"Implement src/service.ts"');
    assert.equal(text(), expected);
    assert.match((await run('end', 'Again.')).error, /^refused session\.none: /);
    assert.match((await run('session')).out, /^ok Started session \d/);
    expected = expected.replace(
      '\n  ],\n  "log"',
      `,
    {
      "id": "SESSION",
      "started": "NOW"
    }
  ],
  "log"`,
    );
    assert.equal(text(), expected);
    const { out } = await run('resume');
    assert.match(
      out,
      /^ok feat-rpc-retry_\w{8}: rpc-kit · 0 of 2 done, 2 todo\n# Resume rpc-kit\n\nResuming from: Schema done\nWorkspace: feat-rpc-retry_\w{8}\nNext action: Implement src\/service\.ts\n/,
    );
  });

  it('are on features as on any task', async () => {
    await run('start', 'Create AuthService in src/auth.ts');
    await run('features', 'User login');
    const claimed = await throughline(as, sample.root, 'claim', 'User login');
    assert.equal(claimed.exit, 0, claimed.error);
    assert.match(text('feature-list'), /"status": "in_progress",\n {6}"startedAt": "NOW"/);
  });

  it('find a workspace by its ID, folder and branch, and change none of another branch', async () => {
    const none = await answer(as, sample.root, 'workspace', 'resume');
    assert.deepEqual([none.code, none.data['workspaces']], ['workspace.none', []]);
    put(id);
    put('main_a1b2c3d4');
    for (const name of [id, `.claude/workspaces/${id}`, 'feat/rpc-retry', 'feat-rpc']) {
      const { exit, error } = await run('log', 'Looked', 'around', '--workspace', name);
      assert.equal(exit, 0, `${name}: ${error}`);
    }
    assert.match(
      (await run('resume', '--workspace', 'main')).out,
      /\nResuming from: Completed Phase 2 [^]*\nWorkspace: main_a1b2c3d4\n/,
    );
    assert.match(
      (await run('log', 'Looked', '--workspace', 'main')).error,
      /^refused workspace\.branch: This workspace belongs to main\. /,
    );
    const unknown = await run('resume', '--workspace', 'main_a1b2c3d5');
    assert.match(unknown.error, /^refused workspace\.unknown: [^]*\nnear: main_a1b2c3d4/);
    rmSync(pathOf('claude-progress'));
    const log = await run('log', 'Looked', 'around');
    assert.match(log.error, /^refused workspace\.none: feat\/rpc-retry has no workspace\.\nstart one with: /);
    const other = await run('resume');
    assert.match(
      other.error,
      /^refused workspace\.none: feat\/rpc-retry has no workspace\.\n--workspace \.claude\/workspaces\/main_a1b2c3d4: project-name · wip · Completed Phase 2/,
    );
  });
});
