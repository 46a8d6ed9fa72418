import type { WorkspaceOperationId } from '../../model/availableOperations.ts';
import type { Checkouts } from '../../model/branch.ts';
import { isInCommit, type RecordOperation, type Stream, type StreamPart } from '../../model/item.ts';
import { ownFolderOf } from './places.ts';
import { belongingOf, pathOfFolder, workspaceId } from './workspaceId.ts';

/** Whether a stream is a workspace. */
export function isWorkspace({ called }: { readonly called?: Stream['called'] | undefined }): boolean {
  return called === 'workspace';
}

/** The part of a workspace that is its record of progress; undefined where it has only a list of features. */
export function recordOf({ parts }: Pick<Stream, 'parts'>): StreamPart | undefined {
  return parts.find(({ role }) => role === 'progress');
}

/** Whether a workspace may be changed where this is checked out; the others are those of other branches and folders. */
export function isOwnWorkspace(stream: Stream, checkouts: Checkouts | undefined): boolean {
  return (
    isWorkspace(stream) &&
    !isInCommit(stream) &&
    belongingOf(stream.location.document, checkouts).kind === 'own'
  );
}

/**
 * Those of the branch that is checked out. Where several may be, those whose names are made of this very folder: the hash of another one
 * may be that of a place on another machine.
 */
export function ownWorkspaces(
  streams: readonly Stream[],
  checkouts: Checkouts | undefined,
): readonly Stream[] {
  const isOfHere = ({ branch }: Stream): boolean => branch === undefined || branch === checkouts?.here;
  const own = streams.filter((stream) => isOwnWorkspace(stream, checkouts) && isOfHere(stream));
  const exact = own.filter(({ location: { document } }) => {
    const { here } = checkouts ?? {};
    return (
      here !== undefined &&
      ownFolderOf(document.path)?.name === workspaceId(here, pathOfFolder(document.folder))
    );
  });
  return exact.length > 0 ? exact : own;
}

/** What the documents of a workspace have a place for. */
const offers: readonly (readonly [WorkspaceOperationId, RecordOperation])[] = [
  ['create_feature_list', 'addFeatures'],
  ['update_resumption', 'setResumption'],
  ['add_log_entry', 'addEntry'],
  ['start_session', 'startSession'],
  ['end_session', 'endSession'],
];

/** What can be asked for with a workspace as it is: with that of another branch or folder, only to be told where its work is. */
export function operationsOnWorkspace(
  stream: Stream,
  checkouts: Checkouts | undefined,
): readonly WorkspaceOperationId[] {
  if (!isWorkspace(stream)) return [];
  if (!isOwnWorkspace(stream, checkouts)) return ['resume_workspace'];
  const { operations, parts } = stream;
  const hasList = parts.some(({ role }) => role === 'tasks');
  return [
    'resume_workspace',
    ...offers.flatMap(([id, operation]) =>
      operations.includes(operation) && !(operation === 'addFeatures' && hasList) ? [id] : [],
    ),
  ];
}
