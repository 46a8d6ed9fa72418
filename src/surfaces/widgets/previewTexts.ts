import * as vscode from 'vscode';
import type { Disposable } from '../../core/base/disposable.ts';

/** A text before and after, under a name that says how it is highlighted. */
export interface PreviewedText {
  readonly name: string;
  readonly before: string;
  readonly after: string;
}

const scheme = 'throughline-preview';

/** What texts will say beside what they say, in one editor, for as long as somebody decides. */
export class PreviewTexts implements Disposable {
  readonly #texts = new Map<string, string>();
  readonly #registered: vscode.Disposable;
  #count = 0;

  constructor() {
    this.#registered = vscode.workspace.registerTextDocumentContentProvider(scheme, {
      provideTextDocumentContent: ({ query }) => this.#texts.get(query) ?? '',
    });
  }

  dispose(): void {
    this.#registered.dispose();
  }

  /** Opens the editor. Whoever has decided closes it. */
  async show(
    title: string,
    texts: readonly PreviewedText[],
  ): Promise<{ readonly close: () => Promise<void> }> {
    const own: string[] = [];
    const toUri = (name: string, text: string): vscode.Uri => {
      const query = String(++this.#count);
      this.#texts.set(query, text);
      own.push(query);
      return vscode.Uri.from({ scheme, path: `/${name}`, query });
    };
    const resources = texts.map(({ name, before, after }) => {
      const is = toUri(name, after);
      // What is new has nothing beside it, and counts as added.
      return [is, before === '' ? undefined : toUri(name, before), is];
    });
    await vscode.commands.executeCommand('vscode.changes', title, resources);
    return {
      close: async () => {
        for (const query of own) this.#texts.delete(query);
        const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs);
        const shown = tabs.find(({ label }) => label.startsWith(title));
        if (shown !== undefined) await vscode.window.tabGroups.close(shown);
      },
    };
  }
}
