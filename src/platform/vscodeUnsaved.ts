import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../core/base/disposable.ts';
import { mergeProgressFiles, type MergeConflict } from '../core/formats/progressFileMerge.ts';
import { lineEdits } from '../core/text/lineMerge.ts';
import { SourceText } from '../core/text/sourceText.ts';
import type { DirtyBeacon } from './dirtyBeacon.ts';
import { readFile } from './disk.ts';
import type { VscodeHost } from './vscodeHost.ts';

/**
 * Keeps what others write to a file while it has unsaved changes here. VS Code saves over a change on disk without asking when
 * the size is the same, as that of a claim in an aligned table is (microsoft/vscode#119002): so what is new on disk is merged
 * into the editor, by cells, when it comes and once more right before a save.
 */
export class UnsavedChanges implements Disposable {
  readonly #store = new DisposableStore();
  readonly #beacon: DirtyBeacon;
  readonly #host: VscodeHost;
  readonly #log: (error: unknown) => void;
  /** What both the editor and the disk come from: the text when they were last the same, by the document's URI. */
  readonly #bases = new Map<string, string>();
  readonly #problems: vscode.DiagnosticCollection;
  /** What was unsaved when others were last told. */
  #told = '';

  constructor(beacon: DirtyBeacon, host: VscodeHost, log: (error: unknown) => void) {
    this.#beacon = beacon;
    this.#host = host;
    this.#log = log;
    this.#problems = this.#store.add(vscode.languages.createDiagnosticCollection('throughline-unsaved'));
    const { workspace, window } = vscode;
    const look = this.#safely((document: vscode.TextDocument) => {
      this.#remember(document);
      this.#tell();
    });
    this.#store.add(
      host.onDidHint(({ folder, path }) => {
        if (path !== undefined) this.#mergeInto(host.uri(folder, path)).catch(log);
      }),
    );
    workspace.textDocuments.forEach(look);
    this.#store.add(workspace.onDidOpenTextDocument(look));
    this.#store.add(workspace.onDidSaveTextDocument(look));
    this.#store.add(
      workspace.onDidChangeTextDocument(({ document }) => {
        look(document);
      }),
    );
    this.#store.add(
      workspace.onDidCloseTextDocument(
        this.#safely((document) => {
          this.#bases.delete(document.uri.toString());
          this.#problems.delete(document.uri);
          this.#tell();
        }),
      ),
    );
    // A tab that was restored with unsaved changes has no document until it is looked at.
    this.#store.add(
      window.tabGroups.onDidChangeTabs(
        this.#safely(() => {
          this.#tell();
        }),
      ),
    );
    this.#store.add(
      workspace.onDidGrantWorkspaceTrust(() => {
        workspace.textDocuments.forEach(look);
      }),
    );
    this.#store.add(
      workspace.onWillSaveTextDocument((event) => {
        // VS Code stops asking a listener that failed three times: nothing may get out of here.
        try {
          const merged = this.#mergeDisk(event.document);
          if (merged !== undefined) event.waitUntil(Promise.resolve(merged.edits));
        } catch (error) {
          this.#log(error);
        }
      }),
    );
  }

  /** Something may have been written to a file: if it is open with unsaved changes, they are merged. */
  async #mergeInto(uri: vscode.Uri): Promise<void> {
    const document = vscode.workspace.textDocuments.find((each) => each.uri.toString() === uri.toString());
    if (document?.isDirty !== true) return;
    const merged = this.#mergeDisk(document);
    if (merged === undefined) return;
    const edit = new vscode.WorkspaceEdit();
    edit.set(uri, merged.edits);
    // Refused when somebody typed meanwhile: then both still come from the old base, and the save merges again.
    if (await vscode.workspace.applyEdit(edit)) this.#bases.set(uri.toString(), merged.theirs);
  }

  dispose(): void {
    this.#beacon.dispose();
    this.#store.dispose();
  }

  #remember(document: vscode.TextDocument): void {
    if (!this.#isOurs(document)) return;
    // The first key that is pressed comes before the editor counts as unsaved: the disk tells the two apart.
    if (document.isDirty || document.getText() !== diskText(document)) return;
    this.#bases.set(document.uri.toString(), document.getText());
    this.#problems.delete(document.uri);
  }

  #isOurs({ uri }: vscode.TextDocument): boolean {
    return uri.scheme === 'file' && vscode.workspace.isTrusted && this.#host.isTracked(uri);
  }

  /** What brings the changes on disk into the editor; none when there are none, or when nobody knows what both come from. */
  #mergeDisk(
    document: vscode.TextDocument,
  ): { readonly edits: vscode.TextEdit[]; readonly theirs: string } | undefined {
    const { uri } = document;
    const base = this.#bases.get(uri.toString());
    if (base === undefined || !this.#isOurs(document)) return undefined;
    const theirs = diskText(document);
    const ours = document.getText();
    // An empty file is one that somebody is just writing.
    if (theirs === undefined || theirs === '' || theirs === base || theirs === ours) return undefined;
    const conflicts: Omit<MergeConflict, 'open'>[] = [];
    const merged = mergeProgressFiles(
      base,
      ours,
      theirs,
      { ours: 'editor', theirs: 'disk' },
      ({ added, ...conflict }) => {
        // Lines that both added are all there afterwards.
        if (!added || conflict.kind === 'task') conflicts.push(conflict);
        return 'ours';
      },
    );
    this.#report(document, merged.text, conflicts);
    const edits = lineEdits(new SourceText(ours), merged.text).map(
      ({ range, text }) =>
        new vscode.TextEdit(
          new vscode.Range(document.positionAt(range.start), document.positionAt(range.end)),
          text,
        ),
    );
    // All that is new on disk is in the editor already, or was decided: from here on, both come from what is on disk.
    if (edits.length === 0) this.#bases.set(uri.toString(), theirs);
    return edits.length === 0 ? undefined : { edits, theirs };
  }

  /** What both changed stays as it is in the editor, and is said at its place. */
  #report(
    { uri }: vscode.TextDocument,
    merged: string,
    conflicts: readonly Omit<MergeConflict, 'open'>[],
  ): void {
    if (conflicts.length === 0) return;
    const source = new SourceText(merged);
    const nobody = vscode.l10n.t('nobody');
    this.#problems.set(
      uri,
      conflicts.map(({ kind, title, line, ours, theirs }) => {
        const message =
          kind === 'task'
            ? vscode.l10n.t(
                '“{0}” was changed on disk too: {1} there, {2} here. What stands here is kept.',
                title,
                theirs ?? nobody,
                ours ?? nobody,
              )
            : vscode.l10n.t('These lines were changed on disk too. What stands here is kept.');
        const at = Math.min(line, source.lineCount - 1);
        const { start, end } = source.lineRange(at);
        const range = new vscode.Range(at, 0, at, end - start);
        const problem = new vscode.Diagnostic(range, message, vscode.DiagnosticSeverity.Warning);
        problem.source = 'Throughline';
        problem.code = 'conflict.unsaved';
        return problem;
      }),
    );
  }

  #tell(): void {
    if (!vscode.workspace.isTrusted) return;
    const documents = vscode.workspace.textDocuments.filter(({ isDirty }) => isDirty).map(({ uri }) => uri);
    const tabs = vscode.window.tabGroups.all.flatMap(({ tabs: all }) =>
      all.flatMap(({ isDirty, input }) =>
        isDirty && input instanceof vscode.TabInputText ? [input.uri] : [],
      ),
    );
    const dirty = [...new Set([...documents, ...tabs].map(String))].sort().join('\n');
    // Asked at each key that is pressed.
    if (dirty === this.#told) return;
    this.#told = dirty;
    const paths = [...documents, ...tabs]
      .filter((uri) => uri.scheme === 'file' && this.#host.isTracked(uri))
      .map(({ fsPath }) => fsPath);
    this.#beacon.tell([...new Set(paths)].sort());
  }

  #safely<Arguments extends readonly unknown[]>(
    run: (...args: Arguments) => void,
  ): (...args: Arguments) => void {
    return (...args) => {
      try {
        run(...args);
      } catch (error) {
        this.#log(error);
      }
    };
  }
}

/** What is on disk, with the line ends of the editor: it has one kind of them. */
function diskText({ uri, eol }: vscode.TextDocument): string | undefined {
  const disk = readFile(uri.fsPath);
  return disk.kind === 'text'
    ? disk.text.replace(/\r\n|\n|\r/g, eol === vscode.EndOfLine.CRLF ? '\r\n' : '\n')
    : undefined;
}
