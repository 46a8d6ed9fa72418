import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { operationsOnWorkspace } from '../../../src/core/formats/workspace/offers.ts';
import { md5 } from '../../../src/core/formats/workspace/md5.ts';
import { slugOf, workspaceId } from '../../../src/core/formats/workspace/workspaceId.ts';
import { outcomeMessage } from '../../../src/core/messages/outcomes.ts';
import { refusalMessage } from '../../../src/core/messages/refusals.ts';
import { finish } from '../../../src/core/operations/finish.ts';
import type { Write } from '../../../src/core/operations/operation.ts';
import { resumeWorkspace } from '../../../src/core/operations/resumeWorkspace.ts';
import { undo } from '../../../src/core/operations/undo.ts';
import {
  addLogEntry,
  createFeatureList,
  finishSession,
  startSession,
  startWorkspace,
  updateResumption,
} from '../../../src/core/operations/workspaces.ts';
import { toKey } from '../../../src/core/text/key.ts';
import { Project } from '../../../src/project/project.ts';
import { cloneOf } from '../../support/clone.ts';
import { fixture } from '../../support/documents.ts';
import { folder, MemoryWorld } from '../../support/memoryWorld.ts';

const as = { me: 'maple', through: 'disk' } as const;
const id = workspaceId('feat/x', '/project');
const place = `.claude/workspaces/${id}/`;
const record = toKey(`${place}claude-progress.json`);

interface Opened {
  readonly world: MemoryWorld;
  readonly project: Project;
  /** The sentence of what became of an operation. */
  readonly run: <Input>(operation: Write<Input>, input: Input) => Promise<string>;
  readonly text: (name?: string) => string;
}

async function open(files: Record<string, string> = {}): Promise<Opened> {
  const world = new MemoryWorld(files);
  world.others.set('memory:/rpc-2', new Map());
  world.setClone(
    cloneOf([
      { name: 'main' },
      { name: 'feat/x', worktree: folder },
      { name: 'feat/y', worktree: 'memory:/rpc-2' },
    ]),
  );
  const project = new Project(world, assert.ifError);
  await project.load();
  await project.idle();
  return {
    world,
    project,
    run: async (operation, input) => {
      const result = await project.run(folder, operation, input, as);
      return result.kind === 'done' || result.kind === 'unchanged'
        ? outcomeMessage(result.outcome)
        : refusalMessage(result);
    },
    text: (name = 'claude-progress.json') => world.files.get(`${place}${name}`) ?? '',
  };
}

