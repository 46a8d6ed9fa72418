import type { TextEdit } from '../../text/edit.ts';
import { SourceText } from '../../text/sourceText.ts';
import type { MarkdownDocument } from '../../text/syntax.ts';
import { hasBlankLines, isCompact, keyStyle, leadOf, stepKeys, titled } from './fieldEdits.ts';
import { keyOf, type KeyLine } from './keyLines.ts';
import { orderOf, readStepHeading } from './stepHeading.ts';
import { writeValue } from './values.ts';
import { lineEndingOf, rigidBlockAt, type WrittenStep, type WrittenTrace } from './written.ts';

/** A step that is begun: both texts are one line each, as they are to be read. */
export interface StepTexts {
  readonly title: string;
  readonly focus: string;
}

/** The edit that adds a step in progress below the last one, as that is laid out; undefined where the file leaves no room for it. */
export function appendStep(
  document: MarkdownDocument,
  trace: WrittenTrace,
  id: string,
  { title, focus }: StepTexts,
): TextEdit | undefined {
  const { source } = document;
  const last = trace.steps.at(-1);
  const written = writeValue(focus, 'value');
  if (last === undefined || written === undefined || isUnclosed(document, last.end)) return undefined;
  const model = trace.steps.findLast(({ step }) => !step.isStruck) ?? last;
  const heading = headingOf(document, model, id, title);
  if (heading === undefined) return undefined;
  const ending = lineEndingOf(document);
  const lines = [heading, ...linesOf(document, model, trace, written)];
  const at = source.lineRange(source.lineAt(last.end)).end;
  return {
    range: { start: at, end: at },
    expect: '',
    text: `${gapOf(document, trace)}${lines.join(ending)}`,
  };
}

/** The number of the step behind the last one: `4` behind `3` and `3a`, `1.3` behind `1.2`. */
export function nextId({ steps }: WrittenTrace): string {
  const ids = new Set(steps.map(({ step }) => step.id));
  const last = steps.findLast(({ step }) => step.id !== 'N')?.step.id ?? '0';
  const numbers = [...orderOf(last).numbers];
  let id: string;
  do {
    numbers.push((numbers.pop() ?? 0) + 1);
    id = numbers.join('.');
  } while (ids.has(id));
  return id;
}

/** The number of the step that takes up a failed one: `3a` for `3`, then `3b`. */
export function resumingId(trace: WrittenTrace, failed: string): string {
  const ids = new Set(trace.steps.map(({ step }) => step.id));
  const { numbers, letter } = orderOf(failed);
  for (let code = letter === '' ? 97 : letter.charCodeAt(0) + 1; code <= 122; code++) {
    const id = `${numbers.join('.')}${String.fromCharCode(code)}`;
    if (!ids.has(id)) return id;
  }
  return nextId(trace);
}

/** The heading as that of another step is written, else as the protocol has it. */
function headingOf(
  { source }: MarkdownDocument,
  { heading, step }: WrittenStep,
  id: string,
  title: string,
): string | undefined {
  const written = writeValue(title, 'title');
  if (written === undefined) return undefined;
  const { range } = step.title;
  const before = range === undefined ? '' : source.text.slice(heading.content.start, range.start);
  const at = before.toLowerCase().lastIndexOf(step.id.toLowerCase());
  const alike = `${before.slice(0, at)}${id}${before.slice(at + step.id.length)}${written}`;
  const plain = `Step ${id}: ${written}`;
  const isAlike =
    at >= 0 &&
    !step.isStruck &&
    step.title.written !== '' &&
    !/[*_]/.test(before) &&
    isRead(alike, id, written);
  if (isAlike) return `## ${alike}`;
  return isRead(plain, id, written) ? `## ${plain}` : undefined;
}

function isRead(text: string, id: string, written: string): boolean {
  const range = { start: 0, end: text.length };
  const read = readStepHeading(new SourceText(text), { kind: 'heading', depth: 2, range, content: range });
  return read?.id === id && read.title.written === written && !read.isStruck;
}

/** What parts the last step from what is above it: blank lines, with a rule among them where there is one. */
function gapOf(document: MarkdownDocument, { head, steps }: WrittenTrace): string {
  const { source } = document;
  const ending = lineEndingOf(document);
  const [last, before = head] = [steps.at(-1), steps.at(-2)];
  if (last === undefined || before === undefined) return `${ending}${ending}`;
  const start = source.lineRange(source.lineAt(before.end)).end;
  const gap = source.text.slice(start, source.lineStart(source.lineAt(last.heading.range.start)));
  return /^(?:\r\n|\r|\n){2,}(?:(?:---|\*\*\*|___)(?:\r\n|\r|\n)+)?$/.test(gap) ? gap : `${ending}${ending}`;
}

