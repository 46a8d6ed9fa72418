import { nameOfFile } from '../text/syntax.ts';

/** Names that say what kind of document a file is, and not what it is about: those of Spec Kit, OpenSpec and their like. */
const kinds =
  /^(?:api|checklist|contract|data-model|design|overview|plan|proposal|quickstart|requirements?|research|tasks?)s?$/i;
/** Those of the main document of a folder: the folder's name says it all. */
const mainDocuments = /^(?:spec|specs|specification|index|readme)$/i;
/** Folders that hold specs, each under its own name. */
const shelves = /^(?:specs?|docs?|features|changes|capabilities|\.specify|openspec)$/i;

/**
 * What people call a spec: its file's name without the ending, and where that name says only what kind of document it is, the folder
 * that it is about: `004-print` for `specs/004-print/spec.md`, `004-print/requirements` for `specs/004-print/requirements.md`.
 * @param path of the file, with slashes, relative to its folder
 */
export function nameOfSpec(path: string): string {
  const folders = path.split('/');
  const file = nameOfFile(folders.pop() ?? '');
  const name = mainDocuments.test(file) ? [] : [file];
  if (name.length > 0 && !kinds.test(file)) return file;
  for (;;) {
    const folder = folders.pop();
    if (folder === undefined || shelves.test(folder)) break;
    name.unshift(folder);
    if (!kinds.test(folder)) break;
  }
  // What a change would make of a spec is not the spec.
  const change = folders[folders.lastIndexOf('changes') + 1];
  if (folders.includes('changes') && change !== undefined) name.unshift(change);
  return name.length === 0 ? file : name.join('/');
}
