import { perStep, type Steps } from '../../base/steps.ts';
import { readCellWord } from '../../model/cellWord.ts';
import { readHead } from '../../model/head.ts';
import { headKey } from '../../model/headKeys.ts';
import { prefixOf, type CriteriaShape, type CriterionToken } from '../../model/criteria.ts';
import { numberOf } from '../../model/criteriaRanges.ts';
import type { Criterion, Spec } from '../../model/item.ts';
import type { ParsedDocument } from '../../model/parsedDocument.ts';
import { toProblem, type Problem } from '../../model/problem.ts';
import { nameOfSpec } from '../../model/specName.ts';
import { oneLine, plainText, renderedText } from '../../text/inline.ts';
import type { Block } from '../../text/markdown.ts';
import type { Range } from '../../text/range.ts';
import type { SourceText } from '../../text/sourceText.ts';
import { cellText } from '../../text/table.ts';
import type { MarkdownDocument } from '../../text/syntax.ts';
import type { Format, ParseContext } from '../format.ts';
import { trackingSettings } from './settings.ts';

/** `spec/features/2026-06-10-rpc-retries.md`: a Markdown file that says what should be true. */
export const spec: Format<'markdown'> = {
  id: 'tracking.spec',
  syntax: 'markdown',
  holds: 'spec',
  globs: (root, settings) => (root.path === '' ? trackingSettings(settings).specs.include : []),
  accepts: (path, settings) => /\.md$/i.test(path) && trackingSettings(settings).isSpec(path),
  linkedAs: 'spec',
  listed: 'search',
  parseInSteps,
};

/** Longer texts of criteria are cut for rows and tooltips; the board reads the file itself. */
const longestText = 500;

/**
 * An ID defines a criterion where it leads a block. A list item or a heading is the strongest sign of that; a row may as
 * well be a line of a coverage table, and a paragraph may talk about a criterion: they count where there is no stronger.
 */
type Rank = 0 | 1 | 2;

/** A line that IDs lead. */
interface Candidate {
  readonly ids: readonly string[];
  readonly text: string;
  readonly range: Range;
  readonly rank: Rank;
  /** Whether something says that these are criteria. */
  readonly marked: boolean;
  /** What explains them where their line does not. */
  readonly behind: () => string;
}

interface Definition {
  readonly criterion: Criterion;
  readonly rank: Rank;
}