const begun = `{
  "workspaceId": "${id}",
  "project": "rpc-kit",
  "started": "2026-06-20T12:00:00Z",
  "lastUpdated": "2026-06-20T12:00:00Z",
  "status": "in_progress",
  "currentTask": "Create AuthService in src/auth.ts",
  "sessions": [
    {
      "id": "20260620_120000_${md5(`${id} 2026-06-20T12:00:00Z`).slice(0, 4)}",
      "started": "2026-06-20T12:00:00Z"
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

const start = { branch: 'feat/x', project: 'rpc-kit', nextAction: 'Create AuthService in src/auth.ts' };

describe('the name of a workspace', () => {
  it('is made of the branch and a hash of the folder, as shells make it', () => {
    assert.equal(slugOf('feature/auth next(2)'), 'feature-auth-next2');
    const hash = createHash('md5').update('/home/me/rpc\n').digest('hex').slice(0, 8);
    assert.equal(workspaceId('feature/auth', '/home/me/rpc'), `feature-auth_${hash}`);
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
        assert.equal(md5(text), createHash('md5').update(text).digest('hex'));
      }),
      { numRuns: 200 },
    );
  });
});

describe('a workspace', () => {
  it('is started for the branch that is checked out, once', async () => {
    const { run, text } = await open();
    assert.equal(await run(startWorkspace, start), `Created ${record}.`);
    assert.equal(text(), begun);
    assert.equal(await run(startWorkspace, start), `This branch already has a workspace: ${record}`);
  });

  it('is not started without a project, or without saying what is next', async () => {
    const { run, world } = await open();
    assert.equal(await run(startWorkspace, { ...start, project: ' ' }), 'Enter the name of the project.');
    assert.equal(await run(startWorkspace, { ...start, nextAction: '' }), 'Say what to do next.');
    for (const nextAction of ['continue', 'Continue working', 'TBD'])
      assert.equal(
        await run(startWorkspace, { ...start, nextAction }),
        `“${nextAction}” does not say what to do next. Name the step and its files.`,
      );
    assert.equal(world.files.size, 0);
  });

  it('gets a list of features, all pending', async () => {
    const { run, text } = await open({ [record]: begun });
    const features = [{ name: 'User registration' }, { name: 'User login', description: 'AUTH-02' }];
    const path = `${place}feature-list.json`;
    assert.equal(await run(createFeatureList, { document: record, features }), `Created ${path}.`);
    assert.equal(
      text('feature-list.json'),
      `{
  "workspaceId": "${id}",
  "project": "rpc-kit",
  "totalFeatures": 2,
  "completed": 0,
  "features": [
    {
      "id": "F001",
      "name": "User registration",
      "status": "pending"
    },
    {
      "id": "F002",
      "name": "User login",
      "description": "AUTH-02",
      "status": "pending"
    }
  ]
}
`,
    );
    assert.equal(
      await run(createFeatureList, { document: record, features }),
      `${path} already exists and was not changed.`,
    );
  });

  it('says where to go on, in place of what it said', async () => {
    const { run, text } = await open({ [record]: begun });
    const change = {
      position: 'Phase 2',
      nextAction: 'Add the token to src/auth.ts:67',
      blockers: ['No key'],
    };
    assert.equal(
      await run(updateResumption, { document: record, ...change }),
      `Updated the resumption context of ${id}.`,
    );
    const expected = begun
      .replace('"position": "Starting"', '"position": "Phase 2"')
      .replace(
        '"nextAction": "Create AuthService in src/auth.ts"',
        '"nextAction": "Add the token to src/auth.ts:67"',
      )
      .replace('"blockers": []', '"blockers": ["No key"]');
    assert.equal(text(), expected);
    assert.equal(
      await run(updateResumption, { document: record, nextAction: 'continue' }),
      '“continue” does not say what to do next. Name the step and its files.',
    );
    assert.equal(await run(updateResumption, { document: record, position: ' ' }), 'Say where the work is.');
    assert.equal(
      await run(updateResumption, { document: record, position: 'Phase 2' }),
      `The resumption context of ${id} already says that.`,
    );
  });

  it('keeps a log', async () => {
    const { run, text } = await open({ [record]: begun });
    const entry = { action: 'Created the schema', details: 'User and Token', files: ['src/schema.ts'] };
    assert.equal(await run(addLogEntry, { document: record, ...entry }), `Added a log entry to ${id}.`);
    assert.equal(
      text(),
      begun.replace(
        '"log": []',
        `"log": [
    {
      "timestamp": "2026-06-20T12:00:00Z",
      "action": "Created the schema",
      "details": "User and Token",
      "files": ["src/schema.ts"]
    }
  ]`,
      ),
    );
    assert.equal(await run(addLogEntry, { document: record, action: ' ' }), 'Enter a note.');
  });

  it('has its session ended, and another one started, and the end undone', async () => {
    const { run, text, project } = await open({ [record]: begun });
    const [, session = ''] = /"id": "([^"]*)"/.exec(begun) ?? [];
    const end = {
      document: record,
      summary: 'Set up the schema',
      files: ['src/schema.ts'],
      nextSteps: ['Implement the service', 'Add tokens'],
      position: 'Schema is done',
      nextAction: 'Implement src/service.ts',
    };
    assert.equal(
      await run(startSession, { document: record }),
      `Session ${session} is still open. End it first.`,
    );
    assert.equal(
      await run(finishSession, { ...end, summary: '' }),
      'Say what was accomplished in this session.',
    );
    const result = await project.run(folder, finishSession, end, as);
    assert.ok(result.kind === 'done');
    assert.equal(outcomeMessage(result.outcome), `Ended session ${session} in ${id}.`);
    const ended = begun
      .replace(
        '"started": "2026-06-20T12:00:00Z"\n    }',
        `"started": "2026-06-20T12:00:00Z",
      "ended": "2026-06-20T12:00:00Z",
      "summary": "Set up the schema",
      "filesModified": ["src/schema.ts"],
      "nextSteps": ["Implement the service", "Add tokens"]
    }`,
      )
      .replace('"Starting"', '"Schema is done"')
      .replace(
        '"nextAction": "Create AuthService in src/auth.ts"',
        '"nextAction": "Implement src/service.ts"',
      );
    assert.equal(text(), ended);
    assert.equal(await run(finishSession, end), `${record} has no open session.`);
    assert.ok(result.outcome.undo);
    await run(undo, result.outcome.undo.input);
    assert.equal(text(), begun);
    await run(finishSession, end);
    await run(startSession, { document: record });
    assert.equal((JSON.parse(text()) as { sessions: unknown[] }).sessions.length, 2);
  });

  it('is not left without a next action', async () => {
    const { run } = await open({ [record]: begun.replace(/("nextAction": )"[^"]*"/, '$1"tbd"') });
    assert.equal(
      await run(finishSession, { document: record, summary: 'Done' }),
      '“tbd” does not say what to do next. Name the step and its files.',
    );
  });

  it('tells whoever resumes it where the work is', async () => {
    const path = '.claude/workspaces/main_a1b2c3d4/claude-progress.json';
    const { project } = await open({ [path]: fixture(`sample/${path}`) });
    const answer = project.ask(folder, resumeWorkspace, { document: toKey(path) }, { me: '' });
    assert.ok(answer.kind === 'resumeReport');
    assert.equal(
      answer.text,
      `# Resume project-name

