import { perStep, type Steps } from '../base/steps.ts';
import type { Range } from './range.ts';
import { SourceText } from './sourceText.ts';
import { trimmed } from './checklist.ts';

/** `#### Scenario: Successful export`, with the lines below it. */
export interface ScenarioBlock {
  readonly name: string;
  /** The heading. */
  readonly heading: Range;
  /** What follows, without blank lines around it. */
  readonly body: Range;
}

/** `### Requirement: User can export data`, with all that stands below it. */
export interface RequirementBlock {
  readonly name: string;
  readonly nameRange: Range;
  /** The heading's line. */
  readonly heading: Range;
  /** What is said before the first scenario, without blank lines around it. */
  readonly text: Range;
  /** Everything below the heading, without blank lines around it. */
  readonly body: Range;
  /** From the heading to the end of the body. */
  readonly range: Range;
  readonly scenarios: readonly ScenarioBlock[];
}

/** `## ADDED Requirements`, with the requirements below it. */
export interface RequirementSection {
  /** Undefined for what stands before the first section. */
  readonly title: string | undefined;
  /** The heading's line; empty for what stands before the first section. */
  readonly heading: Range;
  readonly blocks: readonly RequirementBlock[];
  /** Zero-based lines below the heading that are in no code fence, in order. */
  readonly lines: readonly number[];
}

/** What looks like a requirement or a scenario, and is read as text by the tool whose grammar this is. */
export interface Lookalike {
  readonly kind: 'requirementLevel' | 'scenarioLevel' | 'scenarioText' | 'otherHeading';
  /** The line as it is written. */
  readonly written: string;
  readonly range: Range;
  /** Zero-based index of the section that it is in. */
  readonly section: number;
}

export interface RequirementText {
  /** In order; what stands before the first heading comes first. */
  readonly sections: readonly RequirementSection[];
  readonly lookalikes: readonly Lookalike[];
  /** The line of a code fence that nothing closes: all below it is code. */
  readonly unclosed?: Range;
}

/** Longer headings are text. */
const longestHeading = 2000;