/** Whether what is added behind a place would be part of code or HTML that nothing ends. */
function isUnclosed(document: MarkdownDocument, end: number): boolean {
  const block = rigidBlockAt(document, end);
  if (block === undefined || block.kind === 'table') return false;
  const lines = document.source
    .slice(block.range)
    .trimEnd()
    .split(/\r\n|\r|\n/);
  const [first = '', last = ''] = [lines[0]?.trim(), lines.at(-1)?.trim()];
  if (block.kind === 'code')
    return /^(?:```|~~~)/.test(first) && (lines.length < 2 || !/^(?:`{3,}|~{3,})$/.test(last));
  return /^<(?:[!?]|script|pre|style|textarea)/i.test(first) && !last.endsWith('>');
}

const initial = new Map([
  ['status', 'in-progress'],
  ['artifacts', 'none'],
  ['key decisions', 'none'],
  ['design changes', 'none'],
  ['challenges', 'none'],
]);

/** The lines below the heading. There is nothing to sum up yet. */
function linesOf(
  document: MarkdownDocument,
  model: WrittenStep,
  { head }: WrittenTrace,
  focus: string,
): readonly string[] {
  const value = (key: string): string | undefined => (key === 'current focus' ? focus : initial.get(key));
  const groups = groupsOf(document, model, value);
  if (groups === undefined) {
    const isOneLine = isCompact(document, [...model.entries, ...(head?.entries ?? [])]);
    const keys = stepKeys.map((each) =>
      each.filter((key) => key !== 'design changes' && value(key) !== undefined),
    );
    const lines = isOneLine ? keys : keys.flat().map((key) => [key]);
    return lines.map((each) => each.map((key) => `**${titled(key)}:** ${value(key) ?? ''}`).join(' | '));
  }
  const { source } = document;
  const first = model.entries[0];
  const isApart =
    first !== undefined && source.lineAt(first.start) - source.lineAt(model.heading.range.end) > 1;
  const gap = hasBlankLines(document, model);
  const trail = trailOf(document, model);
  return groups.flatMap(({ sign, keys }, i) => {
    const line = keys
      .map((name) => `${keyStyle(document, model.entries, name)}${value(keyOf(name)) ?? ''}`)
      .join(' | ');
    return [
      ...((i === 0 ? isApart : gap) ? [''] : []),
      `${sign}${line}${i < groups.length - 1 ? trail : ''}`,
    ];
  });
}

interface KeyGroup {
  readonly sign: string;
  /** As they are written. */
  readonly keys: string[];
}

/** Which keys a step has in which of its lines, those that a new one has; undefined where its lines are not laid out so. */
function groupsOf(
  document: MarkdownDocument,
  { entries }: WrittenStep,
  value: (key: string) => string | undefined,
): readonly KeyGroup[] | undefined {
  const { source } = document;
  const groups: KeyGroup[] = [];
  const seen = new Set<string>();
  let line = -1;
  for (const entry of entries) {
    const key = keyOf(entry.name);
    // Below a heading stands what this step alone has.
    if (entry.isHeading) break;
    if (entry.isInSentence === true) return undefined;
    const isNewLine = source.lineAt(entry.start) !== line;
    line = source.lineAt(entry.start);
    if (isNewLine) groups.push({ sign: leadOf(document, entry), keys: [] });
    if (value(key) === undefined || seen.has(key)) continue;
    seen.add(key);
    groups.at(-1)?.keys.push(entry.name);
  }
  if (!seen.has('status')) return undefined;
  if (!seen.has('current focus')) addFocus(groups, isCompact(document, entries));
  return groups.filter(({ keys }) => keys.length > 0);
}

/** A step that is over has no focus any more. */
function addFocus(groups: KeyGroup[], isOneLine: boolean): void {
  const above = new Set(['artifacts', 'key decisions', 'design changes']);
  const at = groups.findLastIndex(({ keys }) => keys.some((name) => above.has(keyOf(name))));
  const found = at < 0 ? groups.findIndex(({ keys }) => keys.length > 0) : at;
  const focus = titled('current focus');
  if (isOneLine && at >= 0) groups[found]?.keys.push(focus);
  else groups.splice(found + 1, 0, { sign: groups[found]?.sign ?? '', keys: [focus] });
}

/** Two spaces at the end of lines break them when they are shown. */
function trailOf({ source }: MarkdownDocument, { entries }: WrittenStep): string {
  const first: KeyLine | undefined = entries[0];
  if (first === undefined) return '';
  const line = source.slice(source.lineRange(source.lineAt(first.start)));
  return line.slice(line.trimEnd().length);
}
