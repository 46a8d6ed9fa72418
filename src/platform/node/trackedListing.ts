import { join, relative, sep } from 'node:path';
import type { FolderRules } from '../../core/formats/folderRules.ts';
import { standsAlone } from '../../core/formats/format.ts';
import { RootSet } from '../../core/model/system.ts';
import { folderOf, toFolderFilter, toRelativeGlob } from '../../core/text/glob.ts';
import type { PathProblem } from '../../project/documentStore.ts';
import { inSlices } from '../../project/slices.ts';
import type { Clock } from '../../project/world.ts';
import { outsideProblem } from './disk.ts';
import type { LinkGuard } from './linkGuard.ts';
import { limits, listFiles, tooMany, type DiskListing, type LinkedPlace } from './listing.ts';

/** Names of folders that hold no tracking directory of the user's own. */
export const excludedFolders = ['node_modules', '.git'];

/** A folder to be searched. */
export interface SearchRequest {
  /** Absolute. */
  readonly base: string;
  readonly rules: FolderRules;
  readonly guard: LinkGuard;
  readonly clock: Clock;
  readonly log: (error: unknown) => void;
  /** Whether a folder, by its path relative to the base, is left out. */
  readonly skipFolder: (path: string) => boolean;
  /** Hears of what could not be searched. */
  readonly tell: (problem: PathProblem) => void;
}

/**
 * Finds paths of what shows roots or fits a format, anywhere in a folder; they may be more than those. With them what was looked
 * into, as far as somebody may have to listen there.
 */
export type Search = (request: SearchRequest) => Promise<Omit<DiskListing, 'problems'>>;

/** Searches by walking the whole folder. */
export const walkFolder: Search = async ({ base, rules, guard, clock, skipFolder, tell }) => {
  const wanted = (path: string): boolean => rules.isSign(path) || rules.formatsOf(path).length > 0;
  const options = { guard, skip: excludedFolders, skipFolder, wanted };
  const walked = await listFiles(clock, base, [''], options);
  for (const problem of walked.problems)
    if (problem.path === '')
      tell(problem.problem.code === 'folder.tooMany' ? manyIn(base) : { ...problem, path: nameOf(base) });
    else if (rules.formatBelow(problem.path) !== undefined) tell(problem);
  return walked;
};

/** All that a listing needs to know of the world. */
interface World extends Pick<SearchRequest, 'guard' | 'clock' | 'log'> {
  readonly search: Search;
  /** Whether git ignores a path. */
  readonly isIgnored: (path: string) => boolean;
  /** Whether a directory is in another worktree of the clone. */
  readonly isElsewhere: (directory: string) => boolean;
}

/**
 * Every file of a folder that fits a format, and the folders in which more may come: also those in which nothing is yet, as a root
 * may come anywhere. Never fails, and always ends.
 * @param base absolute
 */
export async function listTracked(
  { guard, clock, log, search, isIgnored, isElsewhere }: World,
  base: string,
  rules: FolderRules,
): Promise<DiskListing> {
  const problems = new Map<string, PathProblem>();
  const tell = (problem: PathProblem): void => {
    problems.set(problem.path, problem);
  };
  const found = await search({ base, rules, guard, clock, log, skipFolder: isElsewhere, tell });
  rules.takeFound(found.paths);
  const roots = new RootSet(rules.homes);
  const paths = new Set<string>();
  const outside = new Map<string, boolean>();
  const linked: LinkedPlace[] = [...found.linked];
  const leadsOut = (path: string): boolean => {
    const above = path.slice(0, Math.max(0, path.lastIndexOf('/')));
    let known = outside.get(above);
    if (known === undefined) {
      const followed = guard.look(join(base, above));
      known = followed.kind === 'outside';
      if (followed.kind === 'inside' && followed.linked) linked.push({ path: above, real: followed.real });
      if (followed.kind === 'outside')
        tell({
          path: relative(base, followed.link).split(sep).join('/'),
          problem: outsideProblem(followed.target),
        });
      outside.set(above, known);
    }
    return known;
  };
  // A search may find very many.
  await inSlices(
    clock,
    found.paths,
    () => true,
    (path) => {
      const around = rules.rootsOf(path);
      const isAlone = rules.formatsOf(path).some(({ format }) => standsAlone(format, path, isIgnored));
      if ((around.length === 0 && !isAlone) || leadsOut(path)) return;
      if (isElsewhere(rules.placeOf(path))) return;
      for (const root of around) roots.add(root);
      if (isAlone) paths.add(path);
    },
  );
  const globs = roots.sorted().flatMap((root) => rules.listedIn(root));
  const below = await listFiles(clock, base, [...new Set(globs.map(folderOf))], {
    guard,
    wanted: toRelativeGlob(globs),
    mayHold: toFolderFilter(globs),
  });
  for (const path of below.paths) paths.add(path);
  for (const problem of below.problems) tell(problem);
  // Also where there is nothing yet: it may come.
  for (const { path } of roots.sorted()) {
    const followed = guard.follow(join(base, path));
    if (followed.kind === 'inside' && followed.linked) linked.push({ path, real: followed.real });
  }
  return {
    paths: [...paths].sort(),
    problems: [...problems.values()],
    folders: [...new Set([...found.folders, ...globs.map(folderOf)])],
    linked: [...linked, ...below.linked],
  };
}

/** What is told of a folder that holds more than is searched. */
export function manyIn(base: string): PathProblem {
  const name = nameOf(base);
  return { path: name, problem: tooMany(limits.entries, name) };
}

/** What a folder that has no path in itself is called in a problem. */
function nameOf(base: string): string {
  return base.slice(base.lastIndexOf(sep) + 1);
}
