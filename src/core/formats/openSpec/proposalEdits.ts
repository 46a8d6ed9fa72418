import { runAtOnce } from '../../base/steps.ts';
import type { ChangeField } from '../../model/changeField.ts';
import { refusal, type Refusal } from '../../model/refusal.ts';
import { plainLines, readHeadingLine, type HeadingLine } from '../../text/checklist.ts';
import type { TextEdit } from '../../text/edit.ts';
import { sectionIn, toLineFeeds } from '../../text/requirementDraft.ts';
import { SourceText } from '../../text/sourceText.ts';
import type { NewText } from '../newChange.ts';
import { isOpenAs, type OpenDocument } from '../format.ts';
import { lastFilledLine, lineEndOf, withLineEnds } from './lineEnds.ts';
import { proposalSections } from './proposal.ts';
import { oneLine, plainText } from '../../text/inline.ts';

/** Makes `design.md` say something else: all of it is the design. */
export function setDesign(open: OpenDocument | undefined, value: string): NewText {
  if (open === undefined) return { kind: 'text', text: `${value}\n` };
  const { source } = open.document;
  if (toLineFeeds(source.text) === `${value}\n` || toLineFeeds(source.text) === value) return none;
  const text = withLineEnds(`${value}\n`, lineEndOf(source));
  const range = { start: 0, end: source.text.length };
  return { kind: 'edits', edits: [{ range, expect: source.text, text }] };
}

/** Makes the heading or a section of a proposal say something else; where there is none, it is added in its place. */
export function setProposal(
  open: OpenDocument | undefined,
  field: Exclude<ChangeField, 'design'>,
  value: string,
): NewText {
  if (open !== undefined && !isOpenAs(open, 'lines'))
    return refusal('change.missing', { path: open.document.id.path });
  if (field === 'title')
    return open === undefined
      ? { kind: 'text', text: `# Change: ${value}\n` }
      : setTitle(open.document.source, value);
  if (open === undefined) return { kind: 'text', text: `## ${proposalSections[field].name}\n\n${value}\n` };
  return setSection(open.document.source, field, value);
}

const none: NewText = { kind: 'edits', edits: [] };

/** Why a text cannot stand in a section: it has a line that begins another one, or hides those that follow. */
export function refuseSection(value: string): Refusal | undefined {
  const found = sectionIn(value);
  if (found !== undefined) {
    const { line, written, why } = found;
    return refusal('change.line', { line: line + 1, written, why: why === 'unclosed' ? why : 'section' });
  }
  // A comment, too, may not end behind the section.
  const lines = value.split('\n');
  const { unclosed } = runAtOnce(plainLines(new SourceText(value)));
  const [line] = unclosed;
  return line === undefined
    ? undefined
    : refusal('change.line', { line: line + 1, written: (lines[line] ?? '').trim(), why: 'unclosed' });
}

function setTitle(source: SourceText, value: string): NewText {
  for (const line of runAtOnce(plainLines(source)).lines.slice(0, 200)) {
    const heading = readHeadingLine(source, line);
    if (heading?.depth !== 1) continue;
    const written = source.slice(heading.text);
    const lead = /^(?:change|proposal)[ \t]*[:：][ \t]*/i.exec(written)?.[0] ?? '';
    // The template has a heading that says only what the document is.
    const isTemplate = /^(?:change|proposal)$/i.test(written);
    const start = heading.text.start + lead.length;
    const isLed =
      isTemplate || (lead === '' && /^(?:change|proposal|spec(?:ification)?|design)[ \t]*[:：]/i.test(value));
    const text = isLed ? `Change: ${value}` : value;
    if (oneLine(plainText(source.text.slice(start, heading.text.end))) === value) return none;
    const range = { start, end: heading.text.end };
    // A heading without text has no blank of its own.
    const gap = written === '' && !/[ \t]$/.test(source.text.slice(0, start)) ? ' ' : '';
    return edits({ range, expect: source.slice(range), text: `${gap}${text}` });
  }
  const ending = lineEndOf(source);
  const between = source.text === '' ? ending : `${ending}${ending}`;
  return edits({ range: { start: 0, end: 0 }, expect: '', text: `# Change: ${value}${between}` });
}

interface Placed extends HeadingLine {
  readonly line: number;
}

function setSection(source: SourceText, field: 'why' | 'what', value: string): NewText {
  const ending = lineEndOf(source);
  const written = withLineEnds(value, ending);
  const headings = headingsIn(source);
  const found = indexOf(source, headings, field);
  const own = headings[found];
  if (own !== undefined) return replaceBody(source, own, headings[found + 1], written, ending);
  const section = `## ${proposalSections[field].name}${ending}${ending}${written}`;
  // Why comes first, and what right behind it.
  const before =
    field === 'why'
      ? headings.find(({ depth }) => depth === 2)
      : headings[indexOf(source, headings, 'why') + 1];
  const isBehindAll = field === 'what' && indexOf(source, headings, 'why') < 0;
  if (before?.depth === 2 && !isBehindAll) {
    const at = source.lineStart(before.line);
    return edits({ range: { start: at, end: at }, expect: '', text: `${section}${ending}${ending}` });
  }
  const last = lastFilledLine(source, 0, source.lineCount);
  const { end } = source.lineRange(last);
  const isBlank = source.text.trim() === '';
  const text = isBlank ? section : `${ending}${ending}${section}`;
  const isOpen = source.lineEnding(last) === '';
  return edits({
    range: { start: end, end },
    expect: '',
    text: isOpen ? `${text}${ending}` : text,
  });
}

function indexOf(source: SourceText, headings: readonly Placed[], field: 'why' | 'what'): number {
  const { heading } = proposalSections[field];
  return headings.findIndex(({ depth, text }) => depth === 2 && heading.test(source.slice(text)));
}

function replaceBody(
  source: SourceText,
  own: Placed,
  next: Placed | undefined,
  written: string,
  ending: string,
): NewText {
  const end = next?.line ?? source.lineCount;
  let first = own.line + 1;
  while (first < end && source.slice(source.lineRange(first)).trim() === '') first++;
  if (first < end) {
    const last = lastFilledLine(source, first, end);
    const range = { start: source.lineStart(first), end: source.lineRange(last).end };
    const expect = source.slice(range);
    return expect === written ? none : edits({ range, expect, text: written });
  }
  const at = source.lineRange(own.line).end;
  const isLast = source.lineEnding(own.line) === '';
  // The blank lines that are there stay behind it.
  const isTight = next?.line === own.line + 1;
  const behind = isLast || isTight ? ending : '';
  return edits({
    range: { start: at, end: at },
    expect: '',
    text: `${ending}${ending}${written}${behind}`,
  });
}

function edits(edit: TextEdit): NewText {
  return { kind: 'edits', edits: [edit] };
}

/** Where a field begins: the line below the heading of its section, else the beginning. */
export function lineOfField(text: string, field: ChangeField): number {
  if (field !== 'why' && field !== 'what') return 0;
  const source = new SourceText(text);
  const headings = headingsIn(source);
  const line = headings[indexOf(source, headings, field)]?.line;
  return line === undefined ? 0 : Math.min(line + 2, source.lineCount - 1);
}

/** The headings that sections begin and end at. */
function headingsIn(source: SourceText): readonly Placed[] {
  return runAtOnce(plainLines(source)).lines.flatMap((line): readonly Placed[] => {
    const heading = readHeadingLine(source, line);
    return heading !== undefined && heading.depth <= 2 ? [{ ...heading, line }] : [];
  });
}