function* parseInSteps(file: MarkdownDocument, context: ParseContext): Steps<ParsedDocument> {
  const { id, key, source, markdown } = file;
  const problems: Problem[] = [];
  const candidates: Candidate[] = [];
  let title: string | undefined;

  const define = (raw: string, range: Range, rank: Rank, behind: () => string, isMarked = false): void => {
    const led = leadingIds(raw, context);
    if (led === undefined) return;
    const { ids, text, marked } = led;
    candidates.push({ ids, text, range, rank, behind, marked: marked || isMarked });
  };

  for (const [i, block] of markdown.blocks.entries()) {
    if (i % perStep === 0) yield;
    switch (block.kind) {
      case 'heading': {
        const raw = source.slice(block.content);
        if (block.depth === 1) title ??= renderedText(raw).trim();
        define(raw, block.range, 2, () => paragraphBehind(source, markdown.blocks, i), true);
        break;
      }
      case 'listItem': {
        const range = { start: block.range.start, end: Math.max(block.content.end, block.range.start) };
        define(source.slice(block.content), range, 2, () => '', block.box !== undefined);
        break;
      }
      case 'table': {
        const [head] = block.header.cells;
        const isList = head !== undefined && idHeads.test(plainText(cellText(source, head)).trim());
        for (const [row, { range, cells }] of block.rows.entries()) {
          if (row % perStep === 0) yield;
          const [first, ...rest] = cells;
          if (first === undefined) continue;
          const others = (): string =>
            rest
              .map((cell) => renderedText(cellText(source, cell)).trim())
              .filter((text) => text !== '')
              .join(' · ');
          define(cellText(source, first), range, 1, others, isList);
        }
        break;
      }
      case 'paragraph':
        define(source.slice(block.range), block.range, 0, () => '');
        break;
      case 'frontMatter':
      case 'code':
      case 'html':
      case 'quote':
      case 'rule':
        break;
    }
  }

  const state = stateOf(file);
  const definitions = new Map<string, Definition>();
  const counted = countedFamilies(candidates);
  for (const [at, { ids, text, range, rank, behind, marked }] of candidates.entries()) {
    if (at % perStep === 0) yield;
    for (const name of ids) {
      if (!marked && !counted.has(prefixOf(name))) continue;
      // A line that several share says less of each than a line of its own.
      const ownRank = ids.length > 1 ? 0 : rank;
      const known = definitions.get(name);
      if (known !== undefined && known.rank >= ownRank) {
        if (known.rank > ownRank || ownRank === 0) continue;
        const { criterion } = known;
        const data = { id: criterion.id, line: source.lineAt(criterion.location.range.start) + 1 };
        problems.push(toProblem('criterion.duplicate', 'warning', data, range));
        continue;
      }
      const said = short(text === '' ? behind() : text);
      definitions.set(name, {
        criterion: { kind: 'criterion', id: name, text: said, location: { document: id, range } },
        rank: ownRank,
      });
    }
  }
  const criteria = [...definitions.values()].map(({ criterion }) => criterion);
  // A stronger sign further down takes the place of a weaker one.
  criteria.sort((a, b) => a.location.range.start - b.location.range.start);
  const called = nameOfSpec(id.path);
  const item: Spec = {
    kind: 'spec',
    key,
    location: { document: id },
    title: title === undefined || title === '' ? called : title,
    name: called,
    criteria,
    ...(state === undefined ? {} : { state }),
  };
  return {
    id,
    key,
    format: 'tracking.spec',
    holds: 'spec',
    lineStarts: source.lineStarts,
    parts: [item],
    problems,
  };
}

/** Columns that list what a spec defines, by their heads. */
const idHeads =
  /^(?:[^\p{L}]*|.*\b(?:ids?|keys?|ref(?:erence)?s?|criteri(?:on|a)|requirements?|reqs?|ac|story|stories)\b.*|编号|編號|番号|번호|.*(?:要件|需求|요구).*)$/iu;

/**
 * The families whose IDs are criteria of this spec, also where nothing marks them: those that something marks (bold, code, a heading,
 * a box, a colon), and those that are counted from line to line. `UTF-8` and `RFC-4180` begin a line as well, and promise nothing.
 */
function countedFamilies(candidates: readonly Candidate[]): ReadonlySet<string> {
  const families = new Set<string>();
  let last: string | undefined;
  for (const { ids, rank, marked } of candidates)
    for (const id of ids) {
      if (marked) families.add(prefixOf(id));
      else if (rank !== 0 && last !== undefined) {
        const before = numberOf(last);
        const numbered = numberOf(id);
        const goesOn = before !== undefined && numbered?.family === before.family;
        if (goesOn && numbered.number === before.number + 1) families.add(prefixOf(id));
      }
      last = rank === 0 ? undefined : id;
    }
  return families;
}

/** Anchors that others link to, before the ID that they are for. */
const anchors = /^\s*(?:<\/?(?:a|span)\b[^<>]{0,200}>\s*)+/i;

/**
 * The IDs that lead a text (bold, code or brackets allowed, anchors skipped), whether something marks them, and what comes after
 * them; links and struck texts only mention some. Several count where they are marked together or each by itself
 * (`**FR-1, FR-2**`, `` `FR-1`/`FR-2` ``).
 */
