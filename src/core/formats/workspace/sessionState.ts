import type { ParsedDocument } from '../../model/parsedDocument.ts';
import { toProblem, type Problem, type Report } from '../../model/problem.ts';
import type { StreamPart } from '../../model/item.ts';
import { toKey } from '../../text/key.ts';
import type { Document } from '../../text/syntax.ts';
import { ObjectReader } from './objectReader.ts';
import { reportData } from '../../model/reportData.ts';

/** Keys by which a state says whose it is: its folder says that already. */
const known = ['workspaceId', 'workspace_id', 'project'];

/**
 * Reads the state of the session that goes on in a workspace: no tool says what is in it, so all of it is shown as it is written. Total.
 */
export function parseSessionState(document: Document<'data'>): ParsedDocument {
  const { id, key, source, root } = document;
  const problems: Problem[] = [];
  const report: Report = (code, severity, data, range) => {
    problems.push(toProblem(code, severity, data, range));
  };
  reportData(document, source, report);
  const name = id.path.slice(id.path.lastIndexOf('/') + 1);
  if (root !== undefined && root.kind !== 'object')
    report('data.type', 'error', { key: name, expected: 'object' }, root.range);
  const parts: StreamPart[] = [];
  if (root?.kind === 'object') {
    const reader = new ObjectReader(source.text, root, report);
    parts.push({
      kind: 'streamPart',
      stream: toKey(id.path.slice(0, id.path.lastIndexOf('/') + 1) + key.slice(id.path.length)),
      role: 'progress',
      name: id.path.split('/').at(-2) ?? name,
      called: 'workspace',
      fields: reader.rest().filter(({ name: each }) => !known.includes(each)),
      location: { document: id },
    });
  }
  const { lineStarts } = source;
  return { id, key, format: 'workspace.session', holds: 'stream', lineStarts, parts, problems };
}
