import { delimiter } from 'node:path';
import type * as vscode from 'vscode';
import type { ShimTarget } from '../node/commandShim.ts';
import { writeShims } from '../node/shimFiles.ts';

/**
 * The command `throughline` in the terminals of a workspace. VS Code keeps what is put into their environment with the workspace, and
 * takes it away with the extension.
 */
export class TerminalCommand {
  readonly #environment: vscode.EnvironmentVariableCollection;
  readonly #folder: string;
  readonly #target: ShimTarget;

  /**
   * @param environment of the terminals of this workspace
   * @param folder that stays where it is when the extension is updated
   */
  constructor(environment: vscode.EnvironmentVariableCollection, folder: string, target: ShimTarget) {
    this.#environment = environment;
    this.#folder = folder;
    this.#target = target;
  }

  get isAdded(): boolean {
    return this.#environment.get('PATH') !== undefined;
  }

  /** Terminals that are opened from now on have it. Throws what the disk has against it. */
  add(description: string): void {
    writeShims(this.#folder, this.#target, process.platform);
    this.#environment.description = description;
    // Start files of shells may set the variable anew: then shell integration comes after them.
    this.#environment.prepend('PATH', `${this.#folder}${delimiter}`, {
      applyAtProcessCreation: true,
      applyAtShellIntegration: true,
    });
  }

  /** Brings the command up to date with this version of the editor and the extension. */
  renew(): void {
    if (this.isAdded) writeShims(this.#folder, this.#target, process.platform);
  }

  remove(): void {
    this.#environment.clear();
  }
}