function leadingIds(
  whole: string,
  { criteria }: ParseContext,
): { readonly ids: readonly string[]; readonly text: string; readonly marked: boolean } | undefined {
  // Most blocks begin with a word of prose: the ID is looked for in the first words alone.
  if (!criteria.mayHold(whole.slice(0, 300))) return undefined;
  const anchor = anchors.exec(whole.slice(0, 300))?.[0].length ?? 0;
  const raw = whole.slice(anchor, anchor + 20 * longestText);
  const start = raw.slice(0, 200);
  if (/^\s*(?:[<!]|~~)/.test(start)) return undefined;
  const [opening = ''] = /^[\s*_`]*\[?[*_`]*/.exec(start) ?? [];
  const body = start.slice(opening.length);
  const plain = body.replace(/[*_`]/g, ' ');
  const first = criteria.lead(plain);
  if (first === undefined) return undefined;
  // A link says where the criterion is; brackets alone are signs like any other.
  const isBracketed = opening.includes('[');
  if (isBracketed && !/^[*_`]*\](?![([:])/.test(body.slice(first.end))) return undefined;
  const marks = /[*_`]/.test(opening);
  // `FR-1, FR-2: both`: what ends with a colon, or is all there is, is a list also without marks.
  const open = restOfList(body, plain, first, criteria, true);
  const isList = marks || /^\s?(?:[:：]|$)/.test(body.slice(open.end));
  const { ids, end } = isList ? open : restOfList(body, plain, first, criteria, false);
  const rest = body.slice(end);
  const marked = marks || /^\s?[:：]/.test(isBracketed ? rest.replace(/^[*_`]*\]/, '') : rest);
  return {
    ids: ids.length === 1 ? ids : [...new Set(ids)],
    text: textBehind(raw, opening, body.slice(0, end)),
    marked,
  };
}

/** The IDs that a line goes on with: those in one pair of marks (or none at all) if `isOpen`, and those that each have their own. */
function restOfList(
  body: string,
  plain: string,
  first: CriterionToken,
  criteria: CriteriaShape,
  isOpen: boolean,
): { readonly ids: readonly string[]; readonly end: number } {
  const ids = [first.id];
  let { end } = first;
  for (;;) {
    const joint = /^([*_`]*)\s*([,;/&+]|\.{2,3}|[–—]|(?:and|or|to|und|et|y)(?=\s))\s*([*_`]*)/.exec(
      body.slice(end),
    );
    if (joint === null) break;
    const [separator, closed = '', sign = '', opened = ''] = joint;
    const next = criteria.lead(plain.slice(end + separator.length));
    const isTogether = closed === '' && opened === '' && (sign === '/' || isOpen);
    if (next === undefined || !(isTogether || (closed !== '' && opened !== ''))) break;
    ids.push(next.id);
    end += separator.length + next.end;
  }
  return { ids, end };
}

/** What is said behind the IDs of a line. */
function textBehind(raw: string, opening: string, ids: string): string {
  const end = opening.length + ids.length;
  // `**RPC-01** text`, as nearly all are written: what is behind the ID is read by itself, and is mostly plain.
  const marks = opening.trim();
  const alone = /^[*_`]*$/.test(marks) && raw.startsWith(marks, end) && !/[*_`]/.test(ids);
  const text =
    alone && !/[*_`]/.test(raw.charAt(end + marks.length))
      ? oneLine(renderedText(raw.slice(end + marks.length)))
      : oneLine(plainText(raw)).slice(oneLine(plainText(raw.slice(0, end).replace(/[*_`]/g, ''))).length);
  return text.replace(/^[\s:：.)\]–—|-]+/, '');
}

/** What the head of a spec says of its state, without remark: `Draft` of `**Status**: Draft (2026-06-11)`. */
function stateOf(file: MarkdownDocument): string | undefined {
  const entry = readHead(file, true, () => undefined).entries.find(({ key }) => headKey(key) === 'status');
  const { written = '', word = '' } = entry === undefined ? {} : readCellWord(entry.text);
  return word === '' || written.length > 40 ? undefined : written;
}

/** `### FR-001` alone is explained by the paragraph below it. */
function paragraphBehind(source: SourceText, blocks: readonly Block[], at: number): string {
  const next = blocks[at + 1];
  if (next?.kind !== 'paragraph') return '';
  return oneLine(renderedText(source.slice(next.range).slice(0, 2 * longestText)));
}

function short(text: string): string {
  return text.length <= longestText
    ? text
    : `${text.slice(0, longestText - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;
}
