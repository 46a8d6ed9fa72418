import assert from 'node:assert/strict';
import { refusalMessage } from '../../../../../src/core/messages/refusals.ts';
import { addNote } from '../../../../../src/core/operations/addNote.ts';
import { addTask } from '../../../../../src/core/operations/addTask.ts';
import { assign } from '../../../../../src/core/operations/assign.ts';
import { claim } from '../../../../../src/core/operations/claim.ts';
import { defer } from '../../../../../src/core/operations/defer.ts';
import { finish } from '../../../../../src/core/operations/finish.ts';
import type { DocumentInput } from '../../../../../src/core/operations/inputs.ts';
import type { WriteOperation } from '../../../../../src/core/operations/operation.ts';
import { release } from '../../../../../src/core/operations/release.ts';
import { reopen } from '../../../../../src/core/operations/reopen.ts';
import { setStatus } from '../../../../../src/core/operations/setStatus.ts';
import { changedBy, changedLinesOf, done, type Wanted } from '../../../../support/changed.ts';

const path = 'specs/016-avatar/tasks.md';
const text = `# Tasks

## Phase 1: Setup

- [X] T001 Make the folder
- [x] T002 Add the linter
- [~] T003 put off

## Phase 3: User Story 1

- [ ] **T012** [P] [US1] Crop the picture
  in src/crop.ts
  - [ ] **T013** [US1] Round its corners

Checkpoint.

## Phase 4: User Story 2

* [ ] T020: [US2] Upload
`;

const after = <Input extends DocumentInput>(
  operation: WriteOperation<Input>,
  input: Wanted<Input>,
  before = text,
): readonly string[] => changedLinesOf(before, done(path, before, operation, input));

const saysOf = <Input extends DocumentInput>(
  operation: WriteOperation<Input>,
  input: Wanted<Input>,
): string => {
  const result = changedBy(path, text, operation, input);
  assert.ok(typeof result !== 'string');
  return refusalMessage(result);
};

describe('the tasks of a feature', () => {
  it('are finished and reopened by one character, as most boxes of the file are ticked', () => {
    assert.deepEqual(after(finish, { on: 'T012' }), [
      '- - [ ] **T012** [P] [US1] Crop the picture',
      '+ - [x] **T012** [P] [US1] Crop the picture',
    ]);
    const most = text.replace('[x] T002', '[X] T002');
    assert.deepEqual(after(finish, { on: 'T020' }, most), [
      '- * [ ] T020: [US2] Upload',
      '+ * [X] T020: [US2] Upload',
    ]);
    assert.deepEqual(after(reopen, { on: 'T001' }), [
      '- - [X] T001 Make the folder',
      '+ - [ ] T001 Make the folder',
    ]);
    assert.deepEqual(after(reopen, { on: 'T003' }), ['- - [~] T003 put off', '+ - [ ] T003 put off']);
    assert.deepEqual(after(finish, { on: 'T003' }), ['- - [~] T003 put off', '+ - [x] T003 put off']);
  });

  it('are claimed, assigned and released without a change of the file', () => {
    assert.deepEqual(after(claim, { on: 'T012' }), []);
    assert.deepEqual(after(assign, { on: 'T012', owner: 'otter' }), []);
    assert.deepEqual(after(release, { on: 'T012' }), []);
  });

  it('are set to done and to do, and to nothing else', () => {
    assert.deepEqual(after(setStatus, { on: 'T020', status: 'done' }), [
      '- * [ ] T020: [US2] Upload',
      '+ * [x] T020: [US2] Upload',
    ]);
    assert.deepEqual(after(setStatus, { on: 'T002', status: 'todo' }), [
      '- - [x] T002 Add the linter',
      '+ - [ ] T002 Add the linter',
    ]);
    for (const status of ['wip', 'blocked', 'failed', 'dropped'] as const)
      assert.equal(saysOf(setStatus, { on: 'T012', status }), 'tasks.md only knows done and not done.');
  });

  it('are not put off, and keep no notes', () => {
    assert.equal(saysOf(defer, { on: 'T012', title: 'Later' }), 'tasks.md only knows done and not done.');
    assert.match(saysOf(addNote, { text: 'see' }), /tasks\.md/);
    assert.match(saysOf(finish, { on: 'T012', evidence: 'npm test' }), /tasks\.md/);
  });

  it('are added below the last one of a phase, with the next number, as those are written', () => {
    assert.deepEqual(after(addTask, { title: 'Show a preview', table: 'Phase 3: User Story 1' }), [
      '+ - [ ] **T021** [US1] Show a preview',
    ]);
    const added = done(path, text, addTask, { title: 'Show a preview', table: 'Phase 3: User Story 1' });
    assert.ok(added.includes('corners\n- [ ] **T021** [US1] Show a preview\n\nCheckpoint.'));
    assert.deepEqual(after(addTask, { title: 'Retry' }), ['+ * [ ] T021: [US2] Retry']);
    assert.deepEqual(after(addTask, { title: 'Undo', criterion: 'US1' }), ['+ - [ ] **T021** [US1] Undo']);
    assert.deepEqual(after(addTask, { title: 'Undo', criterion: 'FR-003' }), [
      '+ * [ ] T021: [US2] Undo (FR-003)',
    ]);
    assert.deepEqual(after(addTask, { title: 'Clean', table: 'phase 1: setup' }), ['+ - [ ] T021 Clean']);
  });

  it('are added to a file without any, and behind what belongs to the last one', () => {
    assert.equal(done(path, '', addTask, { title: 'First' }), '- [ ] T001 First\n');
    assert.equal(done(path, '# Tasks\n', addTask, { title: 'First' }), '# Tasks\n\n- [ ] T001 First\n');
    assert.equal(
      done(path, '1. [ ] a\n   more\n\nend', addTask, { title: 'b' }),
      '1. [ ] a\n   more\n2. [ ] b\n\nend',
    );
    assert.equal(
      done(path, '- [ ] T009 a\r\n  ```\r\n  - [ ] x\r\n\r\n  ```\r\n', addTask, { title: 'b' }),
      '- [ ] T009 a\r\n  ```\r\n  - [ ] x\r\n\r\n  ```\r\n- [ ] T010 b\r\n',
    );
  });

  it('are not added twice, nor with a title that would be read otherwise', () => {
    assert.equal(done(path, text, addTask, { title: 'Upload' }), 'task.exists');
    assert.equal(done(path, text, addTask, { title: '[P] side by side' }), 'task.title');
    assert.equal(done(path, text, addTask, { title: 'a', table: 'Phase 9' }), 'task.noTable');
  });
});
