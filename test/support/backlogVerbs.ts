import assert from 'node:assert/strict';
import type { FolderRules } from '../../src/core/formats/folderRules.ts';
import { outcomeMessage } from '../../src/core/messages/outcomes.ts';
import { refusalMessage } from '../../src/core/messages/refusals.ts';
import type { DocumentInput } from '../../src/core/operations/inputs.ts';
import type { WriteOperation } from '../../src/core/operations/operation.ts';
import { applyEdits } from '../../src/core/text/edit.ts';
import { attempt } from './attempt.ts';
import { openTask, rulesWith, taskPath } from './backlogTexts.ts';
import { indexOf } from './indexOf.ts';

export interface Verb {
  readonly rules?: FolderRules;
  readonly path?: string;
  /** Other files of the folder. */
  readonly others?: Readonly<Record<string, string>>;
  /** Says yes to whatever is asked. */
  readonly isAgreed?: boolean;
  readonly me?: string;
}

/** A task once an operation was done to it, and what is told of that; or why it was refused. */
export function doTo<Input extends DocumentInput>(
  text: string,
  operation: WriteOperation<Input>,
  input: Omit<Input, 'document' | 'task'>,
  { rules = rulesWith(), path = taskPath, others = {}, isAgreed = false, me = 'maple' }: Verb = {},
): { readonly kind: 'done' | 'refused'; readonly text: string; readonly told: string } {
  const open = openTask(text, path, rules);
  const index = indexOf({ [path]: text, ...others }, [], rules);
  const ask = (confirmed: Parameters<typeof attempt>[0]['confirmed']) =>
    attempt({ open, me, confirmed, preferred: () => undefined, index }, operation, {
      ...input,
      task: open.document.key,
    } as unknown as Omit<Input, 'document'>);
  let result = ask([]);
  if (result.kind === 'refused' && result.confirmable === true && isAgreed) result = ask([result]);
  if (result.kind === 'refused') return { kind: 'refused', text, told: refusalMessage(result) };
  const told = outcomeMessage(result.outcome);
  if (result.kind === 'unchanged') return { kind: 'done', text, told };
  const applied = applyEdits(text, result.edits);
  assert.ok(applied.kind === 'applied');
  return { kind: 'done', text: applied.text, told };
}

/** The lines that differ, as they are then. */
export function changedLines(before: string, after: string): readonly string[] {
  const old = new Set(before.split(/\r\n|[\r\n]/));
  return after.split(/\r\n|[\r\n]/).filter((line) => !old.has(line));
}
