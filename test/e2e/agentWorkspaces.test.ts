import assert from 'node:assert/strict';
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeSample, temporaryFolder, workspaceIdOf } from '../support/sample.mjs';
import { pictureOfFailure, Workbench } from '../support/workbench.ts';

/** What is expected of the record, without its times. */
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

describe('workspaces of agents in VS Code', function () {
  // Each step goes on from the one before.
  this.bail(true);
  let parent: string;
  let root: string;
  let id: string;
  let other: string;
  let workbench: Workbench;
  let expected = begun;
  const pathOf = (name: string): string => join(root, '.claude/workspaces', id, `${name}.json`);
  const holds = (text: string, name = 'claude-progress'): Promise<void> =>
    workbench.until(() => {
      const found = existsSync(pathOf(name)) ? readFileSync(pathOf(name), 'utf8') : '';
      assert.equal(
        found
          .replaceAll(id, 'WORKSPACE')
          .replaceAll(/\d{8}_\d{6}_[0-9a-f]{4}/g, 'SESSION')
          .replaceAll(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ/g, 'NOW'),
        text,
      );
    });
  /** Answers the questions of a command one after the other. */
  const answerAll = async (title: string, ...answers: readonly (string | RegExp)[]): Promise<void> => {
    for (const [i, answer] of answers.entries()) {
      await workbench.asked(`${title} (${i + 1}/${answers.length})`);
      if (typeof answer === 'string') await workbench.answer(answer);
      else {
        await workbench.tick(answer);
        await workbench.quickInput().press('Enter');
      }
    }
  };

  before(async () => {
    parent = temporaryFolder();
    ({ root } = makeSample(parent));
    id = workspaceIdOf('feat/rpc-retry', root);
    other = workspaceIdOf('feat/call-metrics', root);
    // The sample's own makes room for one that is begun here, and is another branch's.
    const folder = join(root, '.claude/workspaces');
    renameSync(join(folder, id), join(folder, other));
    for (const name of ['claude-progress', 'feature-list']) {
      const path = join(folder, other, `${name}.json`);
      writeFileSync(path, readFileSync(path, 'utf8').replaceAll(id, other));
    }
    writeFileSync(join(root, 'notes.md'), 'Notes\n');
    workbench = await Workbench.open(root, { settings: { 'throughline.owner': 'heron' } });
    await workbench.openContainer();
  });
  afterEach(async function () {
    await pictureOfFailure(this, workbench);
  });
  after(async () => {
    await workbench.close();
    rmSync(parent, { recursive: true });
  });

  it('begin with a record as the protocol has it, with an open session', async () => {
    await workbench.command('Throughline: Add Log Entry...');
    await workbench.answerNotification(/This branch has no workspace yet\. Start Workspace creates one\./);
    await workbench.command('Throughline: Start Workspace...');
    await workbench.asked('Start Workspace (1/3)');
    assert.equal(await workbench.quickInput().inputValue(), 'rpc-kit');
    await workbench.answer('rpc-kit');
    await workbench.asked('Start Workspace (2/3)');
    await workbench.answer('continue');
    await workbench.page.getByText('“continue” does not say what to do next.').first().waitFor();
    await workbench.answer('Create AuthService in src/auth.ts');
    await workbench.asked('Start Workspace (3/3)');
    await workbench.answer('');
    await holds(expected);
    await workbench.tab(/claude-progress\.json/).waitFor();
    await workbench.lens('Resume Workspace').waitFor();
    await workbench.row(/^Workspace, /).waitFor();
    await workbench.command('Throughline: Start Workspace...');
    await workbench.answerNotification(/This branch already has a workspace/);
  });

  it('get a list of features, with how far they are on its first line', async () => {
    await workbench.command('Throughline: Create Feature List...');
    await workbench.asked('Create Feature List (1)');
    await workbench.pick(/^Enter names/);
    for (const [i, answer] of ['User login', 'Password reset: sends a mail', ''].entries()) {
      await workbench.asked(`Create Feature List (${i + 2})`);
      await workbench.answer(answer);
    }
    await holds(
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
      'feature-list',
    );
    await workbench.tab(/feature-list\.json/).waitFor();
    await workbench.lens('0/2 done').waitFor();
    await workbench.command('Throughline: Create Feature List...');
    await workbench.answerNotification(/feature-list\.json already exists and was not changed/);
  });

  it('say where the work is, and what was done', async () => {
    await workbench.command('Throughline: Update Resumption Context...');
    await answerAll(
      'Update Resumption Context',
      'Phase 3',
      'Add tokens to src/auth.ts:67',
      'No key; No mail server',
    );
    expected = expected
      .replace('"position": "Starting"', '"position": "Phase 3"')
      .replace(/("nextAction": )"[^"]*"/, '$1"Add tokens to src/auth.ts:67"')
      .replace('"blockers": []', '"blockers": ["No key", "No mail server"]');
    await holds(expected);
    await workbench.contextMenu(/^Workspace, /, 'Add Log Entry...');
    await answerAll('Add Log Entry', 'Created the schema', 'User and Token', /notes\.md/);
    expected = expected.replace(
      '"log": []',
      `"log": [
    {
      "timestamp": "NOW",
      "action": "Created the schema",
      "details": "User and Token",
      "files": ["notes.md"]
    }
  ]`,
    );
    await holds(expected);
  });

  it('have their session ended, and another one started', async () => {
    await workbench.command('Throughline: Start Session');
    await workbench.answerNotification(/Session \w+ is still open\. End it first\./);
    await workbench.command('Throughline: End Session...');
    await answerAll(
      'End Session',
      'The schema is done.',
      'Implement the service; Add tokens',
      'Schema done',
      'Implement src/service.ts',
      /notes\.md/,
    );
    expected = expected
      .replace(
        '"started": "NOW"\n    }',
        `"started": "NOW",
      "ended": "NOW",
      "summary": "The schema is done.",
      "filesModified": ["notes.md"],
      "nextSteps": ["Implement the service", "Add tokens"]
    }`,
      )
      .replace('"position": "Phase 3"', '"position": "Schema done"')
      .replace(/("nextAction": )"[^"]*"/, '$1"Implement src/service.ts"');
    await holds(expected);
    await workbench.command('Throughline: End Session...');
    await workbench.answerNotification(/has no open session/);
  });

  it('are resumed with a report, and a session if one likes', async () => {
    await workbench.command('Throughline: Resume Workspace...');
    await workbench.asked('Resume Workspace');
    await workbench.until(async () => {
      const choices = await workbench.choices();
      assert.deepEqual(
        choices.map((each) => each.replace(/,.*$/s, '')),
        [id, other],
      );
    });
    await workbench.pick(new RegExp(`^${id}`));
    await workbench.tab(/resume\.md/).waitFor();
    await workbench.page.getByText('Resuming from: Schema done').waitFor();
    await workbench.answerNotification(/The last session of \S+ has ended\./, 'Start Session');
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
    await holds(expected);
    // Another branch's is told of, and not changed.
    await workbench.expand(/^Branch feat\/call-metrics/);
    await workbench.contextMenu(/^Workspace, 1 of 3 done/, 'Resume Workspace...');
    await workbench.page
      .getByText('Resuming from: Attempts are recorded, and nobody sees them yet')
      .waitFor();
    await workbench.row(/^Workspace, 1 of 3 done/).click({ button: 'right' });
    await workbench.page.getByRole('menuitem', { name: 'Resume Workspace...', exact: true }).waitFor();
    assert.equal(await workbench.page.getByRole('menuitem', { name: 'Add Log Entry...' }).count(), 0);
    await workbench.page.keyboard.press('Escape');
  });

  it('list the criteria of a spec that the branch works on as features', async () => {
    rmSync(pathOf('feature-list'));
    await workbench.row(/^Workspace, no tasks/).waitFor();
    await workbench.contextMenu(/^Workspace, no tasks/, 'Create Feature List...');
    await workbench.asked('Create Feature List (1)');
    await workbench.pick(/4 criteria/);
    await workbench.until(() => {
      const text = existsSync(pathOf('feature-list')) ? readFileSync(pathOf('feature-list'), 'utf8') : '';
      assert.deepEqual(
        [...text.matchAll(/"name": "(\S+) \S/g)].map(([, name]) => name),
        ['RPC-RETRY-01', 'RPC-RETRY-02', 'RPC-RETRY-03', 'RPC-RETRY-04'],
      );
    });
  });
});
