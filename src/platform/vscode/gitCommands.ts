import { relative, sep } from 'node:path';
import * as vscode from 'vscode';
import type { ConflictStages } from '../../core/actions/resolveConflict.ts';
import type { GitWork } from '../../project/branchWork.ts';
import { noBranchStatus, type FolderBranchStatus } from '../../core/model/branchStatus.ts';
import type { BranchStatusRequest } from '../../project/branchStatuses.ts';
import { firstDay, nestedRepository, start, worktreePath } from '../node/branchWork.ts';
import { BranchStatusReader } from '../node/branchStatusReader.ts';
import { nameFrom } from '../node/cloneReader.ts';
import type { Git } from '../node/git.ts';
import { realPath, worktreeTop } from '../node/lockPlace.ts';

/** Git for folders by their ids: nothing before trust, and nothing where files are on no disk of this machine. */
export function createGitCommands(git: Git) {
  const pathOf = (folder: string): string | undefined => {
    const uri = vscode.Uri.parse(folder, true);
    return vscode.workspace.isTrusted && uri.scheme === 'file' ? uri.fsPath : undefined;
  };
  const reader = new BranchStatusReader(git);
  const work: GitWork = {
    firstDay: async (folder, base, commit) => {
      const path = pathOf(folder);
      return path === undefined ? undefined : firstDay(git, path, base, commit);
    },
    nestedRepository: (folder, path) => {
      const at = pathOf(folder);
      return at === undefined ? undefined : nestedRepository(at, path);
    },
    start: async (folder, branch) => {
      const path = pathOf(folder);
      if (path === undefined) return { kind: 'failed', why: { code: 'workspace.untrusted', data: {} } };
      const started = await start(git, path, branch);
      if (started.kind === 'failed') return started;
      return {
        kind: 'started',
        folder: started.folder === path ? folder : vscode.Uri.file(started.folder).toString(),
      };
    },
  };
  return {
    ...work,
    stages: async (folder: string, file: string): Promise<ConflictStages | undefined> => {
      const path = pathOf(folder);
      return path === undefined ? undefined : git.stages(path, file);
    },
    remotes: async (folder: string): Promise<readonly { readonly name: string; readonly url: string }[]> => {
      const path = pathOf(folder);
      return path === undefined ? [] : git.remotes(path);
    },
    pullRequest: async (folder: string, branch: string): Promise<number | undefined> => {
      const path = pathOf(folder);
      return path === undefined ? undefined : (await git.pullRequests(path)).get(branch);
    },
    facts: async (
      folder: string,
      wish: BranchStatusRequest,
      roots: readonly string[],
    ): Promise<FolderBranchStatus> => {
      const path = pathOf(folder);
      const real = path === undefined ? undefined : realPath(path);
      const top = real === undefined ? undefined : worktreeTop(real);
      if (real === undefined || top === undefined) return noBranchStatus;
      return reader.read({
        folder: real,
        prefix: relative(top, real).split(sep).join('/'),
        base: wish.base,
        streams: wish.streams.map(({ at, worktree, ...stream }) => ({
          ...stream,
          ...(at === undefined ? {} : { at: vscode.Uri.parse(at, true).fsPath }),
          ...(worktree === undefined ? {} : { worktree: vscode.Uri.parse(worktree, true).fsPath }),
        })),
        fileless: wish.fileless,
        roots,
      });
    },
    worktreeName: (folder: string, branch: string): string => {
      const { fsPath } = vscode.Uri.parse(folder, true);
      const real = realPath(fsPath) ?? fsPath;
      return nameFrom(real, worktreePath(real, branch));
    },
  };
}
