import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../../core/base/disposable.ts';
import type { System } from '../../core/formats/format.ts';
import { section, settings } from '../../ids.ts';
import type { MarkdownParser, World } from '../../project/world.ts';
import { systemClock } from '../node/clock.ts';
import type { Git } from '../node/git.ts';
import { GitRepository } from '../node/gitRepository.ts';
import type { UnsavedRegistry } from '../node/unsavedRegistry.ts';
import type { AllowedLinks } from './allowedLinks.ts';
import { EditorStore } from './editorStore.ts';
import { GitWatches } from './gitWatches.ts';
import { workspacePlaces } from './places.ts';
import { readSettings } from './workspaceRules.ts';

export interface EditorWorldOptions {
  readonly git: Git;
  readonly markdown: MarkdownParser;
  readonly unsaved: UnsavedRegistry;
  readonly allowed: AllowedLinks;
  readonly systems: readonly System[];
  /** See `FileStoreOptions`. */
  readonly databaseWorker?: string;
  readonly log: (error: unknown) => void;
}

/** The workspace of this window: its folders, editors and settings, and the disk and git below them once it is trusted. */
export interface EditorWorld extends World, Disposable {
  readonly documents: EditorStore;
  readonly repository: GitRepository;
}

export function createEditorWorld(options: EditorWorldOptions): EditorWorld {
  const { git, markdown, unsaved, allowed, systems, databaseWorker, log } = options;
  const store = new DisposableStore();
  const watches = store.add(new GitWatches(log));
  const documents = store.add(new EditorStore(git, watches, unsaved, allowed, systems, databaseWorker, log));
  const repository = store.add(
    new GitRepository({
      git,
      places: workspacePlaces,
      isTrusted: () => vscode.workspace.isTrusted,
      baseOf: (folder) =>
        vscode.workspace
          .getConfiguration(section, vscode.Uri.parse(folder, true))
          .get<unknown>(settings.branchBase),
      watcher: watches,
      onDidAsk: () => {
        documents.lookAtWorktrees();
      },
      log,
    }),
  );
  store.add(
    watches.onDidMove(() => {
      repository.tellMoved();
    }),
  );
  return {
    documents,
    repository,
    markdown,
    settings: { of: readSettings },
    clock: systemClock,
    dispose: () => {
      store.dispose();
    },
  };
}
