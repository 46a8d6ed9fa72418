import type { Link } from '../core/model/link.ts';
import type { StreamPart } from '../core/model/item.ts';
import type { ParsedDocument } from '../core/model/parsedDocument.ts';
import { leadsOut, toDestination } from '../core/model/destination.ts';
import { toProblem } from '../core/model/problem.ts';
import { runningStepOf } from '../core/model/workflow.ts';
import type { DocumentId } from '../core/text/document.ts';
import type { DocumentStore } from './documentStore.ts';

/** So much later others may be changed than the trace that says what is worked on, in milliseconds. */
const day = 24 * 60 * 60 * 1000;
/** More files of one trace are not looked at. */
const mostFiles = 20;

/** Whether a document has a step in progress: what is said of it depends on what is done to other files. */
export function hasRunningStep(file: ParsedDocument | undefined): boolean {
  return file?.parts.some((part) => part.kind === 'streamPart' && focusOf(part) !== undefined) === true;
}

/**
 * A trace with the problem that its focus stands still: files that its steps made or changed were changed more than a day after
 * it was. Nobody who goes on from such a focus goes on where the work is.
 */
export function withStaleFocus(
  documents: Pick<DocumentStore, 'changedAt'>,
  parsed: ParsedDocument,
): ParsedDocument {
  const { id, parts, problems } = parsed;
  const [part] = parts;
  const focus = part?.kind === 'streamPart' ? focusOf(part) : undefined;
  // What is read from a commit was not changed at any time.
  if (part?.kind !== 'streamPart' || focus === undefined || id.commit !== undefined) return parsed;
  const written = documents.changedAt(id);
  if (written === undefined) return parsed;
  const artifacts = (part.tasks ?? []).flatMap(({ links }) =>
    links.filter(({ role }) => role === 'artifact'),
  );
  const later = artifacts
    .slice(-mostFiles)
    .find((link) => (changedAt(documents, id, link) ?? written) - written > day);
  if (later === undefined) return parsed;
  const problem = toProblem('step.staleFocus', 'hint', { path: later.destination }, focus);
  return { ...parsed, problems: [...problems, problem].sort((a, b) => a.range.start - b.range.start) };
}

/** Where the focus of the running step is written. */
function focusOf({ tasks = [], resumption }: StreamPart) {
  const step = runningStepOf({ tasks });
  if (step === undefined || resumption?.task !== step.key) return undefined;
  return resumption.position.range ?? step.location.range;
}

/** When the file was changed that a link of a trace leads to: from the trace, or from the folder. */
function changedAt(
  documents: Pick<DocumentStore, 'changedAt'>,
  { folder, path }: DocumentId,
  { destination }: Link,
): number | undefined {
  const found = toDestination(path, destination, () => undefined);
  if (found.kind !== 'paths') return undefined;
  for (const each of [found.path, ...found.others()]) {
    const changed = leadsOut(each) ? undefined : documents.changedAt({ folder, path: each });
    if (changed !== undefined) return changed;
  }
  return undefined;
}
