import { leadsOut, toDestination } from '../../core/model/destination.ts';
import { readTrackingPath } from '../../core/model/trackingPath.ts';
import type { Services } from '../surface.ts';
import type { FolderTarget } from './boardIds.ts';

/** Where a link in a spec's text may lead: https, http, mailto, a file of the folder. Undefined for everything else. */
export async function linkTarget(
  { project }: Services,
  folder: string,
  path: string,
  written: string,
): Promise<FolderTarget | undefined> {
  const rules = project.folder(folder)?.rules;
  const destination = toDestination(path, written, (from) =>
    rules === undefined ? undefined : readTrackingPath(from, rules.trackingDirectory)?.root,
  );
  if (destination.kind === 'external')
    return /^(?:https?|mailto):/i.test(destination.url) ? { folder, path, url: destination.url } : undefined;
  if (destination.kind === 'anchor') return undefined;
  for (const each of [destination.path, ...destination.others()])
    if (!leadsOut(each) && (await project.kind(folder, each)) === 'file') return { folder, path: each };
  return undefined;
}
