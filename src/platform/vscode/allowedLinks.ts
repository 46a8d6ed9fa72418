import * as fs from 'node:fs';
import * as vscode from 'vscode';
import type { Disposable } from '../../core/base/disposable.ts';
import { Emitter } from '../../core/base/event.ts';
import { hasCode } from '../node/disk.ts';
import { isWithin, toRoot, type Root } from '../node/linkGuard.ts';

const key = 'allowedLinks';

/** Places out of the workspace that a person allows to be read and changed through links; kept with the workspace. */
export class AllowedLinks implements Disposable {
  readonly #memento: vscode.Memento;
  readonly #changed: Emitter<void>;

  constructor(memento: vscode.Memento, log: (error: unknown) => void) {
    this.#memento = memento;
    this.#changed = new Emitter<void>(log);
  }

  get onDidChange() {
    return this.#changed.event;
  }

  /** In the order in which they were allowed; none before trust. */
  get all(): readonly Root[] {
    const kept = this.#memento.get<unknown>(key);
    return vscode.workspace.isTrusted && Array.isArray(kept) ? kept.filter(isRoot) : [];
  }

  /** Those that are still the places that were allowed: what a path leads to may have been changed since. */
  get valid(): readonly Root[] {
    return this.all.filter(({ path, real }) => {
      try {
        return fs.realpathSync.native(path) === real;
      } catch (error) {
        // It is the same place when it is back.
        return hasCode(error, 'ENOENT', 'ENOTDIR');
      }
    });
  }

  /**
   * The place that a path leads to, once a person asked: a slow disk may answer when it likes. One that holds the workspace itself
   * is never allowed: all that is in it would come back through the link.
   */
  find(path: string): Promise<Root | 'missing' | 'above'> {
    return new Promise((resolve) => {
      fs.realpath.native(path, (error, real) => {
        if (error !== null) {
          resolve('missing');
          return;
        }
        const folders = (vscode.workspace.workspaceFolders ?? []).filter(({ uri }) => uri.scheme === 'file');
        const above = folders.some(({ uri }) => isWithin(real, toRoot(uri.fsPath).real));
        resolve(above ? 'above' : { path, real });
      });
    });
  }

  async allow(root: Root): Promise<void> {
    await this.#keep([...this.all.filter(({ path }) => path !== root.path), root]);
  }

  async forget({ path }: Root): Promise<void> {
    await this.#keep(this.all.filter((each) => each.path !== path));
  }

  dispose(): void {
    this.#changed.dispose();
  }

  async #keep(roots: readonly Root[]): Promise<void> {
    if (!vscode.workspace.isTrusted) return;
    await this.#memento.update(key, roots);
    this.#changed.fire();
  }
}

function isRoot(value: unknown): value is Root {
  return (
    typeof value === 'object' &&
    value !== null &&
    'path' in value &&
    typeof value.path === 'string' &&
    'real' in value &&
    typeof value.real === 'string'
  );
}
