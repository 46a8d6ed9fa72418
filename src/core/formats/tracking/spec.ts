import { perStep, type Steps } from '../../base/steps.ts';
import { headState } from '../../model/headState.ts';
import { prefixOf, type CriteriaShape } from '../../model/criteria.ts';
import { numberOf } from '../../model/criteriaRanges.ts';
import type { Criterion, Spec } from '../../model/item.ts';
import type { ParsedDocument } from '../../model/parsedDocument.ts';
import { toProblem, type Problem } from '../../model/problem.ts';
import { nameOfSpec } from '../../model/specName.ts';
import { oneLine, plainText, renderedText } from '../../text/inline.ts';
import type { Block, TableBlock, TableRow } from '../../text/markdown.ts';
import type { Range } from '../../text/range.ts';
import type { SourceText } from '../../text/sourceText.ts';
import { cellText } from '../../text/table.ts';
import type { MarkdownDocument } from '../../text/syntax.ts';
import type { Format, ParseContext } from '../format.ts';
import { leadingIds, longestText, splitAtLeads, type CriterionLead } from './criterionLead.ts';
import { CriterionLookalikes } from './criterionLookalikes.ts';
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
  staysOut: true,
  parseInSteps,
};

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

function* parseInSteps(file: MarkdownDocument, { criteria: shape }: ParseContext): Steps<ParsedDocument> {
  const { id, key, source, markdown } = file;
  const problems: Problem[] = [];
  const candidates: Candidate[] = [];
  let title: string | undefined;

  const lookalikes = new CriterionLookalikes(shape);

  const define = (
    raw: string,
    { start }: Range,
    range: Range,
    rank: Rank,
    behind: () => string,
    isMarked: boolean,
  ): void => {
    const led = leadingIds(raw, shape);
    if (led === undefined) {
      lookalikes.add(raw, start, isMarked);
      return;
    }
    const { ids, text, marked } = led;
    candidates.push({ ids, text, range, rank, behind, marked: marked || isMarked });
  };
  /** Each part of a text; those behind the first say less than a line of their own would. */
  const defineParts = function* (text: Range, start: number, rank: Rank, isMarked: boolean): Steps<void> {
    for (const [at, part] of (yield* splitAtLeads(source, text, shape)).entries()) {
      if (at > 0 && at % perStep === 0) yield;
      const raw = source.slice(part);
      if (at > 0) define(raw, part, part, 0, nothing, false);
      else define(raw, part, { start, end: Math.max(part.end, start) }, rank, nothing, isMarked);
    }
  };

  for (const [i, block] of markdown.blocks.entries()) {
    if (i % perStep === 0) yield;
    switch (block.kind) {
      case 'heading': {
        const raw = source.slice(block.content);
        if (block.depth === 1) title ??= renderedText(raw).trim();
        const behind = (): string => paragraphBehind(source, markdown.blocks, i);
        define(raw, block.content, block.range, 2, behind, true);
        lookalikes.enter(block.depth, raw);
        break;
      }
      case 'listItem':
        yield* defineParts(block.content, block.range.start, 2, block.box !== undefined);
        break;
      case 'table': {
        const { column, isList } = idColumn(source, block, shape);
        for (const [row, { range, cells }] of block.rows.entries()) {
          if (row % perStep === 0) yield;
          const cell = cells[column];
          if (cell === undefined) continue;
          const others = (): string =>
            cells
              .filter((each) => each !== cell)
              .map((each) => renderedText(cellText(source, each)).trim())
              .filter((text) => text !== '')
              .join(' · ');
          define(cellText(source, cell), cell.content, range, 1, others, isList);
        }
        break;
      }
      case 'paragraph':
        yield* defineParts(block.range, block.range.start, 0, false);
        break;
      case 'frontMatter':
      case 'code':
      case 'html':
      case 'quote':
      case 'rule':
        break;
    }
  }

  const state = headState(file);
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
  const unread = lookalikes.problem(criteria);
  if (unread !== undefined) problems.push(unread);
  problems.push(...lookalikes.nearProblems(criteria));
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

/** A column for nothing but IDs, wherever it is. */
const onlyIds =
  /^(?:(?:requirement|req|criterion|criteria|ac)[ -]?)?(?:ids?|keys?)$|^(?:编号|編號|番号|번호)$/i;

/**
 * The column whose IDs a table defines, and whether its head says so: the first one; or where no ID leads that, one that is headed
 * `ID` and holds nothing but one ID in each cell.
 */
function idColumn(
  source: SourceText,
  { header, rows }: TableBlock,
  criteria: CriteriaShape,
): { readonly column: number; readonly isList: boolean } {
  const heads = header.cells.map((cell) => plainText(cellText(source, cell)).trim());
  const [head] = heads;
  const first = { column: 0, isList: head !== undefined && idHeads.test(head) };
  const column = heads.findIndex((head) => onlyIds.test(head));
  if (column <= 0) return first;
  const textAt = ({ cells }: TableRow, at: number): string => {
    const cell = cells[at];
    return cell === undefined ? '' : cellText(source, cell);
  };
  const leads = (row: TableRow, at: number): CriterionLead | undefined =>
    leadingIds(textAt(row, at), criteria);
  const named = rows.filter((row) => textAt(row, column) !== '');
  const areIds = named.every((row) => {
    const led = leads(row, column);
    return led?.ids.length === 1 && led.text === '';
  });
  return areIds && !rows.some((row) => leads(row, 0) !== undefined) ? { column, isList: true } : first;
}

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

/** `### FR-001` alone is explained by the paragraph below it. */
function paragraphBehind(source: SourceText, blocks: readonly Block[], at: number): string {
  const next = blocks[at + 1];
  if (next?.kind !== 'paragraph') return '';
  return oneLine(renderedText(source.slice(next.range).slice(0, 2 * longestText)));
}

const nothing = (): string => '';

function short(text: string): string {
  return text.length <= longestText
    ? text
    : `${text.slice(0, longestText - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;
}
