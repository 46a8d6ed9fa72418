import * as vscode from 'vscode';
import type { Disposable } from '../../core/base/disposable.ts';
import { FolderRules } from '../../core/formats/folderRules.ts';
import type { System } from '../../core/formats/format.ts';
import type { FolderSettings } from '../../core/model/system.ts';
import { readingSettings, section } from '../../ids.ts';

/** Those of a folder, as somebody wrote them. */
export function readSettings(folder: string): FolderSettings {
  const configuration = vscode.workspace.getConfiguration(section, vscode.Uri.parse(folder, true));
  return Object.fromEntries(
    Object.entries(readingSettings).map(([name, key]) => [name, configuration.get<unknown>(key)]),
  );
}

/** What is read in each folder, for who asks at each key that is pressed: worked out anew only when settings change. */
export class WorkspaceRules implements Disposable {
  readonly #systems: readonly System[];
  readonly #known = new Map<string, FolderRules>();
  readonly #listener: Disposable;

  constructor(systems: readonly System[]) {
    this.#systems = systems;
    this.#listener = vscode.workspace.onDidChangeConfiguration(() => {
      this.#known.clear();
    });
  }

  of(folder: string): FolderRules {
    let rules = this.#known.get(folder);
    if (rules === undefined) {
      rules = new FolderRules(this.#systems, readSettings(folder));
      this.#known.set(folder, rules);
    }
    return rules;
  }

  dispose(): void {
    this.#listener.dispose();
  }
}
