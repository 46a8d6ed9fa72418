import type { ProjectIndex } from '../core/index/projectIndex.ts';
import type { ParsedDocument } from '../core/model/parsedDocument.ts';
import { runningStepOf } from '../core/model/workflow.ts';
import type { Key } from '../core/text/key.ts';
import type { DocumentStore } from './documentStore.ts';

/** So much later others may be changed than the trace that says what is worked on, in milliseconds. */
const day = 24 * 60 * 60 * 1000;
/** More files of one trace are not looked at. */
const mostFiles = 20;

/**
 * Finds out whether the focus of a trace stands still: whether files that its steps made or changed were changed more than a day after
 * it was. Nobody who goes on from such a focus goes on where the work is. Gives the keys of what may be shown differently now.
 */
export function lookAtFocus(
  documents: Pick<DocumentStore, 'changedAt'>,
  index: ProjectIndex,
  key: Key,
): readonly Key[] {
  const file = index.file(key);
  const isFollowed = file !== undefined && file.id.commit === undefined && isRunning(file);
  const written = isFollowed ? documents.changedAt(file.id) : undefined;
  const later =
    isFollowed && written !== undefined
      ? index
          .linksOf(key)
          .flatMap(({ link, target }) =>
            link.role === 'artifact' && target.kind === 'file' ? [target.path] : [],
          )
          .slice(-mostFiles)
          .find((path) => (documents.changedAt({ folder: file.id.folder, path }) ?? written) - written > day)
      : undefined;
  return index.steps.setChanged(key, later) ? [key] : [];
}

function isRunning({ parts }: ParsedDocument): boolean {
  return parts.some((part) => part.kind === 'streamPart' && runningStepOf({ tasks: part.tasks ?? [] }));
}
