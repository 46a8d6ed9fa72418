import * as vscode from 'vscode';
import { isMisplaced } from '../../core/formats/tracking/misplaced.ts';
import type { FolderRules } from '../../core/model/rules.ts';
import { placeOfFile, readTrackingPath, trackingFolders } from '../../core/model/trackingPath.ts';
import type { Host, PathProblem } from '../../project/host.ts';
import { outsideProblem } from '../node/disk.ts';
import type { LinkGuard } from '../node/linkGuard.ts';
import {
  isMarkdown,
  limits,
  listMarkdown,
  tooMany,
  type DiskListing,
  type LinkedPlace,
} from '../node/listing.ts';
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

/** The Markdown files below folders of a workspace folder. Never fails, and always ends. */
export function listBelow(
  { host, guard }: World,
  base: vscode.Uri,
  folders: readonly string[],
): Promise<DiskListing> {
  return base.scheme === 'file'
    ? listMarkdown(host, base.fsPath, folders, { guard })
    : listVirtual(base, folders).then((listing) => ({ ...listing, linked: [] }));
}

/** What is known of places in a workspace folder. */
interface Known {
  /** Whether git ignores a path. */
  readonly isIgnored: (path: string) => boolean;
  /** Whether a directory is in another worktree of the clone. */
  readonly isElsewhere: (directory: string) => boolean;
}

/** Every file of a workspace folder that may be tracked or a spec, and where its tracking directories are. */
export async function listTracked(
  world: World,
  folder: vscode.WorkspaceFolder,
  rules: FolderRules,
  { isIgnored, isElsewhere }: Known,
): Promise<DiskListing & { readonly roots: readonly string[] }> {
  const { guard } = world;
  const problems = new Map<string, PathProblem>();
  const tell = (problem: PathProblem): void => {
    problems.set(problem.path, problem);
  };
  const found = await search(world, folder, rules, isElsewhere, tell);
  const roots = new Set([rules.trackingDirectory]);
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
    const root = readTrackingPath(path, rules.trackingDirectory)?.root;
    const isAlone = isMarkdown(path) && (rules.isSpec(path) || isMisplaced(path, rules)) && !isIgnored(path);
    if ((root === undefined && !isAlone) || leadsOut(path)) continue;
    if (isElsewhere(placeOfFile(path, rules.trackingDirectory))) continue;
    if (root !== undefined) roots.add(root);
    if (isAlone) paths.add(path);
  }
  const folders = [...roots].sort().flatMap((root) => trackingFolders.map((name) => `${root}/${name}`));
  const below = await listBelow(world, folder.uri, folders);
  for (const path of below.paths) paths.add(path);
  for (const problem of below.problems) tell(problem);
  // Also where there is nothing yet: it may come.
  for (const path of roots) {
    const followed = guard.follow(vscode.Uri.joinPath(folder.uri, path).fsPath);
    if (followed.kind === 'inside' && followed.linked) linked.push({ path, real: followed.real });
  }
  return {
    paths: [...paths].sort(),
    problems: [...problems.values()],
    roots: [...roots].sort(),
    linked: [...linked, ...below.linked],
  };
}

/** Paths of what may be in a tracking directory or be a spec, as VS Code's search or, where that fails, a walk finds them. */
async function search(
  world: World,
  folder: vscode.WorkspaceFolder,
  rules: FolderRules,
  skipFolder: (path: string) => boolean,
  tell: (problem: PathProblem) => void,
): Promise<readonly string[]> {
  // Without a search provider, which few virtual file systems have, a search waits for ever.
  if (folder.uri.scheme !== 'file') return [];
  const { trackingDirectory, specs } = rules;
  const globs = [
    `**/${trackingDirectory}/{${trackingFolders.join(',')}}/**`,
    `**/${trackingDirectory}/*.{md,MD}`,
    ...specs.include,
  ];
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
    const options = { guard, skip: excluded, skipFolder };
    const walked = await listMarkdown(world.host, folder.uri.fsPath, [''], options);
    for (const problem of walked.problems)
      if (problem.path === '') tell(manyIn(folder));
      else if (concerns(problem.path, rules)) tell(problem);
    return walked.paths;
  } finally {
    cancel.cancel();
    cancel.dispose();
  }
}

function manyIn({ name }: vscode.WorkspaceFolder): PathProblem {
  return { path: name, problem: tooMany(limits.entries, name) };
}

/** Whether a place that was not listed may hold something of ours. */
function concerns(path: string, rules: FolderRules): boolean {
  return (
    rules.isSpec(path) ||
    rules.isSpec(`${path}/a.md`) ||
    readTrackingPath(`${path}/`, rules.trackingDirectory) !== undefined
  );
}
