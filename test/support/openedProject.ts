import { pathToFileURL } from 'node:url';
import type { System } from '../../src/core/formats/format.ts';
import { systems } from '../../src/core/formats/registry.ts';
import { shownGit, type GitView } from '../../src/core/views/gitView.ts';
import { openWorld, type OpenOptions, type OpenedWorld } from '../../src/platform/node/openWorld.ts';
import { BranchStatuses } from '../../src/project/branchStatuses.ts';
import { Project } from '../../src/project/project.ts';
import type { MarkdownParser } from '../../src/project/world.ts';
import { notRead } from './notRead.ts';

function raise(error: unknown): never {
  throw error;
}

/** Where processes are killed: what one left halfway is settled, and the log says so. That is no error. */
export const afterKills: Partial<OpenOptions> = {
  log: (error) => {
    if (!String(error).includes('A process ended in the middle of a change')) raise(error);
  },
};

/** Only what the scanner accepts can be read. */
export const noMarkdown: MarkdownParser = {
  parse: () => Promise.resolve(notRead('there is no worker')),
  render: () => Promise.resolve([]),
};

/** The id of an opened folder. */
export function folderId(path: string): string {
  return pathToFileURL(path).toString();
}

/** A folder of the disk, opened as any process opens it; errors that nobody waits for end the test. */
export function openFolder(path: string, options: Partial<OpenOptions> = {}): OpenedWorld {
  return openWorld([path], { markdown: noMarkdown, log: raise, ...options });
}

/** A project on a folder of the disk, and what git says of it. */
export class OpenedProject {
  readonly root: string;
  /** The folder's id. */
  readonly folder: string;
  readonly world: OpenedWorld;
  readonly project: Project;
  readonly facts: BranchStatuses;

  constructor(root: string, read: readonly System[] = systems, options: Partial<OpenOptions> = {}) {
    this.root = root;
    this.folder = folderId(root);
    this.world = openFolder(root, options);
    this.project = new Project(this.world, raise, read);
    this.facts = new BranchStatuses(this.project, this.world, raise);
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

  /** Says that a file may be different. */
  hint(path: string): void {
    this.world.documents.tellChanged({ folder: this.folder, path });
  }

  get index() {
    const state = this.project.folder(this.folder);
    if (state === undefined) throw new Error('not loaded');
    return state.index;
  }

  gitView(now: string, staleDays = 3): GitView {
    return {
      status: this.facts.of(this.folder),
      now: Date.parse(now) / 1000,
      staleDays,
      shown: new Set(shownGit),
    };
  }

  dispose(): void {
    this.facts.dispose();
    this.project.dispose();
    this.world.dispose();
  }
}
