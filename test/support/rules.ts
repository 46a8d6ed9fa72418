import type { RelativeGlob } from '../../src/core/text/glob.ts';
import { FolderRules } from '../../src/core/formats/folderRules.ts';
import type { Format, ParseContext } from '../../src/core/formats/format.ts';
import { systems } from '../../src/core/formats/registry.ts';
import type { FolderSettings } from '../../src/core/model/system.ts';

/** What is read in a folder with these settings. */
export function toRules(settings: FolderSettings): FolderRules {
  return new FolderRules(systems, settings);
}

/** What is read in a folder without settings. */
export const defaultRules = toRules({});

/** What a file at the top of a folder without settings is read with. */
export const parseContext: ParseContext = defaultRules.contextOf({ system: 'tracking', path: '', place: '' });

/** The format of a file by its place. */
export function formatOf(path: string, rules: FolderRules = defaultRules): Format | undefined {
  return rules.formatsOf(path)[0]?.format;
}

/** What is read in commits below tracking directories. */
export function committedIn(directories: readonly string[]): readonly RelativeGlob[] {
  return directories.flatMap((path) => defaultRules.committedIn({ system: 'tracking', path, place: '' }));
}
