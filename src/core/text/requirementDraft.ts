import { runAtOnce } from '../base/steps.ts';
import { readRequirementText, type RequirementBlock } from './requirementBlocks.ts';
import { SourceText } from './sourceText.ts';

/** What a scenario says: its name, and what is done and comes of it, in one line or several. */
export interface ScenarioDraft {
  readonly name: string;
  readonly steps: string;
}

/** What a requirement says, as a person or a tool writes it. Lines end at `\n`. */
export interface RequirementDraft {
  readonly name: string;
  readonly text: string;
  readonly scenarios: readonly ScenarioDraft[];
}

/** A line of a text that is not read as it was meant: it begins something else, or nothing closes what it begins. */
export interface DraftFault {
  readonly kind: 'fault';
  readonly why: 'section' | 'heading' | 'unclosed' | 'none';
  /** Zero-based. */
  readonly line: number;
  readonly written: string;
}

export interface ReadDraft {
  readonly kind: 'draft';
  readonly draft: RequirementDraft;
  /** The lines of its text that are prose: what has to say what shall be. */
  readonly prose: string;
}

/** Headings that may be meant as one of a requirement or a scenario, whatever number of signs they have. */
const anyHeading = /^#{1,6}(?:[ \t]|$|requirement:|scenario:)/i;
const sectionHeading = /^##?(?:[ \t]|$)/;
const topHeading = /^#(?:[ \t]|$)/;
/** `**Priority**: high` says nothing of what shall be. */
const metadata = /^\*\*[^*]+\*\*:/;

/** A requirement as OpenSpec writes it, without a line end behind it. */
export function writeRequirement({ name, text, scenarios }: RequirementDraft): string {
  return [
    `### Requirement: ${name}`,
    ...(text === '' ? [] : [text]),
    ...scenarios.flatMap((each) => ['', `#### Scenario: ${each.name}`, each.steps]),
  ].join('\n');
}

/** Reads a text that is one requirement and nothing else, or finds the first line that makes it something else. */
export function readRequirement(text: string): ReadDraft | DraftFault {
  const source = new SourceText(toLineFeeds(text));
  const { sections, lookalikes, unclosed } = runAtOnce(readRequirementText(source));
  const fault = (why: DraftFault['why'], line: number): DraftFault => ({
    kind: 'fault',
    why,
    line,
    written: lineOf(source, line),
  });
  const faults: DraftFault[] = [];
  const at = (why: DraftFault['why'], offset: number): void => {
    faults.push(fault(why, source.lineAt(offset)));
  };
  const [own, section] = sections;
  if (unclosed !== undefined) at('unclosed', unclosed.start);
  if (section !== undefined) at('section', section.heading.start);
  for (const { range } of lookalikes.slice(0, 1)) at('heading', range.start);
  const [block, second] = own?.blocks ?? [];
  if (second !== undefined) at('heading', second.heading.start);
  const top = own?.lines.find((line) => topHeading.test(source.slice(source.lineRange(line))));
  if (top !== undefined) faults.push(fault('section', top));
  const first = own?.lines.find((line) => source.slice(source.lineRange(line)).trim() !== '') ?? 0;
  if (block === undefined || source.lineStart(first) < block.heading.start)
    return faults.find(({ line }) => line <= first) ?? fault('none', first);
  const [earliest] = faults.sort((a, b) => a.line - b.line);
  if (earliest !== undefined) return earliest;
  const { name, scenarios } = block;
  const draft = {
    name,
    text: source.slice(block.text),
    scenarios: scenarios.map((each) => ({ name: each.name, steps: source.slice(each.body) })),
  };
  return { kind: 'draft', draft, prose: proseOf(source, block, own?.lines ?? []) };
}

/** The first line of a text that is read as a heading, where none may be, or that begins a code block which nothing closes. */
export function headingIn(text: string): DraftFault | undefined {
  return firstLine(text, anyHeading, 'heading');
}

/** The first line of a text that would begin another section of a document, or makes code of those that follow. */
export function sectionIn(text: string): DraftFault | undefined {
  return firstLine(text, sectionHeading, 'section');
}

function firstLine(
  text: string,
  heading: RegExp,
  why: Exclude<DraftFault['why'], 'none'>,
): DraftFault | undefined {
  const source = new SourceText(toLineFeeds(text));
  const { sections, unclosed } = runAtOnce(readRequirementText(source));
  const isHeading = (line: number): boolean => heading.test(source.slice(source.lineRange(line)));
  for (const section of sections) {
    const own = section.title === undefined ? [] : [source.lineAt(section.heading.start)];
    const line = [...own, ...section.lines].find(isHeading);
    if (line !== undefined) return { kind: 'fault', why, line, written: lineOf(source, line) };
  }
  if (unclosed === undefined) return undefined;
  const line = source.lineAt(unclosed.start);
  return { kind: 'fault', why: 'unclosed', line, written: lineOf(source, line) };
}

function lineOf(source: SourceText, line: number): string {
  return source.slice(source.lineRange(line)).trim();
}

/** Whether a text says what shall be, in the words that its tool looks for. */
export function saysShall(prose: string): boolean {
  return /\b(?:SHALL|MUST)\b/.test(prose);
}

function proseOf(source: SourceText, { text }: RequirementBlock, lines: readonly number[]): string {
  const inText = lines.flatMap((line) => {
    const { start, end } = source.lineRange(line);
    return start >= text.start && end <= text.end ? [source.text.slice(start, end).trim()] : [];
  });
  const end = inText.findIndex((line) => /^#{1,6}\s/.test(line));
  const said = (end < 0 ? inText : inText.slice(0, end)).filter((line) => line !== '');
  const prose = said.filter((line) => !metadata.test(line));
  return (prose.length > 0 ? prose : said).join('\n');
}

/** With the line ends that every text of ours has before it is written somewhere, and no blank lines around it. */
export function toBody(text: string): string {
  const lines = toLineFeeds(text).trimEnd().split('\n');
  const first = lines.findIndex((line) => line.trim() !== '');
  return lines.slice(Math.max(first, 0)).join('\n');
}

export function toLineFeeds(text: string): string {
  return text.replace(/\r\n?/g, '\n');
}
