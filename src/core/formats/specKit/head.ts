import { branchOf, readHead } from '../../model/head.ts';
import { isBranchKey } from '../../model/headKeys.ts';
import type { StreamPart } from '../../model/item.ts';
import type { Report } from '../../model/problem.ts';
import type { MarkdownDocument } from '../../text/syntax.ts';

/** The branch that the head of a spec or a plan names: `**Feature Branch**: `016-avatar``. What is still to be filled in names none. */
export function branchClueOf(file: MarkdownDocument, report: Report): Pick<StreamPart, 'branchClue'> {
  const { source } = file;
  for (const entry of readHead(file, true, report).entries) {
    if (!isBranchKey(entry.key)) continue;
    const read = branchOf(source, entry);
    if (read.kind !== 'name') continue;
    const { name } = read;
    const at = source.slice(entry.value).indexOf(name);
    const start = entry.value.start + Math.max(0, at);
    const range = at < 0 ? entry.value : { start, end: start + name.length };
    return { branchClue: { name, range } };
  }
  return {};
}
