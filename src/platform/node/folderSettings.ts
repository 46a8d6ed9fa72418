import { join } from 'node:path';
import type { FolderSettings } from '../../core/model/system.ts';
import { findMember, readJson, type DataNode } from '../../core/text/dataDocument.ts';
import { readingSettings, section, settings } from '../../ids.ts';
import { readFile, type Follow } from './disk.ts';

/** What `.vscode/settings.json` of a folder says. Who somebody is, no repository says: the owner's name is not read. */
export interface WrittenSettings {
  /** Those that decide what is read, as somebody wrote them. */
  readonly reading: FolderSettings;
  /** The branch that others start from. */
  readonly branchBase: unknown;
}

/**
 * Reads JSON with comments, as VS Code does. Nothing is set where there is no such file, where it cannot be read, and where a link on
 * the way to it leads out.
 * @param folder absolute
 */
export function readFolderSettings(folder: string, follow: Follow): WrittenSettings {
  const place = follow(join(folder, '.vscode'));
  const file = place.kind === 'inside' ? readFile(join(place.real, 'settings.json'), follow) : undefined;
  const root = file?.kind === 'text' ? readJson(file.text, 'withComments').root : undefined;
  const valueOf = (key: string): unknown => plain(findMember(root, `${section}.${key}`)?.value);
  return {
    reading: Object.fromEntries(Object.entries(readingSettings).map(([name, key]) => [name, valueOf(key)])),
    branchBase: valueOf(settings.branchBase),
  };
}

/** Values and lists of values: no setting is an object. */
function plain(node: DataNode | undefined): unknown {
  if (node?.kind === 'value') return node.value;
  return node?.kind === 'array' ? node.items.map(plain) : undefined;
}
