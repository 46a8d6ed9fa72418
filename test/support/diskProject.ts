import type { System } from '../../src/core/formats/format.ts';
import { systems } from '../../src/core/formats/registry.ts';
import { noBranchStatus, type FolderBranchStatus } from '../../src/core/model/branchStatus.ts';
import { shownGit, type GitView } from '../../src/core/views/gitView.ts';
import { firstDay, nestedRepository, start } from '../../src/platform/node/branchWork.ts';
import { BranchStatusReader } from '../../src/platform/node/branchStatusReader.ts';
import { createGit } from '../../src/platform/node/git.ts';
import type { GitWork } from '../../src/project/branchWork.ts';
import { BranchStatuses } from '../../src/project/branchStatuses.ts';
import { Project } from '../../src/project/project.ts';
import { DiskHost } from './diskHost.ts';

function raise(error: unknown): never {
  throw error;
}

/** The id of the folder of a {@link DiskHost}. */
export const folder = 'bench';

/** A folder on disk with git, without VS Code: everything that stands between the commands and the disk is what ships. */
export class DiskProject {
  readonly host: DiskHost;
  readonly project: Project;
  readonly facts: BranchStatuses;
  readonly git: GitWork;

  constructor(root: string, read: readonly System[] = systems) {
    this.host = new DiskHost(root);
    this.project = new Project(this.host, raise, read);
    const git = createGit(raise);
    const reader = new BranchStatusReader(git);
    const pathOf = (id: string): string => (id.startsWith('/') ? id : root);
    this.facts = new BranchStatuses(
      this.project,
      (id, wish): Promise<FolderBranchStatus> =>
        id !== folder
          ? Promise.resolve(noBranchStatus)
          : reader.read({
              folder: root,
              prefix: '',
              base: wish.base,
              streams: wish.streams.map(({ at, worktree, ...stream }) => ({
                ...stream,
                ...(at === undefined ? {} : { at: pathOf(at) }),
                ...(worktree === undefined ? {} : { worktree: pathOf(worktree) }),
              })),
              fileless: wish.fileless,
              roots: ['tracking'],
            }),
      raise,
    );
    this.git = {
      firstDay: (id, base, commit) => firstDay(git, pathOf(id), base, commit),
      nestedRepository: (id, path) => nestedRepository(pathOf(id), path),
      start: async (id, branch) => {
        const started = await start(git, pathOf(id), branch);
        return started.kind === 'started' && started.folder === root ? { ...started, folder: id } : started;
      },
    };
  }

  /** Reads everything, git's part too. */
  async load(): Promise<void> {
    await this.project.load();
    await this.project.idle();
    await this.facts.want();
  }

  /** Looks again, after something happened on disk or in git. */
  async refresh(): Promise<void> {
    await this.project.refresh();
    await this.facts.want();
  }

  get index() {
    const state = this.project.folder(folder);
    if (state === undefined) throw new Error('not loaded');
    return state.index;
  }

  gitView(now: string, staleDays = 3): GitView {
    return {
      status: this.facts.of(folder),
      now: Date.parse(now) / 1000,
      staleDays,
      shown: new Set(shownGit),
    };
  }

  dispose(): void {
    this.facts.dispose();
    this.project.dispose();
  }
}