Resuming from: Completed Phase 2 (Database), starting Phase 3 (Services)
Workspace: main_a1b2c3d4
Next action: Create AuthService in src/services/auth.ts

## Dependencies

- Database migrations must be run first

## Last session

20250116_100000_abc1 · 2025-01-16T10:00:00Z – 2025-01-16T12:00:00Z

Set up project structure, created database schema

### Next steps

- Implement auth service
- Add JWT handling

### Files modified

- \`schema.prisma\`
- \`src/models/user.ts\`
`,
    );
  });
});

describe('what is offered with a workspace', () => {
  const offered = async (files: Record<string, string>, place = record): Promise<readonly string[]> => {
    const { project } = await open(files);
    const { index, sources } = project.folder(folder) ?? assert.fail('no folder');
    return operationsOnWorkspace(index.findStream(place) ?? assert.fail(place), sources.checkouts);
  };

  it('is what its documents have a place for', async () => {
    const always = ['resume_workspace'];
    assert.deepEqual(await offered({ [record]: begun }), [
      ...always,
      'create_feature_list',
      'update_resumption',
      'add_log_entry',
      'end_session',
    ]);
    const list = '{ "features": [{ "id": "F001", "name": "User login", "status": "pending" }] }';
    const ended = begun.replace(/("started": "[^"]*")\n {4}}/, '$1, "ended": "2026-06-20T12:00:00Z" }');
    assert.deepEqual(await offered({ [record]: ended, [`${place}feature-list.json`]: list }), [
      ...always,
      'update_resumption',
      'add_log_entry',
      'start_session',
    ]);
    const path = toKey(`${place}feature-list.json`);
    assert.deepEqual(await offered({ [path]: list }, path), always);
    assert.deepEqual(await offered({ [record]: '{ "sessions": {}, "entries": "none" }' }), [
      ...always,
      'create_feature_list',
    ]);
  });

  it('is no change where it is that of another branch', async () => {
    const other = toKey(record.replace('feat-x', 'main'));
    assert.deepEqual(await offered({ [other]: begun }, other), ['resume_workspace']);
    const { run } = await open({ [record]: '{ "sessions": {}, "log": [] }' });
    assert.equal(await run(startSession, { document: record }), `${record} has no place for sessions.`);
  });
});

describe('the workspace of another branch or folder', () => {
  const list = '{"features": [{"id": "F001", "name": "Log in", "status": "pending"}]}';

  /** The sentence that the change of a feature ends with. */
  async function changed(name: string): Promise<string> {
    const path = `.claude/workspaces/${name}/feature-list.json`;
    const { run } = await open({ [path]: list });
    const document = toKey(path);
    return run(finish, { document, task: toKey(`${path}#["i","F001"]`) });
  }

  it('is not changed: whoever works there does not expect it', async () => {
    assert.equal(
      await changed(workspaceId('feat/y', '/rpc-2')),
      'This workspace belongs to feat/y in ../rpc-2. Open that folder to change it.',
    );
    assert.equal(
      await changed('main_a1b2c3d4'),
      'This workspace belongs to main. Check out that branch to change it.',
    );
  });

  it('is one’s own where the branch is, whatever the folder is called on the machine that named it', async () => {
    for (const name of [id, 'feat-x_a1b2c3d4', `feat-x_${md5('/project').slice(0, 8)}`])
      assert.equal(await changed(name), 'Finished Log in.');
  });
});
