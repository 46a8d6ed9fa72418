import { perStep, type Steps } from '../../base/steps.ts';
import type { CriteriaShape } from '../../model/criteria.ts';
import type { Criterion } from '../../model/item.ts';
import type { Report } from '../../model/problem.ts';
import { cutEnd } from '../../text/cutEnd.ts';
import { oneLine, renderedText } from '../../text/inline.ts';
import type { Block } from '../../text/markdown.ts';
import type { Range } from '../../text/range.ts';
import { cellText } from '../../text/table.ts';
import type { MarkdownDocument } from '../../text/syntax.ts';
import { isRequirementId } from './requirementIds.ts';

/** Longer texts are cut: the board shows all of them. */
const longestText = 500;
/** More than these say no more about a story. */
const mostScenarios = 50;

/** `User Story 1 - Print one page (Priority: P1)` */
const story = /^\P{L}{0,8}user story #?(\d{1,4})(?!\d)[ :.–—-]{0,8}/iu;

type Draft = { -readonly [Member in keyof Criterion]: Criterion[Member] };

/**
 * The stories of a spec with their acceptance scenarios, and the requirements and success criteria, which tasks may name and need not.
 */
export function* readRequirements(
  { id: document, source, markdown: { blocks } }: MarkdownDocument,
  shape: CriteriaShape,
  report: Report,
): Steps<readonly Criterion[]> {
  const found = new Map<string, Criterion>();
  let open: { readonly criterion: Draft; readonly depth: number; readonly scenarios: string[] } | undefined;
  const define = (id: string, text: string, range: Range, isStory: boolean): Draft | undefined => {
    const known = found.get(id);
    if (known !== undefined) {
      const line = source.lineAt(known.location.range.start) + 1;
      report('criterion.duplicate', 'warning', { id, line }, range);
      return undefined;
    }
    const criterion: Draft = { kind: 'criterion', id, text: short(text), location: { document, range } };
    if (!isStory) criterion.needsTask = false;
    found.set(id, criterion);
    return criterion;
  };
  for (const [i, block] of blocks.entries()) {
    if (i % perStep === 0) yield;
    if (block.kind === 'heading') {
      if (open !== undefined && block.depth <= open.depth) open = undefined;
      const raw = source.slice(block.content);
      const title = oneLine(renderedText(raw));
      const told = story.exec(title);
      if (told !== null) {
        const text = title.slice(told[0].length);
        const criterion = define(`US${Number(told[1])}`, text, block.range, true);
        open = criterion === undefined ? undefined : { criterion, depth: block.depth, scenarios: [] };
        continue;
      }
    }
    if (open !== undefined && block.kind === 'listItem' && open.scenarios.length < mostScenarios) {
      const scenario = scenarioOf(source.slice(block.content), source.text.charAt(block.range.start));
      if (scenario !== undefined) {
        open.scenarios.push(scenario);
        open.criterion.scenarios = open.scenarios;
      }
    }
    for (const { raw, range } of leadsOf(source, block)) {
      const read = readLead(raw, shape);
      if (read !== undefined) define(read.id, rendered(read.text), range, false);
    }
  }
  return [...found.values()];
}

/** Texts that an ID may lead. */
function leadsOf(
  source: MarkdownDocument['source'],
  block: Block,
): readonly { readonly raw: string; readonly range: Range }[] {
  switch (block.kind) {
    case 'heading':
      return [{ raw: source.slice(block.content), range: block.range }];
    case 'listItem':
      return [
        { raw: source.slice(block.content), range: { start: block.range.start, end: block.content.end } },
      ];
    case 'paragraph':
      return [{ raw: source.slice(block.range), range: block.range }];
    case 'table':
      return block.rows.map(({ cells, range }) => ({
        raw: cells
          .map((cell, i) => (i === 0 ? `**${cellText(source, cell)}**` : cellText(source, cell)))
          .join(' '),
        range,
      }));
    default:
      return [];
  }
}

const mark = /^(\*\*|__|`|\[)?([A-Z][A-Z0-9-]{0,60})/;
const behind = /^(?:\*\*|__|`|\])?[ \t]*(?:\([^()\n]{0,40}\))?[ \t]*([:：.–—-])?(?:\*\*|__)?[ \t]*/;

/** An ID in bold or as code, or with a colon behind it: in prose it says nothing. */
function readLead(
  raw: string,
  shape: CriteriaShape,
): { readonly id: string; readonly text: string } | undefined {
  const led = mark.exec(raw);
  const id = cutEnd(led?.[2] ?? '', /-/);
  if (led === null || !isRequirementId(id, shape)) return undefined;
  const rest = raw.slice((led[1]?.length ?? 0) + id.length);
  const end = behind.exec(rest);
  const isMarked = led[1] !== undefined || end?.[1] !== undefined;
  if (!isMarked || /^[\p{L}\p{N}_]/u.test(rest)) return undefined;
  return { id, text: rest.slice(end?.[0].length ?? 0).replace(/^[ \t]*[:：][ \t]*/, '') };
}

/** `1. **Given** ..., **When** ..., **Then** ...`: of lists only those with numbers, or that begin so. */
function scenarioOf(raw: string, sign: string): string | undefined {
  const text = rendered(raw);
  const isOne = /^\d$/.test(sign) ? /\b(?:given|when|then)\b/i.test(text) : /^given\b/i.test(text);
  return isOne ? short(text) : undefined;
}

function rendered(raw: string): string {
  return oneLine(renderedText(raw.slice(0, 2 * longestText)));
}

function short(text: string): string {
  return text.length <= longestText
    ? text
    : `${text.slice(0, longestText - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;
}
