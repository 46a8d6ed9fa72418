import { t } from '@vscode/l10n';
import { compact } from '../base/compact.ts';
import { perStep, type Steps } from '../base/steps.ts';
import type { Criterion, Spec } from '../model/item.ts';
import type { ParsedFile } from '../model/parsedFile.ts';
import type { Problem } from '../model/problem.ts';
import type { FolderRules } from '../model/rules.ts';
import { oneLine, plainText } from '../text/inline.ts';
import type { Block } from '../text/markdown.ts';
import { placeOf } from '../text/place.ts';
import type { Range } from '../text/range.ts';
import { flatten, type SourceText } from '../text/sourceText.ts';
import { cellText } from '../text/table.ts';
import type { Format, MarkdownFile } from './format.ts';

/** `spec/features/2026-06-10-rpc-retries.md`: a Markdown file that says what should be true. */
export const spec: Format = {
  id: 'spec',
  matches: (path, rules) => /\.md$/i.test(path) && rules.isSpec(path),
  parseInSteps,
};

/** Longer texts of criteria are cut for rows and tooltips; the board reads the file itself. */
const longestText = 500;

/**
 * An ID defines a criterion where it leads a block. A list item or a heading is the strongest sign of that; a row may as
 * well be a line of a coverage table, and a paragraph may talk about a criterion: they count where there is no stronger.
 */
type Rank = 0 | 1 | 2;

interface Definition {
  readonly criterion: Criterion;
  readonly rank: Rank;
}

function* parseInSteps(file: MarkdownFile, rules: FolderRules): Steps<ParsedFile> {
  const { path, source, markdown } = file;
  const problems: Problem[] = [];
  const definitions = new Map<string, Definition>();
  let title: string | undefined;

  const define = (raw: string, range: Range, rank: Rank, behind: () => string): void => {
    const led = leadingId(raw, rules);
    if (led === undefined) return;
    const known = definitions.get(led.id);
    const place = placeOf(source, range);
    if (known !== undefined && known.rank >= rank) {
      if (known.rank > rank || rank === 0) return;
      problems.push({
        code: 'criterion.duplicate',
        severity: 'warning',
        message: t(
          '{0} is defined on line {1} already; that one counts.',
          led.id,
          known.criterion.place.line + 1,
        ),
        place,
      });
      return;
    }
    const text = flatten(short(led.text === '' ? behind() : led.text));
    definitions.set(led.id, { criterion: { kind: 'criterion', id: flatten(led.id), text, place }, rank });
  };

  for (const [i, block] of markdown.blocks.entries()) {
    if (i % perStep === 0) yield;
    switch (block.kind) {
      case 'heading': {
        const raw = source.slice(block.content);
        if (block.depth === 1) title ??= plainText(raw).trim();
        define(raw, block.range, 2, () => paragraphBehind(source, markdown.blocks, i));
        break;
      }
      case 'listItem': {
        const range = { start: block.range.start, end: Math.max(block.content.end, block.range.start) };
        define(source.slice(block.content), range, 2, () => '');
        break;
      }
      case 'table':
        for (const [row, { range, cells }] of block.rows.entries()) {
          if (row % perStep === 0) yield;
          const [first, ...rest] = cells;
          if (first === undefined) continue;
          const others = (): string =>
            rest
              .map((cell) => plainText(cellText(source, cell)).trim())
              .filter((text) => text !== '')
              .join(' · ');
          define(cellText(source, first), range, 1, others);
        }
        break;
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

  const name = path.slice(path.lastIndexOf('/') + 1).replace(/\.md$/i, '');
  const criteria = [...definitions.values()].map(({ criterion }) => criterion);
  // A stronger sign further down takes the place of a weaker one.
  criteria.sort((a, b) => a.place.start - b.place.start);
  const item: Spec = {
    kind: 'spec',
    key: path,
    path,
    title: flatten(title ?? name) || name,
    name,
    criteria: compact(criteria),
  };
  return { path, format: 'spec', item, problems: compact(problems) };
}

/** The ID that leads a text, bold or code allowed, and what comes after it; links and struck texts only mention one. */
function leadingId(raw: string, { criteria }: FolderRules): { id: string; text: string } | undefined {
  // Most blocks begin with a word of prose: the ID is looked for in the first words alone.
  const start = raw.slice(0, 100);
  if (!criteria.mayHold(start) || /^\s*(?:[[<!]|~~)/.test(start)) return undefined;
  const first = criteria.lead(plainStart(start));
  if (first === undefined) return undefined;
  const bounded = raw.length > 20 * longestText ? raw.slice(0, 20 * longestText) : raw;
  // `**RPC-01** text`, as nearly all are written: what is behind the ID is read by itself, and is mostly plain.
  const [marks = ''] = /^[*_`]*/.exec(raw) ?? [];
  const end = marks.length + first.id.length;
  const alone = raw.startsWith(first.id, marks.length) && raw.startsWith(marks, end);
  const text =
    alone && !/[*_`]/.test(raw.charAt(end + marks.length))
      ? oneLine(plainText(bounded.slice(end + marks.length)))
      : oneLine(plainText(bounded)).slice(first.end);
  return { id: first.id, text: text.replace(/^[\s:.)\]–—|-]+/, '') };
}

function plainStart(raw: string): string {
  return raw.replace(/^[\s*_`]+/, '').replace(/[*_`]/g, ' ');
}

/** `### FR-001` alone is explained by the paragraph below it. */
function paragraphBehind(source: SourceText, blocks: readonly Block[], at: number): string {
  const next = blocks[at + 1];
  if (next?.kind !== 'paragraph') return '';
  return oneLine(plainText(source.slice(next.range).slice(0, 2 * longestText)));
}

function short(text: string): string {
  return text.length <= longestText
    ? text
    : `${text.slice(0, longestText - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;
}
