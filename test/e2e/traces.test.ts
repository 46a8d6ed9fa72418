import assert from 'node:assert/strict';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { makeSample, temporaryFolder } from '../support/sample.mjs';
import { pictureOfFailure, Workbench } from '../support/workbench.ts';

const path = 'tasks/add-avatar-upload/trace.md';

/** What is expected of the file, with the day that it was started. */
const head = (status: string): string =>
  `# Trace: feature-workflow
**Task:** Add avatar upload | **Started:** DAY | **Status:** ${status}
**Branch:** feat/rpc-retry

`;
const first = `## Step 1: define
**Status:** completed | **Summary:** Wrote the spec.
**Artifacts:** specs/avatar.md | **Key decisions:** none
**Challenges:** none
`;

describe('traces in VS Code', function () {
  // Each step goes on from the one before.
  this.bail(true);
  let parent: string;
  let root: string;
  let workbench: Workbench;
  const holds = (text: string): Promise<void> =>
    workbench.until(() => {
      const file = join(root, path);
      const found = (existsSync(file) ? readFileSync(file, 'utf8') : '').replace(/\d{4}-\d\d-\d\d/, 'DAY');
      assert.equal(found, text);
    });
  /** Answers the questions of a command one after the other. */
  const answerAll = async (title: string, ...answers: readonly (string | RegExp)[]): Promise<void> => {
    for (const [i, answer] of answers.entries()) {
      await workbench.asked(answers.length === 1 ? title : `${title} (${i + 1}/${answers.length})`);
      if (typeof answer === 'string') await workbench.answer(answer);
      else await workbench.pick(answer);
    }
  };

  before(async () => {
    parent = temporaryFolder();
    ({ root } = makeSample(parent));
    rmSync(join(root, 'tasks'), { recursive: true });
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

  it('begin with a file as the protocol has it, with the first step in progress', async () => {
    await workbench.command('Throughline: Start Step...');
    await workbench.answerNotification(/There is no trace yet\. Start Trace creates one\./);
    await workbench.command('Throughline: Start Trace...');
    await answerAll(
      'Start Trace',
      'Add avatar upload',
      'feature-workflow',
      'tasks/add-avatar-upload',
      '',
      'define',
      'The open questions',
    );
    await holds(
      `${head('in-progress')}## Step 1: define
**Status:** in-progress
**Artifacts:** none | **Key decisions:** none | **Current focus:** The open questions
**Challenges:** none
`,
    );
    await workbench.tab(/trace\.md/).waitFor();
  });

  it('are kept up while the step is in progress, and have its lenses', async () => {
    await workbench.lens('Complete Step').waitFor();
    await workbench.lens('Fail Step').waitFor();
    await workbench.command('Throughline: Update Focus...');
    await answerAll('Update Focus', 'The last question');
    await workbench.command('Throughline: Record in Step...');
    await answerAll('Record in Step', /^Artifact/, 'specs/avatar.md');
    await holds(
      `${head('in-progress')}## Step 1: define
**Status:** in-progress
**Artifacts:** specs/avatar.md | **Key decisions:** none | **Current focus:** The last question
**Challenges:** none
`,
    );
  });

  it('say of a step what came of it, and begin the next one', async () => {
    await workbench.command('Throughline: Start Step...');
    await workbench.answerNotification(/Step 1 is still in progress\. Complete or fail it first\./);
    await workbench.command('Throughline: Complete Step...');
    await answerAll('Complete Step', 'Wrote the spec.', '', /^Other steps follow/);
    await holds(head('in-progress') + first);
    await workbench.command('Throughline: Start Step...');
    await answerAll('Start Step', 'implement', 'The upload route');
    await holds(
      `${head('in-progress')}${first}
## Step 2: implement
**Status:** in-progress
**Artifacts:** none | **Key decisions:** none | **Current focus:** The upload route
**Challenges:** none
`,
    );
  });

  it('stop with a failure, and go on with a step of its own', async () => {
    const failed = `${first}
## Step 2: implement
**Status:** failed | **Summary:** Large files time out.
**Artifacts:** none | **Key decisions:** none | **Current focus:** The upload route
**Challenges:** S3 ends links after 30 s
`;
    await workbench.command('Throughline: Fail Step...');
    await answerAll('Fail Step', 'Large files time out.', 'S3 ends links after 30 s');
    await holds(head('failed') + failed);
    await workbench.command('Throughline: Start Step...');
    await workbench.answerNotification(/Step 2 failed, so the workflow is stopped\. Resume Trace goes on\./);
    await workbench.command('Throughline: Resume Trace');
    const resumed = `${failed}
## Step 2a: Resume implement
**Status:** in-progress
**Artifacts:** none | **Key decisions:** none | **Current focus:** The upload route
**Challenges:** none
`;
    await holds(head('in-progress') + resumed);
    await workbench.lens('Complete Step').click();
    await answerAll('Complete Step', 'It works.', '', /^Other steps follow/);
    const completed = `${failed}
## Step 2a: Resume implement
**Status:** completed | **Summary:** It works.
**Artifacts:** none | **Key decisions:** none
**Challenges:** none
`;
    await holds(head('in-progress') + completed);
    await workbench.command('Throughline: Complete Trace');
    await holds(head('completed') + completed);
  });
});
