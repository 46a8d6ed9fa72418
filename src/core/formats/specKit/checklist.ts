import type { Steps } from '../../base/steps.ts';
import type { ParsedDocument } from '../../model/parsedDocument.ts';
import { plainLines, readBoxLine } from '../../text/checklist.ts';
import type { LinesDocument } from '../../text/syntax.ts';
import type { ParseContext } from '../format.ts';
import { toParsed } from '../collect.ts';
import { partOf } from './part.ts';

/** Counts the boxes of a checklist: they are the reviewer's, and no tasks. */
export function* parseChecklist(document: LinesDocument, { root }: ParseContext): Steps<ParsedDocument> {
  const { source } = document;
  let [done, total] = [0, 0];
  for (const line of (yield* plainLines(source)).lines) {
    const box = readBoxLine(source, line)?.box;
    const sign = box === undefined ? '' : source.slice(box);
    if (!/^[^\p{L}\p{N}]$|^[xX]$/u.test(sign)) continue;
    total++;
    if (/^[xX]$/.test(sign)) done++;
  }
  const part = { ...partOf(document, root.path, 'checklist'), checks: { done, total } };
  return toParsed(document, 'specKit.checklist', 'stream', [part], []);
}
