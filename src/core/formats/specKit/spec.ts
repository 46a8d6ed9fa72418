import { perStep, type Steps } from '../../base/steps.ts';
import { headState } from '../../model/headState.ts';
import type { Question, Spec, StreamPart } from '../../model/item.ts';
import type { ParsedDocument } from '../../model/parsedDocument.ts';
import { oneLine, plainText } from '../../text/inline.ts';
import type { HeadingBlock } from '../../text/markdown.ts';
import type { Range } from '../../text/range.ts';
import type { MarkdownDocument } from '../../text/syntax.ts';
import type { ParseContext } from '../format.ts';
import { branchClueOf } from './head.ts';
import { Problems, toParsed } from '../collect.ts';
import { partOf } from './part.ts';
import { readRequirements } from './requirements.ts';

/** What templates have before the name of a feature. */
const titleLead = /^(?:feature )?spec(?:ification)?[ \t]*[:：][ \t]*/i;

/**
 * Reads `spec.md`: what should be true, as stories and requirements, and what of it is still to be clarified. Total: what the document
 * holds is in its parts or in a problem.
 */
export function* parseSpec(
  document: MarkdownDocument,
  { root, criteria: shape }: ParseContext,
): Steps<ParsedDocument> {
  const { id, key, markdown } = document;
  const problems = new Problems();
  const criteria = yield* readRequirements(document, shape, problems.report);
  const heading = markdown.blocks.find(
    (block): block is HeadingBlock => block.kind === 'heading' && block.depth === 1,
  );
  const base = partOf(document, root.path, 'intent');
  const title = heading === undefined ? undefined : titleOf(document, heading);
  const questions = yield* questionsIn(document);
  const state = headState(document);
  const part: StreamPart = {
    ...base,
    ...branchClueOf(document, problems.report),
    // It is the spec of its own feature, which nobody writes down.
    links: [{ role: 'spec', text: 'spec.md', destination: 'spec.md', range: { start: 0, end: 0 } }],
    ...(title === undefined ? {} : { title }),
    ...(questions.length === 0 ? {} : { questions }),
  };
  const name = base.name ?? root.path;
  const item: Spec = {
    kind: 'spec',
    key,
    location: { document: id },
    title: title?.value ?? name,
    name,
    stream: base.stream,
    criteria,
    ...(state === undefined ? {} : { state }),
  };
  yield;
  return toParsed(document, 'specKit.spec', 'spec', [item, part], problems.all);
}

function titleOf(
  { source }: MarkdownDocument,
  { content }: HeadingBlock,
): NonNullable<StreamPart['title']> | undefined {
  const raw = source.slice(content);
  const lead = titleLead.exec(raw)?.[0].length ?? 0;
  const range = { start: content.start + lead, end: content.end };
  const value = oneLine(plainText(source.slice(range)));
  return value === '' ? undefined : { value, written: source.slice(range), range };
}

const question = /\[NEEDS CLARIFICATION(?:[ \t]*[:：]\s*([^[\]]{0,1000}))?\]/g;

/** `[NEEDS CLARIFICATION: how long is a session?]`, but as an example in code. */
function* questionsIn({ id: document, source, markdown }: MarkdownDocument): Steps<readonly Question[]> {
  const found: Question[] = [];
  const code: readonly Range[] = [...markdown.blocks, ...markdown.nested].flatMap(({ kind, range }) =>
    kind === 'code' || kind === 'html' ? [range] : [],
  );
  for (const { 0: whole, 1: text = '', index } of source.text.matchAll(question)) {
    if (found.length % perStep === 0) yield;
    const range = { start: index, end: index + whole.length };
    const isExample =
      source.text[index - 1] === '`' || code.some(({ start, end }) => start <= index && index < end);
    if (!isExample) found.push({ text: oneLine(plainText(text)), location: { document, range } });
  }
  return found;
}
