import { leadsOut, toDestination } from '../../core/model/destination.ts';
import { toKey } from '../../core/text/key.ts';
import type { Services } from '../surface.ts';
import type { FolderTarget } from './boardIds.ts';
import type { FileTarget } from './target.ts';

/** Where a link in a spec's text may lead: https, http, mailto, a file of the folder. Undefined for everything else. */
export async function linkTarget(
  { project }: Services,
  from: FileTarget,
  written: string,
): Promise<FolderTarget | undefined> {
  const { folder, key } = from;
  const rules = project.folder(folder)?.rules;
  const { path } = project.documentOf(from);
  const destination = toDestination(path, written, (each) => rules?.rootOf(each)?.path);
  if (destination.kind === 'external')
    return /^(?:https?|mailto):/i.test(destination.url) ? { folder, key, url: destination.url } : undefined;
  if (destination.kind === 'anchor') return undefined;
  for (const each of [destination.path, ...destination.others()])
    if (!leadsOut(each) && (await project.kind(folder, each)) === 'file') return { folder, key: toKey(each) };
  return undefined;
}
