import type { Holding, Part } from '../../model/item.ts';
import type { ParsedDocument } from '../../model/parsedDocument.ts';
import { toProblem, type Problem, type Report } from '../../model/problem.ts';
import { reportData } from '../../model/reportData.ts';
import type { FormatId } from '../../model/system.ts';
import type { Document } from '../../text/syntax.ts';
import type { RowNode } from './rowValues.ts';

/** What was read of a document of rows. */
export function toParsed(
  document: Document<'data'>,
  format: FormatId,
  holds: Holding,
  read: (root: RowNode, report: Report) => Part,
): ParsedDocument {
  const { id, key, source, root } = document;
  const problems: Problem[] = [];
  const report: Report = (code, severity, data, range) => {
    problems.push(toProblem(code, severity, data, range));
  };
  reportData(document, source, report);
  if (root !== undefined && root.kind !== 'object')
    report('data.type', 'error', { key: id.path, expected: 'object' }, root.range);
  const parts = root?.kind === 'object' ? [read(root, report)] : [];
  return {
    id,
    key,
    format,
    holds,
    lineStarts: source.lineStarts,
    parts,
    problems: problems.sort((a, b) => a.range.start - b.range.start),
  };
}
