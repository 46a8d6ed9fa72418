import type { Holding, Part } from '../../model/item.ts';
import type { ParsedDocument } from '../../model/parsedDocument.ts';
import type { Report } from '../../model/problem.ts';
import { reportData } from '../../model/reportData.ts';
import type { FormatId } from '../../model/system.ts';
import type { Document } from '../../text/syntax.ts';
import { Problems, toParsed } from '../collect.ts';
import type { RowNode } from './rowValues.ts';

/** What is read of a document of rows. */
export function parseRows(
  document: Document<'data'>,
  format: FormatId,
  holds: Holding,
  read: (root: RowNode, report: Report) => Part,
): ParsedDocument {
  const { id, source, root } = document;
  const { all, report } = new Problems();
  reportData(document, source, report);
  if (root !== undefined && root.kind !== 'object')
    report('data.type', 'error', { key: id.path, expected: 'object' }, root.range);
  const parts = root?.kind === 'object' ? [read(root, report)] : [];
  return toParsed(document, format, holds, parts, all);
}
