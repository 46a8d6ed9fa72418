import type * as vscode from 'vscode';
import type { Event } from '../core/base/event.ts';
import type { WorkItem } from '../core/model/item.ts';
import type { Outcome } from '../core/model/outcome.ts';
import type { Refusal } from '../core/model/refusal.ts';
import type { Closing } from '../core/operations/items.ts';
import type { Key } from '../core/text/key.ts';
import type { Filter } from '../core/views/filter.ts';
import type { Arrangement } from '../core/views/outline.ts';
import type { BranchStatuses } from '../project/branchStatuses.ts';
import type { UndoStartInput } from '../project/branchStart.ts';
import type { Project } from '../project/project.ts';
import type { Repository } from '../project/repository.ts';
import type { Row } from './widgets/row.ts';

/** What every surface is given; `activate` makes it once. */
export interface Services {
  readonly project: Project;
  readonly branches: Branches;
  readonly owner: Owner;
  readonly viewState: ViewState;
  readonly selection: Selection;
  readonly outcomes: Outcomes;
  readonly confirmations: Confirmations;
  readonly closePreferences: ClosePreferences;
  readonly links: LinkedPlaces;
  readonly terminalCommand: TerminalCommand;
  readonly guard: Guard;
  readonly log: vscode.LogOutputChannel;
  /** Of the texts that are shown, as a BCP 47 tag. */
  readonly language: string;
  /** The file behind a key of a folder's index: in the folder, in another worktree, or a document of a branch. */
  readonly uri: (folder: string, key: Key) => vscode.Uri;
  /** Where the extension is installed: its pages and scripts are below. */
  readonly extensionUri: vscode.Uri;
  readonly repository: Repository;
  readonly branchStatuses: BranchStatuses;
}

/** Which branch is checked out where. */
export interface Branches {
  readonly onDidChange: Event<void>;
  /** Fires when anything moved in a repository. */
  readonly onDidMove: Event<void>;
  current(folder: string): string | undefined;
  start(): Promise<void>;
}

/** Who the person at this editor is, in Owner cells. */
export interface Owner {
  readonly onDidChange: Event<void>;
  /** The setting, else a slug of git's user name; undefined while unknown. */
  readonly name: string | undefined;
  /** {@link name}; asks the person when there is no setting yet. Undefined when they leave the question. */
  ask(): Promise<string | undefined>;
  /** Asks for a new name and keeps it. Undefined when they leave the question. */
  change(): Promise<string | undefined>;
}

/** How items are closed in each folder, once a person has said it. */
export interface ClosePreferences {
  get(folder: string, list: WorkItem['list']): Closing | undefined;
  set(folder: string, list: WorkItem['list'], how: Closing): Promise<void>;
}

/** Something that was done in a folder for the person. */
export type DoneWork =
  | {
      readonly kind: 'change';
      readonly folder: string;
      readonly outcome: Outcome;
      /** What they had agreed to. */
      readonly confirmed: readonly Refusal[];
    }
  | { readonly kind: 'branch'; readonly folder: string; readonly undo: UndoStartInput };

/** What was done, or undone, in one go. */
export interface LastWork {
  /** What was done, in a sentence. */
  readonly text: string;
  /** Whether it was undone since: then it is redone. */
  readonly isUndone: boolean;
  /** In order. */
  readonly done: readonly DoneWork[];
}

/** Tells what was done, where the person can undo it. */
export interface Outcomes {
  tell(text: string, done: readonly DoneWork[]): void;
  /** Tells that something was undone, or redone. */
  tellUndone(work: LastWork): void;
  /** What was told last, and can be undone. */
  readonly last: LastWork;
  /** {@link last}, for who undoes it. */
  takeLast(): LastWork;
}

/** Other worktrees, by the ids of their folders, in which the person agreed to have progress files changed. */
export interface Confirmations {
  has(folder: string): boolean;
  add(folder: string): Promise<void>;
}

/** A file or folder out of the workspace that a link leads to. */
export interface LinkedPlace {
  /** As the link spells it. */
  readonly path: string;
  /** Without links. */
  readonly real: string;
}

/** Places out of the workspace that the person allows to be read and changed through links. Kept with the workspace. */
export interface LinkedPlaces {
  readonly allowed: readonly LinkedPlace[];
  /** Where a path leads that leads out of the workspace and is not allowed; undefined for every other one. */
  targetOf(folder: string, path: string): string | undefined;
  /** What is there; `above` for a folder that holds the workspace, which cannot be allowed. */
  find(target: string): Promise<LinkedPlace | 'missing' | 'above'>;
  allow(place: LinkedPlace): Promise<void>;
  forget(place: LinkedPlace): Promise<void>;
}

/** The command line in the terminals of this workspace. */
export interface TerminalCommand {
  readonly isAdded: boolean;
  /** @param description shown where VS Code says what changes a terminal's environment */
  add(description: string): void;
  renew(): void;
  remove(): void;
}

/** The row that was selected last, in whichever tree. */
export interface Selection {
  row: Row | undefined;
}

/** What the person wants to see of the trees, and in which order. The order is kept with the workspace. */
export interface ViewState {
  readonly onDidChange: Event<void>;
  readonly filter: Filter;
  readonly arrangement: Arrangement;
  setFilter(filter: Filter): void;
  arrange(change: Partial<Arrangement>): Promise<void>;
}

/**
 * Wraps whatever VS Code calls: a bug is logged with its stack and told in one sentence with a way to the log.
 */
export type Guard = <Arguments extends readonly unknown[], Result>(
  /** What failed, for the sentence: `Claim Task`. */
  what: string,
  run: (...args: Arguments) => Result | Promise<Result>,
) => (...args: Arguments) => Promise<Result | undefined>;
