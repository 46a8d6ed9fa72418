import type { StreamTask } from '../../model/item.ts';
import { refusal, type Refusal } from '../../model/refusal.ts';
import type { Sourced } from '../../model/sourced.ts';
import type { Edits, TextEdit } from '../../text/edit.ts';
import type { MarkdownDocument } from '../../text/syntax.ts';
import type { OpenDocument, StepEdits } from '../format.ts';
import { appendToField, headKeys, removeField, setField, type FieldEdit } from './fieldEdits.ts';
import { keyOf } from './keyLines.ts';
import { appendStep, nextId, resumingId } from './newStep.ts';
import { refuseFocus, refuseSummary, refuseText, refuseTitle } from './textRefusals.ts';
import { toLine } from './values.ts';
import { entryOf, readWritten, type WrittenStep } from './written.ts';

type OpenTrace = OpenDocument<'markdown'>;

/** The steps of a `trace.md`, as the protocol has them. */
export const stepEdits: StepEdits<'markdown'> = {
  start: (open, { title, focus, resumes }) => {
    const { document } = open;
    const texts = { title: toLine(title), focus: toLine(focus) };
    const refused = refuseTitle(texts.title) ?? refuseFocus(texts.focus);
    if (refused !== undefined) return refused;
    const trace = readWritten(document);
    const id = resumes?.id === undefined ? nextId(trace) : resumingId(trace, resumes.id);
    const step = appendStep(document, trace, id, texts);
    const found = allOf(open, [step, ...(resumes === undefined ? [] : workflowEdits(open, 'in-progress'))]);
    return found.kind === 'refused' ? found : { ...found, id };
  },

  record: (open, task, { focus, artifact, decision, challenge }) => {
    const { document } = open;
    const step = stepOf(document, task);
    if (step === undefined) return refuseForm(document);
    const lines = [artifact, decision, challenge].map((text) =>
      text === undefined ? undefined : toLine(text),
    );
    const line = focus === undefined ? undefined : toLine(focus);
    for (const each of lines) {
      const refused = each === undefined ? undefined : refuseText(each);
      if (refused !== undefined) return refused;
    }
    const refused = line === undefined ? undefined : refuseFocus(line);
    if (refused !== undefined) return refused;
    const decisions =
      entryOf(step, 'key decisions') === undefined && entryOf(step, 'design changes') !== undefined
        ? 'design changes'
        : 'key decisions';
    return allOf(open, [
      ...['artifacts', decisions, 'challenges'].flatMap((name, i) => {
        const text = lines[i];
        return text === undefined ? [] : [appendToField(document, step, name, text)];
      }),
      ...(line === undefined || line === entryText(document, step, 'current focus')
        ? []
        : [setField(document, step, 'current focus', line)]),
    ]);
  },

  end: (open, task, { status, summary, challenge, isLast = false }) => {
    const { document } = open;
    const step = stepOf(document, task);
    if (step === undefined) return refuseForm(document);
    const line = toLine(summary);
    const said = challenge === undefined ? undefined : toLine(challenge);
    const refused = refuseSummary(line) ?? (said === undefined ? undefined : refuseText(said));
    if (refused !== undefined) return refused;
    const focus = step.entries.filter(({ name }) => keyOf(name) === 'current focus');
    // Of two that are said, the second would be the focus then.
    if (status === 'completed' && focus.length > 1) return refuseForm(document);
    return allOf(open, [
      setStatus(open, task.status, status) ?? setField(document, step, 'status', status),
      line === entryText(document, step, 'summary') ? keep : setField(document, step, 'summary', line),
      ...(said === undefined ? [] : [appendToField(document, step, 'challenges', said)]),
      ...(status === 'completed' ? focus.map((entry) => removeField(document, step, entry)) : []),
      ...(status === 'failed' || isLast ? workflowEdits(open, status) : []),
    ]);
  },

  setWorkflow: (open, status) => allOf(open, workflowEdits(open, status)),
};

/** Nothing has to be changed. */
const keep: TextEdit = { range: { start: 0, end: 0 }, expect: '', text: '' };

function workflowEdits(
  { document, parsed }: OpenTrace,
  status: 'in-progress' | 'completed' | 'failed',
): readonly FieldEdit[] {
  const [part] = parsed.parts;
  const now = part?.kind === 'streamPart' ? part.status : undefined;
  const { head } = readWritten(document);
  const word = now === undefined ? undefined : setStatus({ document }, now, status);
  if (word !== undefined) return [word];
  return head === undefined ? [] : [setField(document, head, 'status', status, headKeys)];
}

/** Replaces the word of a status; undefined where none is written. */
function setStatus(
  { document: { source } }: Pick<OpenTrace, 'document'>,
  { range, written }: Sourced<unknown>,
  word: string,
): FieldEdit {
  if (range === undefined || range.start === range.end) return undefined;
  return written === word ? keep : { range, expect: source.slice(range), text: word };
}

function allOf({ document }: OpenTrace, found: readonly FieldEdit[]): Edits | Refusal {
  const edits = found.filter((edit) => edit !== undefined);
  if (edits.length < found.length) return refuseForm(document);
  return { kind: 'edits', edits: edits.filter((edit) => edit !== keep) };
}

function stepOf(document: MarkdownDocument, { location }: StreamTask): WrittenStep | undefined {
  const step = readWritten(document).steps.find(
    ({ heading }) => heading.range.start === location.range.start,
  );
  return step?.entries.some(({ isInSentence }) => isInSentence) === true ? undefined : step;
}

function entryText({ source }: MarkdownDocument, step: WrittenStep, key: string): string | undefined {
  const entry = entryOf(step, key);
  return entry === undefined ? undefined : source.slice(entry.value);
}

function refuseForm({ id: { path } }: MarkdownDocument): Refusal {
  return refusal('step.form', { path });
}
