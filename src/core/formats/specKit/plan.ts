import type { ParsedDocument } from '../../model/parsedDocument.ts';
import type { Link } from '../../model/link.ts';
import type { MarkdownDocument } from '../../text/syntax.ts';
import type { ParseContext } from '../format.ts';
import { branchClueOf } from './head.ts';
import { Problems, toParsed } from '../collect.ts';
import { partOf } from './part.ts';

/** What the tools write beside a plan, or do not. */
const besides = ['research.md', 'data-model.md', 'contracts/', 'quickstart.md'];

/** Reads `plan.md`: that there is one, the branch in its head, and what stands beside it. */
export function parsePlan(document: MarkdownDocument, { root }: ParseContext): ParsedDocument {
  const problems = new Problems();
  const links = ['plan.md', ...besides].map((text): Link => ({
    role: 'docs',
    text,
    destination: text,
    ifThere: true,
    range: { start: 0, end: 0 },
  }));
  const part = {
    ...partOf(document, root.path, 'plan'),
    ...branchClueOf(document, problems.report),
    links,
  };
  return toParsed(document, 'specKit.plan', 'stream', [part], problems.all);
}