const sectionHeading = /^##[ \t]+(?=\S)/;
const requirementHeading = /^###[ \t]*requirement:[ \t]*(?=\S)/i;
const scenarioHeading = /^####[ \t]+/;
const fence = /^[ \t]*(`{3,}|~{3,})/;
/** A requirement or a scenario with a number of signs that is not its own. */
const wrongRequirement = /^(?:#{1,2}|#{4,6})[ \t]*requirement:/i;
const wrongScenario = /^(?:#{1,3}|#{5,6})[ \t]*scenario:/i;
const unspacedScenario = /^####scenario:/i;
const scenarioAsText = /^[ \t]*(?:[-*+][ \t]+)?(?:\*\*|__)?scenario(?::|[ \t]\d+:)/i;

/**
 * Reads a text as OpenSpec does: `## …` are sections, `### Requirement: <name>` requirements, any `####` below one a scenario; what is in
 * a code fence is none of them. Source: the grammar of OpenSpec's `requirement-blocks`, `code-fence` and `requirement-text`.
 */
export function* readRequirementText(source: SourceText): Steps<RequirementText> {
  const sections: Draft[] = [begin(undefined, { start: 0, end: 0 })];
  const lookalikes: Lookalike[] = [];
  let open: { readonly sign: string; readonly length: number; readonly line: Range } | undefined;
  for (let line = 0; line < source.lineCount; line++) {
    if (line % perStep === 0) yield;
    const range = source.lineRange(line);
    const section = sections.at(-1) ?? begin(undefined, range);
    const text = source.text.slice(range.start, Math.min(range.end, range.start + longestHeading));
    const isFilled = text.trim() !== '';
    const [lead = '', sign] = fence.exec(text) ?? [];
    if (open !== undefined) {
      if (isFilled) section.end = line;
      const closes = sign?.startsWith(open.sign) === true && sign.length >= open.length;
      if (closes && text.slice(lead.length).trim() === '') open = undefined;
      continue;
    }
    if (sign !== undefined) {
      section.end = line;
      open = { sign: sign.charAt(0), length: sign.length, line: range };
      continue;
    }
    const heading = text.startsWith('#') ? text : '';
    const wholeHeading = trimmed(source.text, range);
    if (sectionHeading.test(heading) && !wrongRequirement.test(heading)) {
      const title = withoutClosing(heading.slice(2));
      sections.push(begin(title, wholeHeading));
      continue;
    }
    if (isFilled) section.end = line;
    section.lines.push(line);
    const named = requirementHeading.exec(heading)?.[0].length;
    if (named !== undefined) {
      const nameRange = nameIn(source, { start: range.start + named, end: range.end });
      section.blocks.push({ line, nameRange, heading: wholeHeading, scenarios: [], last: line });
      continue;
    }
    const block = section.blocks.at(-1);
    const isScenario = block !== undefined && scenarioHeading.test(heading);
    if (isScenario) block.scenarios.push(line);
    const kind = lookalikeOf(heading, text, block !== undefined);
    if (kind !== undefined)
      lookalikes.push({ kind, written: text.trim(), range: wholeHeading, section: sections.length - 1 });
  }
  return {
    sections: sections.map((each) => close(source, each)),
    lookalikes,
    ...(open === undefined ? {} : { unclosed: open.line }),
  };
}

function lookalikeOf(heading: string, text: string, isInBlock: boolean): Lookalike['kind'] | undefined {
  if (wrongRequirement.test(heading)) return 'requirementLevel';
  if (wrongScenario.test(heading) || unspacedScenario.test(heading)) return 'scenarioLevel';
  if (heading === '') return isInBlock && scenarioAsText.test(text) ? 'scenarioText' : undefined;
  return /^###(?!#)/.test(heading) ? 'otherHeading' : undefined;
}

interface BlockDraft {
  readonly line: number;
  readonly nameRange: Range;
  readonly heading: Range;
  readonly scenarios: number[];
  last: number;
}

interface Draft {
  readonly title: string | undefined;
  readonly heading: Range;
  readonly blocks: BlockDraft[];
  readonly lines: number[];
  /** The last line that is not blank. */
  end: number;
}

function begin(title: string | undefined, heading: Range): Draft {
  return { title, heading, blocks: [], lines: [], end: -1 };
}

function close(source: SourceText, { title, heading, blocks, lines, end }: Draft): RequirementSection {
  return {
    title,
    heading,
    lines,
    blocks: blocks.map((block, i) => {
      const next = blocks[i + 1];
      const last = lastFilled(source, block.line, next === undefined ? end : next.line - 1);
      const first = block.scenarios[0] ?? last + 1;
      return {
        name: source.slice(block.nameRange),
        nameRange: block.nameRange,
        heading: block.heading,
        text: linesBetween(source, block.line + 1, first - 1),
        body: linesBetween(source, block.line + 1, last),
        range: { start: block.heading.start, end: Math.max(block.heading.end, endOf(source, last)) },
        scenarios: block.scenarios.map((line, at) => {
          const behind = block.scenarios[at + 1];
          const range = source.lineRange(line);
          return {
            name: scenarioName(source.slice(range)),
            heading: trimmed(source.text, range),
            body: linesBetween(source, line + 1, behind === undefined ? last : behind - 1),
          };
        }),
      };
    }),
  };
}

function endOf(source: SourceText, line: number): number {
  return trimmed(source.text, source.lineRange(line)).end;
}

function lastFilled(source: SourceText, first: number, last: number): number {
  let line = Math.max(first, last);
  while (line > first && source.slice(source.lineRange(line)).trim() === '') line--;
  return line;
}

/** Some lines, without blank ones around them; an empty range where nothing is left. */
function linesBetween(source: SourceText, first: number, last: number): Range {
  let [from, to] = [first, last];
  const isBlank = (line: number): boolean => source.slice(source.lineRange(line)).trim() === '';
  while (from <= to && isBlank(from)) from++;
  while (to >= from && isBlank(to)) to--;
  if (from > to) {
    const at = first < source.lineCount ? source.lineStart(first) : source.text.length;
    return { start: at, end: at };
  }
  return { start: source.lineStart(from), end: source.lineRange(to).end };
}

/** The name in a heading: a run of signs behind a blank closes it, and is no part of it. */
function nameIn(source: SourceText, range: Range): Range {
  const { start, end } = trimmed(source.text, range);
  const name = withoutClosing(source.text.slice(start, end));
  return { start, end: start + name.length };
}

/** A heading's text without the signs that may close it. */
export function withoutClosing(text: string): string {
  const all = text.trimEnd();
  let end = all.length;
  while (end > 0 && all[end - 1] === '#') end--;
  const isClosed = end < all.length && /[ \t]/.test(all.charAt(end - 1));
  return (isClosed ? all.slice(0, end) : all).trim();
}

function scenarioName(line: string): string {
  return withoutClosing(line.slice(4)).replace(/^scenario:[ \t]*/i, '');
}

/** What two blocks have to have in common to say the same: line ends and blanks at the end of lines say nothing. */
export function comparableBlock(text: string): string {
  return text
    .split(/\r\n?|\n/)
    .map((line) => line.trimEnd())
    .join('\n')
    .trim();
}

/** The names of the scenarios in what stands below the heading of a requirement. */
export function* scenarioNamesIn(body: string): Steps<readonly string[]> {
  const { sections } = yield* readRequirementText(new SourceText(`### Requirement: -\n${body}`));
  return sections[0]?.blocks[0]?.scenarios.map(({ name }) => name) ?? [];
}
