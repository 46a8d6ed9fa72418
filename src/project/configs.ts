import type { FolderRules } from '../core/formats/folderRules.ts';
import type { FolderConfigs } from '../core/model/system.ts';
import type { DocumentId, FolderId } from '../core/text/document.ts';
import type { DocumentStore } from './documentStore.ts';
import type { Snapshot } from './snapshot.ts';

/**
 * The configurations among listed paths, which decide how others are read; undefined where the rules are made from these very texts.
 */
export async function readConfigs(
  documents: Pick<DocumentStore, 'read'>,
  folder: FolderId,
  rules: FolderRules,
  listed: readonly string[],
): Promise<FolderConfigs | undefined> {
  const paths = listed.filter((path) => rules.isConfig(path));
  if (paths.length === 0 && rules.configs.size === 0) return undefined;
  const read = await documents.read(paths.map((path) => ({ document: { folder, path } })));
  const configs = new Map<string, string>();
  for (const [i, path] of paths.entries()) {
    const text = textOf(read[i]);
    if (text !== undefined) configs.set(path, text);
  }
  const isSame =
    configs.size === rules.configs.size &&
    [...configs].every(([path, text]) => rules.configs.get(path) === text);
  return isSame ? undefined : configs;
}

/** Whether a document is a configuration that says something else than the rules were made from. */
export function isOtherConfig(rules: FolderRules, { path }: DocumentId, snapshot: Snapshot): boolean {
  return (
    rules.isConfig(path) && snapshot.kind !== 'unchanged' && textOf(snapshot) !== rules.configs.get(path)
  );
}

/** One that cannot be read says nothing, and is there all the same. */
function textOf(snapshot: Snapshot | undefined): string | undefined {
  switch (snapshot?.kind) {
    case 'text':
      return snapshot.text;
    case 'unreadable':
      return '';
    default:
      return undefined;
  }
}
