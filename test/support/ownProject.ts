import * as vscode from 'vscode';
import { systems } from '../../src/core/formats/registry.ts';
import { UnsavedRegistry } from '../../src/platform/node/unsavedRegistry.ts';
import { createGit } from '../../src/platform/node/git.ts';
import { MarkdownWorker } from '../../src/platform/node/markdownWorker.ts';
import { AllowedLinks } from '../../src/platform/vscode/allowedLinks.ts';
import { createEditorWorld } from '../../src/platform/vscode/world.ts';
import { Project } from '../../src/project/project.ts';
import { absolute } from './inHost.ts';

function raise(error: unknown): never {
  throw error;
}

class Kept implements vscode.Memento {
  readonly #values = new Map<string, unknown>();
  keys(): readonly string[] {
    return [...this.#values.keys()];
  }
  get<T>(key: string, given?: T): T | undefined {
    return this.#values.has(key) ? (this.#values.get(key) as T) : given;
  }
  update(key: string, value: unknown): Thenable<void> {
    this.#values.set(key, value);
    return Promise.resolve();
  }
}

/** A project of the test's own on the first folder of the window, beside the extension's; any failure that it logs is thrown. */
export class OwnProject {
  readonly #worker = new MarkdownWorker({ workerFile: absolute('none'), onError: raise });
  /** Kept for the test alone. */
  readonly allowed = new AllowedLinks(new Kept(), raise);
  readonly world = createEditorWorld({
    git: createGit(raise),
    markdown: this.#worker,
    unsaved: new UnsavedRegistry(raise),
    allowed: this.allowed,
    systems,
    log: raise,
  });
  readonly project = new Project(this.world, raise);
  /** The id of the folder. */
  readonly folder = vscode.workspace.workspaceFolders?.[0]?.uri.toString() ?? '';

  dispose(): void {
    this.project.dispose();
    this.world.dispose();
    this.#worker.dispose();
  }
}
