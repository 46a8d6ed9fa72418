import { runAtOnce, type Steps } from '../../base/steps.ts';
import type { Field, PartRole } from '../../model/item.ts';
import { readLinks, LinkLimit } from '../../model/link.ts';
import type { LongText } from '../../model/longText.ts';
import type { ParsedDocument } from '../../model/parsedDocument.ts';
import { plainLines, readHeadingLine } from '../../text/checklist.ts';
import { findLinks } from '../../text/inline.ts';
import type { Range } from '../../text/range.ts';
import type { LinesDocument } from '../../text/syntax.ts';
import { Problems, toParsed } from '../collect.ts';
import { firstParagraphOf } from '../../text/firstParagraph.ts';
import type { ParseContext } from '../format.ts';
import { partOf } from './part.ts';
import { oneLineOf } from './requirements.ts';
import { titleOf } from './spec.ts';

/** Sections of a proposal that say why, and what. */
export const proposalSections = {
  why: { name: 'Why', about: 'why', heading: /^(?:why|problem|motivation)\b/i },
  what: { name: 'What Changes', about: 'what', heading: /^(?:what(?: changes)?|solution)\b/i },
} as const;
const told = Object.values(proposalSections);

/** Where the text of those sections is, of each the first. */
function* sectionsOf({
  source,
}: LinesDocument): Steps<readonly ((typeof told)[number] & { readonly range: Range })[]> {
  const { lines } = yield* plainLines(source);
  const headings = lines.flatMap((line) => {
    const heading = readHeadingLine(source, line);
    return heading?.depth === 2 ? [{ line, text: source.slice(heading.text) }] : [];
  });
  return told.flatMap((each) => {
    const at = headings.findIndex(({ text }) => each.heading.test(text));
    const found = headings[at];
    if (found === undefined) return [];
    const next = headings[at + 1];
    const start = source.lineRange(found.line).end;
    const end = next === undefined ? source.text.length : source.lineStart(next.line);
    return [{ ...each, range: { start, end } }];
  });
}

/** What a proposal says of why and what, whole. */
export function longTextsOfProposal(document: LinesDocument): readonly LongText[] {
  return runAtOnce(sectionsOf(document)).flatMap(({ about, range }) => {
    const text = document.source.slice(range).trim();
    return text === '' ? [] : [{ about, text }];
  });
}

/** A whole `design.md`, but for the heading that says that it is one. */
export function longTextsOfDesign({ source }: LinesDocument): readonly LongText[] {
  const text = source.text
    .trim()
    .replace(/^#(?!#)[^\r\n]*/, '')
    .trim();
  return text === '' ? [] : [{ about: 'design', text }];
}

/** Reads `proposal.md`: what a change is called, why it is made, and what it changes. */
export function* parseProposal(document: LinesDocument, { root }: ParseContext): Steps<ParsedDocument> {
  const { source } = document;
  const { all, report } = new Problems();
  const base = partOf(document, root, 'intent');
  const fields: Field[] = [];
  for (const { name, range } of yield* sectionsOf(document)) {
    const value = oneLineOf(source, range);
    if (value === '') continue;
    const { length } = oneLineOf(source, firstParagraphOf(source.text, range));
    fields.push({ name, value, range, ...(length < value.length ? { firstParagraph: length } : {}) });
  }
  const limit = new LinkLimit((most, at) => {
    report('links.tooMany', 'warning', { most }, at);
  });
  const links = limit.keep(readLinks(findLinks(source, { start: 0, end: source.text.length })));
  const title = titleOf(document);
  const part = {
    ...base,
    ...(title === undefined ? {} : { title: { value: title, written: title } }),
    ...(fields.length === 0 ? {} : { fields }),
    ...(links.length === 0 ? {} : { links }),
  };
  return toParsed(document, 'openSpec.proposal', 'stream', [part], base.archived === true ? [] : all);
}

/** A document of a change of which only that it is there is told. */
export function* parsePresence(
  document: LinesDocument,
  { root }: ParseContext,
  format: 'openSpec.design' | 'openSpec.metadata',
  role: Extract<PartRole, 'design' | 'metadata'>,
): Steps<ParsedDocument> {
  yield;
  return toParsed(document, format, 'stream', [partOf(document, root, role)], []);
}
