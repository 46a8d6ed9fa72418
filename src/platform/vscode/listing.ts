import * as vscode from 'vscode';
import type { FolderRules } from '../../core/formats/folderRules.ts';
import { RootSet } from '../../core/model/system.ts';
import { folderOf, toFolderFilter, toRelativeGlob, type RelativeGlob } from '../../core/text/glob.ts';
import type { Host, PathProblem } from '../../project/host.ts';
import { outsideProblem } from '../node/disk.ts';
import type { LinkGuard } from '../node/linkGuard.ts';
import { limits, listFiles, tooMany, type DiskListing, type LinkedPlace } from '../node/listing.ts';
import { within } from '../node/timeLimit.ts';
import { relativePath } from './fileEvents.ts';
import { listVirtual } from './virtual.ts';

/** Folders that hold no tracking directory of the user's own. */
const excluded = ['node_modules', '.git'];

/** A search that follows links in circles may take hours: so long it is waited for, in milliseconds. */
const searchLimit = 20_000;

/** All that a listing needs to know of the world. */
interface World {
  readonly host: Pick<Host, 'now' | 'pause'>;
  readonly guard: LinkGuard;
  readonly log: (error: unknown) => void;
}

/** The files of a workspace folder that fit. Never fails, and always ends. */
export function listBelow(
  { host, guard }: World,
  base: vscode.Uri,
  globs: readonly RelativeGlob[],
): Promise<DiskListing> {
  const folders = [...new Set(globs.map(folderOf))];
  const wanted = toRelativeGlob(globs);
  const mayHold = toFolderFilter(globs);
  return base.scheme === 'file'
    ? listFiles(host, base.fsPath, folders, { guard, wanted, mayHold })
    : listVirtual(base, folders, { wanted, mayHold }).then((listing) => ({ ...listing, linked: [] }));
}

/** What is known of places in a workspace folder. */
interface Known {
  /** Whether git ignores a path. */
  readonly isIgnored: (path: string) => boolean;
  /** Whether a directory is in another worktree of the clone. */
  readonly isElsewhere: (directory: string) => boolean;
}

/** Every file of a workspace folder that fits a format, and the folders in which more may come. */
export async function listTracked(
  world: World,
  folder: vscode.WorkspaceFolder,
  rules: FolderRules,
  { isIgnored, isElsewhere }: Known,
): Promise<DiskListing & { readonly folders: readonly string[] }> {
  const { guard } = world;
  const problems = new Map<string, PathProblem>();
  const tell = (problem: PathProblem): void => {
    problems.set(problem.path, problem);
  };
  const found = await search(world, folder, rules, isElsewhere, tell);
  const roots = new RootSet(rules.homes);
  const paths = new Set<string>();
  const outside = new Map<string, boolean>();
  const linked: LinkedPlace[] = [];
  const leadsOut = (path: string): boolean => {
    const above = path.slice(0, Math.max(0, path.lastIndexOf('/')));
    let known = outside.get(above);
    if (known === undefined) {
      const followed = guard.follow(vscode.Uri.joinPath(folder.uri, above).fsPath);
      known = followed.kind === 'outside';
      if (followed.kind === 'inside' && followed.linked) linked.push({ path: above, real: followed.real });
      if (followed.kind === 'outside') {
        const link = relativePath(folder.uri, vscode.Uri.file(followed.link));
        tell({ path: link ?? above, problem: outsideProblem(followed.target) });
      }
      outside.set(above, known);
    }
    return known;
  };
  for (const path of found) {
    const around = rules.rootsOf(path);
    const isAlone =
      !isIgnored(path) && rules.formatsOf(path).some(({ format }) => format.listed === 'search');
    if ((around.length === 0 && !isAlone) || leadsOut(path)) continue;
    if (isElsewhere(rules.placeOf(path))) continue;
    for (const root of around) roots.add(root);
    if (isAlone) paths.add(path);
  }
  const globs = roots.sorted().flatMap((root) => rules.listedIn(root));
  const below = await listBelow(world, folder.uri, globs);
  for (const path of below.paths) paths.add(path);
  for (const problem of below.problems) tell(problem);
  // Also where there is nothing yet: it may come.
  for (const { path } of roots.sorted()) {
    const followed = guard.follow(vscode.Uri.joinPath(folder.uri, path).fsPath);
    if (followed.kind === 'inside' && followed.linked) linked.push({ path, real: followed.real });
  }
  return {
    paths: [...paths].sort(),
    problems: [...problems.values()],
    folders: globs.map(folderOf),
    linked: [...linked, ...below.linked],
  };
}

/** Paths of what shows roots or fits a format that is searched for, as VS Code's search or, where that fails, a walk finds them. */
async function search(
  world: World,
  folder: vscode.WorkspaceFolder,
  rules: FolderRules,
  skipFolder: (path: string) => boolean,
  tell: (problem: PathProblem) => void,
): Promise<readonly string[]> {
  // Without a search provider, which few virtual file systems have, a search waits for ever.
  if (folder.uri.scheme !== 'file') return [];
  const globs = rules.markers;
  const cancel = new vscode.CancellationTokenSource();
  try {
    const searches = globs.map((glob) =>
      vscode.workspace.findFiles(
        new vscode.RelativePattern(folder, glob),
        `**/{${excluded.join(',')}}/**`,
        limits.entries,
        cancel.token,
      ),
    );
    const results = await within(searchLimit, 'findFiles', Promise.all(searches));
    if (results.some((each) => each.length === limits.entries)) tell(manyIn(folder));
    return results.flat().flatMap((uri) => relativePath(folder.uri, uri) ?? []);
  } catch (error) {
    world.log(error);
    const { guard } = world;
    const options = {
      guard,
      skip: excluded,
      skipFolder,
      wanted: (path: string) => rules.formatsOf(path).length > 0,
    };
    const walked = await listFiles(world.host, folder.uri.fsPath, [''], options);
    for (const problem of walked.problems)
      if (problem.path === '') tell(manyIn(folder));
      else if (rules.formatBelow(problem.path) !== undefined) tell(problem);
    return walked.paths;
  } finally {
    cancel.cancel();
    cancel.dispose();
  }
}

function manyIn({ name }: vscode.WorkspaceFolder): PathProblem {
  return { path: name, problem: tooMany(limits.entries, name) };
}
