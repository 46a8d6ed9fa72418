/** Files that show that workspaces are used, from the folder. */
export const workspaceMarkers: readonly string[] = [
  '**/claude-progress.json',
  '**/feature-list.json',
  '**/feature_list.json',
  '**/.claude-harness/features/active.json',
];

/** From the folder of a workspace. */
export const progressGlobs: readonly string[] = ['claude-progress.json'];
export const featureListGlobs: readonly string[] = ['feature-list.json', 'feature_list.json', 'active.json'];

export const sessionStateGlobs: readonly string[] = ['session-state.json'];

/** What a workspace keeps besides, from its folder: its logs, and that of agents that were started. */
export const logPaths: readonly string[] = ['logs', 'logs/subagent_activity.log'];

/** The folder of a workspace that a path lies in, where that is one in the place for them; its name is that of the workspace. */
export function ownFolderOf(path: string): { readonly folder: string; readonly name: string } | undefined {
  const [, folder, name] = /^((?:.*\/)?\.claude\/workspaces\/([^/]+))\/[^/]+$/.exec(path) ?? [];
  return folder === undefined || name === undefined ? undefined : { folder, name };
}

/**
 * The folders of workspaces, of the files that {@link workspaceMarkers} found; empty for the folder itself. Copies that are kept
 * beside a workspace's files, and what is installed, are none.
 */
export function workspaceFolders(paths: Iterable<string>): readonly string[] {
  const folders = new Set<string>();
  for (const path of paths) {
    const folder = path.slice(0, Math.max(0, path.lastIndexOf('/')));
    if (!/(?:^|\/)(?:node_modules|\.claude\/workspaces\/[^/]+)\/./.test(`${folder}/`)) folders.add(folder);
  }
  return [...folders];
}

/** The folder whose work is kept in that of a workspace: `packages/api` for `packages/api/.claude/workspaces/main_a1b2c3d4`. */
export function placeOfWorkspace(folder: string): string {
  return folder.replace(/(?:^|\/)\.claude(?:\/workspaces\/[^/]+|-harness\/features)$/, '');
}
