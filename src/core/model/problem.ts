import type { Range } from '../text/range.ts';
import type { BacklogMdProblems } from './codes/backlogMd.ts';
import type { Coded } from './codes/coded.ts';
import type { DataProblems } from './codes/data.ts';
import type { FileProblems } from './codes/files.ts';
import type { SpecChangeProblems } from './codes/specChanges.ts';
import type { SpecDatabaseProblems } from './codes/specDatabase.ts';
import type { SpecKitProblems } from './codes/specKit.ts';
import type { StreamProblems } from './codes/streams.ts';
import type { TraceProblems } from './codes/trace.ts';
import type { TrackingProblems } from './codes/tracking.ts';
import type { WorkspaceProblems } from './codes/workspace.ts';

/** All that can be wrong in a user's files, by dotted, stable codes: `status.unknown`, `table.noStatus`, `file.tooLarge`. */
export interface ProblemData
  extends
    BacklogMdProblems,
    DataProblems,
    FileProblems,
    SpecChangeProblems,
    SpecDatabaseProblems,
    SpecKitProblems,
    StreamProblems,
    TraceProblems,
    TrackingProblems,
    WorkspaceProblems {}
export type ProblemCode = keyof ProblemData;

export type Severity = 'error' | 'warning' | 'hint';

/**
 * Something in the user's file that cannot be read as it is; shown in the tree and as a diagnostic. Its sentence is made by
 * `core/messages/problems.ts`.
 */
export type Problem = Coded<ProblemData> & {
  readonly severity: Severity;
  readonly range: Range;
};

/** Notes something that cannot be read as it is. */
export type Report = <Code extends ProblemCode>(
  code: Code,
  severity: Severity,
  data: ProblemData[Code],
  range: Range,
) => void;

export function toProblem<Code extends ProblemCode>(
  code: Code,
  severity: Severity,
  data: ProblemData[Code],
  range: Range,
): Problem {
  return { code, severity, data, range } as Problem;
}

/** Whether it says that git left a file between two states. */
export function isConflict({ code }: Problem): boolean {
  return code.startsWith('conflict.');
}
