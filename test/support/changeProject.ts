import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { refusalMessage } from '../../src/core/messages/refusals.ts';
import { addDelta } from '../../src/core/operations/changes/addDelta.ts';
import { proposeChange } from '../../src/core/operations/changes/proposeChange.ts';
import { setChangeField } from '../../src/core/operations/changes/setChangeField.ts';
import type { Write } from '../../src/core/operations/operation.ts';
import { undo } from '../../src/core/operations/undo.ts';
import { toKey } from '../../src/core/text/key.ts';
import type { OpenOptions } from '../../src/platform/node/openWorld.ts';
import type { RunResult } from '../../src/project/running.ts';
import { OpenedProject } from './openedProject.ts';
import { temporaryFolder } from './sample.mjs';

type InputOf<Operation> = Operation extends Write<infer Input> ? Input : never;
export type ProposeInput = InputOf<typeof proposeChange>;
export type FieldInput = Omit<InputOf<typeof setChangeField>, 'document'>;
export type DeltaInput = Omit<InputOf<typeof addDelta>, 'document'>;

/** A living spec that changes are made to: `openspec/specs/auth/spec.md`. */
export const livingSpec = `# Auth

## Purpose

Who may come in, and how they show who they are to the door.

## Requirements

### Requirement: Login

The system SHALL ask for a password.

#### Scenario: Wrong password

- **WHEN** it is wrong
- **THEN** nobody gets in

### Requirement: Log out
A session SHALL end.

#### Scenario: Click
- **WHEN** a person leaves
- **THEN** the session ends
`;

/** A folder on the disk, and changes that are made in it. */
export class ChangeProject {
  readonly root: string;
  readonly opened: OpenedProject;

  private constructor(root: string, options: Partial<OpenOptions>) {
    this.root = root;
    this.opened = new OpenedProject(root, undefined, options);
  }

  static async open(
    files: Readonly<Record<string, string>> = {},
    { root = temporaryFolder(), ...options }: Partial<OpenOptions> & { readonly root?: string } = {},
  ): Promise<ChangeProject> {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), text);
    }
    const made = new ChangeProject(root, options);
    await made.opened.load();
    return made;
  }

  dispose(): void {
    this.opened.dispose();
    rmSync(this.root, { recursive: true, force: true, maxRetries: 5 });
  }

  async run<Input>(operation: Write<Input>, input: Input): Promise<RunResult> {
    const { project, folder } = this.opened;
    const result = await project.run(folder, operation, input, { me: 'maple', through: 'disk' });
    await project.idle();
    return result;
  }

  propose(input: Partial<ProposeInput>): Promise<RunResult> {
    return this.run(proposeChange, {
      slug: 'add-2fa',
      why: 'Passwords leak.',
      what: 'Ask for a code.',
      ...input,
    });
  }

  set(document: string, input: FieldInput): Promise<RunResult> {
    return this.run(setChangeField, { document: toKey(document), ...input });
  }

  delta(document: string, input: Partial<DeltaInput>): Promise<RunResult> {
    const usual = { operation: 'added', capability: 'auth', requirement: 'Two factors' } as const;
    return this.run(addDelta, { document: toKey(document), ...usual, ...input });
  }

  async undo(result: RunResult): Promise<RunResult> {
    assert.ok(result.kind === 'done' && result.outcome.undo !== undefined, JSON.stringify(result));
    const undone = await this.run(undo, result.outcome.undo.input);
    assert.equal(undone.kind, 'done', JSON.stringify(undone));
    return undone;
  }

  text(path: string): string {
    return readFileSync(join(this.root, path), 'utf8');
  }

  has(path: string): boolean {
    return existsSync(join(this.root, path));
  }

  /** All files with their texts. */
  files(): Readonly<Record<string, string>> {
    const found: Record<string, string> = {};
    for (const each of readdirSync(this.root, { recursive: true, encoding: 'utf8' }).sort()) {
      const path = join(this.root, each);
      if (statSync(path).isFile() && !each.split('/').includes('.throughline'))
        found[relative(this.root, path)] = readFileSync(path, 'utf8');
    }
    return found;
  }
}

/** `code: sentence` of a refusal. */
export function refusedAs(result: RunResult): string {
  assert.ok(result.kind === 'refused', JSON.stringify(result));
  return `${result.code}: ${refusalMessage(result)}`;
}

export function isDone(result: RunResult): asserts result is Extract<RunResult, { kind: 'done' }> {
  assert.equal(
    result.kind,
    'done',
    result.kind === 'refused' ? refusalMessage(result) : JSON.stringify(result),
  );
}
