import type { CriteriaShape } from '../../model/criteria.ts';
import type { Link } from '../../model/link.ts';
import type { Report } from '../../model/problem.ts';
import type { DataNode } from '../../text/dataDocument.ts';
import type { DocumentId } from '../../text/document.ts';
import type { Range } from '../../text/range.ts';
import type { Document } from '../../text/syntax.ts';
import type { SourceText } from '../../text/sourceText.ts';
import { sourcedText } from './objectReader.ts';
import { logPaths, ownFolderOf } from './places.ts';

/** A document while it is read. */
export interface Source {
  readonly document: Document<'data'>;
  readonly lines: SourceText;
  readonly criteria: CriteriaShape;
  readonly report: Report;
}

/** The texts of a list as links to files: `src/auth.ts:45`. */
export function fileLinks({ document }: Source, nodes: readonly DataNode[]): readonly Link[] {
  const links: Link[] = [];
  for (const node of nodes) {
    if (node.kind !== 'value' || typeof node.value !== 'string' || node.value === '') continue;
    const { value, range } = sourcedText(document.source.text, node);
    if (range !== undefined) links.push({ role: 'file', text: value, destination: value, range });
  }
  return links;
}

/**
 * The logs that a workspace may have beside its files: nobody writes links to them.
 * @param range where they are told of
 */
export function logLinks({ path }: DocumentId, range: Range): readonly Link[] {
  const own = ownFolderOf(path);
  return own === undefined
    ? []
    : logPaths.map((log) => ({ role: 'log', text: log, destination: `/${own.folder}/${log}`, range }));
}

/** The newest first, where all say when they were; else the last in the file, as such lists are appended to. */
export function newestFirst<T>(
  entries: readonly T[],
  timeOf: (entry: T) => string | undefined,
): readonly T[] {
  const times = entries.map((entry) => Date.parse(timeOf(entry) ?? ''));
  const order = entries.map((_entry, i) => i).reverse();
  if (times.every((time) => !Number.isNaN(time)))
    order.sort((a, b) => (times[b] ?? 0) - (times[a] ?? 0) || b - a);
  return order.flatMap((i) => entries[i] ?? []);
}
