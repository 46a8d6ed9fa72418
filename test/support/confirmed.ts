import type { DocumentInput } from '../../src/core/operations/inputs.ts';
import type { Write } from '../../src/core/operations/operation.ts';
import type { Refusal, RefusalCode } from '../../src/core/model/refusal.ts';
import type { Project } from '../../src/project/project.ts';
import type { RunOptions, RunResult } from '../../src/project/running.ts';
import type { FileTarget } from '../../src/surfaces/widgets/target.ts';
import { runOn } from './attempt.ts';

/** Runs an operation as a person would who confirms each refusal with one of these codes when it comes. */
export async function runConfirmed<Input extends DocumentInput>(
  project: Project,
  target: FileTarget,
  operation: Write<Input>,
  input: Omit<Input, 'document'>,
  options: RunOptions,
  codes: readonly RefusalCode[],
): Promise<RunResult> {
  const confirmed: Refusal[] = [];
  for (;;) {
    const result = await runOn(project, target, operation, input, { ...options, confirmed });
    const code = result.kind === 'refused' && result.confirmable === true ? result.code : undefined;
    // A branch may be checked out at ever other places.
    if (result.kind !== 'refused' || !codes.some((each) => each === code) || confirmed.length > 20)
      return result;
    confirmed.push(result);
  }
}
