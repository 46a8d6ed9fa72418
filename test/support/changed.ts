import assert from 'node:assert/strict';
import { runAtOnce } from '../../src/core/base/steps.ts';
import type { FolderRules } from '../../src/core/formats/folderRules.ts';
import { parseAtOnce, type OpenDocument } from '../../src/core/formats/format.ts';
import type { StreamPart, StreamTask } from '../../src/core/model/item.ts';
import type { Refusal } from '../../src/core/model/refusal.ts';
import type { DocumentInput } from '../../src/core/operations/inputs.ts';
import type { WriteOperation } from '../../src/core/operations/operation.ts';
import { applyEdits } from '../../src/core/text/edit.ts';
import { documentAtHand } from '../../src/core/text/key.ts';
import { openInSteps, type Document } from '../../src/core/text/syntax.ts';
import { attempt } from './attempt.ts';
import { toFile } from './parse.ts';
import { defaultRules } from './rules.ts';

/** A text as the document at a path, with what its format reads in it; undefined where it is of no format. */
export function openAt(
  path: string,
  text: string,
  rules: FolderRules = defaultRules,
): OpenDocument | undefined {
  for (const { format, root } of rules.formatsOf(path)) {
    const document: Document | undefined =
      format.syntax === 'markdown'
        ? toFile(text, path)
        : runAtOnce(openInSteps(format.syntax, documentAtHand('', path), text));
    if (document === undefined || format.recognizes?.(document) === false) continue;
    return { document, parsed: parseAtOnce(format, document, rules.contextOf(root)), format, root };
  }
  return undefined;
}

/** What a document says of a stream. */
export function streamPartOf({ parsed }: Pick<OpenDocument, 'parsed'>): StreamPart {
  const [part] = parsed.parts;
  assert.ok(part?.kind === 'streamPart');
  return part;
}

/** The task that has an ID, or a title. */
export function taskNamed(open: OpenDocument, name: string): StreamTask {
  const task = streamPartOf(open).tasks?.find(({ id, title }) => id === name || title.value === name);
  assert.ok(task, name);
  return task;
}

/** What an operation on one document is given besides it; `on` names a task. */
export type Wanted<Input> = Omit<Input, 'document' | 'task'> & { readonly on?: string };

/** The text of the document at a path once an operation was done to it, or why it was refused. */
export function changedBy<Input extends DocumentInput>(
  path: string,
  text: string,
  operation: WriteOperation<Input>,
  input: Wanted<Input>,
  confirmed: readonly Refusal[] = [],
): string | Refusal {
  const open = openAt(path, text);
  assert.ok(open, path);
  const { on, ...rest } = input;
  const task = on === undefined ? {} : { task: taskNamed(open, on).key };
  const context = { open, confirmed, preferred: () => undefined, me: 'maple', claims: '' };
  const result = attempt(context, operation, { ...rest, ...task } as unknown as Omit<Input, 'document'>);
  if (result.kind === 'refused') return result;
  if (result.kind === 'unchanged') return text;
  const applied = applyEdits(text, result.edits);
  assert.ok(applied.kind === 'applied');
  return applied.text;
}

/** The same; of a refusal its code. */
export function done<Input extends DocumentInput>(
  path: string,
  text: string,
  operation: WriteOperation<Input>,
  input: Wanted<Input>,
): string {
  const result = changedBy(path, text, operation, input);
  return typeof result === 'string' ? result : result.code;
}

/** Lines that are gone, and lines that are new. */
export function changedLinesOf(before: string, after: string): readonly string[] {
  const [a, b] = [before.split('\n'), after.split('\n')];
  return [
    ...a.filter((line) => !b.includes(line)).map((line) => `- ${line}`),
    ...b.filter((line) => !a.includes(line)).map((line) => `+ ${line}`),
  ];
}
