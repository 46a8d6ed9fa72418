import {
  commandGlobs,
  constitutionIn,
  isTemplate,
  nextCommandOf,
  spelledAs,
} from '../core/formats/specKit/nextCommand.ts';
import { isFeature } from '../core/formats/specKit/phases.ts';
import { toolFolderIn } from '../core/formats/specKit/places.ts';
import { ownNameOf, pathOf, type Stream } from '../core/model/item.ts';
import { refusal, type Refusal } from '../core/model/refusal.ts';
import { readOne, type DocumentStore } from './documentStore.ts';
import type { FolderKey } from './folders.ts';

/** What somebody types to go on with a feature. */
export interface NextCommand {
  readonly kind: 'command';
  /** `/speckit.plan` */
  readonly text: string;
  readonly feature: string;
}

/**
 * The command of the tool that comes next for a feature, as it is installed in the folder.
 * @param place the folder whose work the feature is, relative; empty for the folder itself
 */
export async function findNextCommand(
  documents: Pick<DocumentStore, 'kind' | 'read' | 'listBelow'>,
  { folder }: FolderKey,
  stream: Stream | undefined,
  place: string,
): Promise<NextCommand | Refusal> {
  if (stream === undefined || !isFeature(stream))
    return refusal('feature.missing', { path: stream === undefined ? '' : pathOf(stream) });
  const isInstalled = (await documents.kind({ folder, path: toolFolderIn(place) })) === 'folder';
  const principles = await readOne(documents, { folder, path: constitutionIn(place) });
  const said = principles.kind === 'text' ? principles.text : undefined;
  const isUnwritten = isInstalled && principles.kind !== 'unreadable' && isTemplate(said);
  const command = nextCommandOf(stream, !isUnwritten);
  const feature = ownNameOf(stream);
  if (command === undefined) return refusal('feature.done', { feature });
  const files = await documents.listBelow(
    folder,
    commandGlobs.map((pattern) => ({ base: place, pattern })),
  );
  return { kind: 'command', text: spelledAs(command, files), feature };
}
