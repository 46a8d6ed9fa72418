import type { FolderId } from '../text/document.ts';
import type { Key } from '../text/key.ts';
import type { ChangedLines } from '../text/undoLines.ts';
import type { BacklogMdOutcomes } from './codes/backlogMd.ts';
import type { ChangeEditOutcomes } from './codes/changeEdits.ts';
import type { Coded } from './codes/coded.ts';
import type { FileOutcomes } from './codes/changes.ts';
import type { SpecChangeOutcomes } from './codes/archive.ts';
import type { SpecKitOutcomes } from './codes/specKit.ts';
import type { TaskOutcomes } from './codes/tasks.ts';
import type { WorkspaceOutcomes } from './codes/workspace.ts';
import type { TraceOutcomes } from './codes/trace.ts';

/** All that can be done, by dotted, stable codes: `task.claimed`, `note.added`. */
export interface OutcomeData
  extends
    BacklogMdOutcomes,
    ChangeEditOutcomes,
    FileOutcomes,
    SpecChangeOutcomes,
    SpecKitOutcomes,
    TaskOutcomes,
    TraceOutcomes,
    WorkspaceOutcomes {}
export type OutcomeCode = keyof OutcomeData;

/** What was done, once it is written; or what is so already. Its sentence is made by `core/messages/outcomes.ts`. */
export type Outcome = Coded<OutcomeData> & {
  /** A tool runs a command of its own when it does this: that was not run. */
  readonly commandNotRun?: true;
  /** What undoes it while all that it wrote is as it was left. */
  readonly undo?: { readonly operation: 'undo'; readonly input: UndoInput };
};

/** What was done to one document, with all that it takes to undo it. */
export type DoneChange =
  | { readonly kind: 'edit'; readonly document: Key; readonly lines: readonly ChangedLines[] }
  | {
      readonly kind: 'create' | 'delete';
      readonly folder: FolderId;
      readonly path: string;
      readonly text: string;
    };

export interface UndoInput {
  /** In the order in which they were made. */
  readonly changes: readonly DoneChange[];
}

export function outcome<Code extends OutcomeCode>(code: Code, data: OutcomeData[Code]): Outcome {
  return { code, data } as Outcome;
}
