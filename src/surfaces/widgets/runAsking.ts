import { confirmationOf } from '../../core/messages/confirmations.ts';
import type { Refusal } from '../../core/model/refusal.ts';
import type { Write } from '../../core/operations/operation.ts';
import type { RunOptions, RunResult } from '../../project/running.ts';
import { showWarning } from './tell.ts';
import type { Services } from '../surface.ts';

/** An operation to be run for a person. */
export interface Asked<Input> {
  readonly folder: string;
  readonly operation: Write<Input>;
  readonly input: Input;
  /** `Claim`: for `Save and Claim`, `Claim in Editor`. */
  readonly verb: string;
  readonly me: string;
}

/**
 * Runs an operation, and asks the person first where that is more than a question of two words: before another worktree is changed,
 * which is asked once for each, a file removed, or an item closed that is not done. Undefined when they do not agree.
 * @param confirmed grows by what they agree to
 */
export async function runAsking<Input>(
  { project, confirmations }: Pick<Services, 'project' | 'confirmations'>,
  { folder, operation, input, verb, me }: Asked<Input>,
  through: RunOptions['through'],
  confirmed: Refusal[],
): Promise<RunResult | undefined> {
  for (;;) {
    const result = await project.run(folder, operation, input, { me, through, confirmed });
    const asked = result.kind === 'refused' ? confirmationOf(result, verb) : undefined;
    if (result.kind !== 'refused' || asked?.detail === undefined) return result;
    const { question, detail, button, remember } = asked;
    if (remember === undefined || !confirmations.has(remember)) {
      if ((await showWarning(question, { modal: true, detail }, button)) !== button) return undefined;
      if (remember !== undefined) await confirmations.add(remember);
    }
    confirmed.push(result);
  }
}
