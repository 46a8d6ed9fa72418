import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../core/base/disposable.ts';
import { Emitter } from '../core/base/event.ts';
import { mergeProgressFiles, type MergeConflict } from '../core/formats/progressFileMerge.ts';
import { lineEdits } from '../core/text/lineMerge.ts';
import { SourceText } from '../core/text/sourceText.ts';
import type { FileText } from '../project/host.ts';
import type { DirtyBeacon } from './dirtyBeacon.ts';
import type { Kept } from './keptCopies.ts';
import { UnsavedBases } from './vscodeUnsavedBases.ts';
import type { VscodeHost } from './vscodeHost.ts';

/** What others wrote to a file stands nowhere but on disk, and an editor is about to be saved over it. */
export interface SavedOver {
  readonly uri: vscode.Uri;
  /** Why it is not merged, as a sentence. */
  readonly why: string;
  readonly kept: Kept;
}

/** A text that comes on disk, and what it and the editor come from. */
interface Incoming {
  readonly base: string;
  readonly theirs: string;
  readonly stamp: string | undefined;
}

/** The code of the problem that says so before a save. */
const unmerged = 'conflict.unmerged';
/** So often a merge is tried while somebody types. */
const maximumTries = 5;

/**
 * Keeps what others write to a file while it has unsaved changes here. VS Code saves over a change on disk without asking when the
 * size is the same, as that of a claim in an aligned table is (microsoft/vscode#119002), or when the file that came is older: so
 * what is new on disk is merged into the editor, by cells, when it comes and once more right before a save. What cannot be merged
 * is copied before the save.
 */
export class UnsavedChanges implements Disposable {
  readonly #store = new DisposableStore();
  readonly #beacon: DirtyBeacon;
  readonly #host: VscodeHost;
  readonly #log: (error: unknown) => void;
  readonly #bases: UnsavedBases;
  /** What a save that is under way may go over, by the document's URI: until it is known to be in the editor. */
  readonly #saving = new Map<string, Incoming>();
  readonly #problems: vscode.DiagnosticCollection;
  readonly #savedOver: Emitter<SavedOver>;
  /** What was unsaved when others were last told. */
  #told = '';

  constructor(beacon: DirtyBeacon, host: VscodeHost, memento: vscode.Memento, log: (error: unknown) => void) {
    this.#beacon = beacon;
    this.#host = host;
    this.#log = log;
    this.#bases = new UnsavedBases(memento, log);
    this.#savedOver = this.#store.add(new Emitter<SavedOver>(log));
    this.#problems = this.#store.add(vscode.languages.createDiagnosticCollection('throughline-unsaved'));
    const { workspace, window } = vscode;
    const look = this.#safely((document: vscode.TextDocument) => {
      this.#remember(document, true);
      this.#tell();
    });
    this.#store.add(
      host.onDidHint(({ folder, path }) => {
        if (path !== undefined) this.#lookAtDisk(host.uri(folder, path)).catch(log);
      }),
    );
    workspace.textDocuments.forEach(look);
    this.#store.add(workspace.onDidOpenTextDocument(look));
    this.#store.add(
      workspace.onDidChangeTextDocument(
        this.#safely(({ document }) => {
          this.#remember(document, false);
          this.#tell();
        }),
      ),
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
        event.waitUntil(this.#beforeSave(event.document).catch(log));
      }),
    );
    this.#store.add(
      workspace.onDidSaveTextDocument((document) => {
        look(document);
        this.#afterSave(document).catch(log);
      }),
    );
  }

  /** Fires before a save, with what it goes over unless VS Code asks the person and is told not to. */
  get onDidSaveOver() {
    return this.#savedOver.event;
  }

  dispose(): void {
    this.#beacon.dispose();
    this.#store.dispose();
  }

  /** Something may have been written to a file: if it is open with unsaved changes, they are merged. */
  async #lookAtDisk(uri: vscode.Uri): Promise<void> {
    const document = vscode.workspace.textDocuments.find((each) => each.uri.toString() === uri.toString());
    if (document?.isDirty !== true || !this.#isOurs(document)) return;
    const disk = this.#host.readDisk(uri);
    const why = this.#whyNotMerged(document, disk);
    this.#reportUnmerged(document, why);
    const incoming = this.#incoming(document, disk);
    if (incoming !== undefined) await this.#merge(document, incoming);
  }

  async #beforeSave(document: vscode.TextDocument): Promise<void> {
    if (!this.#isOurs(document)) return;
    const { uri } = document;
    const key = uri.toString();
    this.#saving.delete(key);
    const disk = this.#host.readDisk(uri);
    const incoming = this.#incoming(document, disk);
    if (incoming !== undefined) {
      this.#saving.set(key, incoming);
      if (await this.#merge(document, incoming)) this.#saving.delete(key);
      return;
    }
    const why = this.#whyNotMerged(document, disk);
    if (why === undefined || disk.kind === 'missing') return;
    // Once for what is there now, however often the save is tried.
    this.#bases.set(key, { text: this.#bases.get(key)?.text, stamp: disk.stamp });
    this.#savedOver.fire({ uri, why, kept: this.#host.keepCopy(uri, disk.stamp) });
  }

  /** Somebody typed while a save was under way, faster than a merge came in: what was saved over is merged now. */
  async #afterSave(document: vscode.TextDocument): Promise<void> {
    const key = document.uri.toString();
    const missed = this.#saving.get(key);
    this.#saving.delete(key);
    if (missed === undefined) return;
    const saved = this.#bases.get(key);
    await this.#merge(document, missed);
    // On disk is what was saved.
    if (saved !== undefined) this.#bases.set(key, saved);
  }

  /** Takes note of what the editor and the disk have in common. `loaded`: what the editor shows has just come from the disk, or gone there. */
  #remember(document: vscode.TextDocument, loaded: boolean): void {
    if (!this.#isOurs(document) || document.isDirty) return;
    const disk = this.#host.readDisk(document.uri);
    const text = document.getText();
    // The first key that is pressed comes before the editor counts as unsaved: the disk tells the two apart.
    const isSame = disk.kind === 'text' ? withEndOfLine(disk.text, document) === text : loaded;
    if (!isSame || disk.kind === 'missing') return;
    this.#bases.set(document.uri.toString(), {
      text: disk.kind === 'text' ? text : undefined,
      stamp: disk.stamp,
    });
    this.#problems.delete(document.uri);
  }

  #isOurs({ uri }: vscode.TextDocument): boolean {
    return uri.scheme === 'file' && vscode.workspace.isTrusted && this.#host.isTracked(uri);
  }

  /** What is new on disk and can be merged into the editor. */
  #incoming(document: vscode.TextDocument, disk: FileText): Incoming | undefined {
    const base = this.#bases.get(document.uri.toString())?.text;
    // An empty file is one that somebody is just writing.
    if (disk.kind !== 'text' || disk.text === '' || base === undefined) return undefined;
    const theirs = withEndOfLine(disk.text, document);
    return theirs === base || theirs === document.getText() ? undefined : { base, theirs, stamp: disk.stamp };
  }

  /** Why what others wrote cannot be merged; undefined when there is nothing of theirs. */
  #whyNotMerged(document: vscode.TextDocument, disk: FileText): string | undefined {
    const base = this.#bases.get(document.uri.toString());
    switch (disk.kind) {
      case 'missing':
        return undefined;
      case 'unreadable':
        return disk.stamp === base?.stamp ? undefined : disk.message;
      case 'text':
        if (disk.text === '' || base?.text !== undefined || disk.stamp === base?.stamp) return undefined;
        if (withEndOfLine(disk.text, document) === document.getText()) return undefined;
        return vscode.l10n.t('It is not known which text the unsaved changes were made in.');
    }
  }

  /** Brings what is new on disk into the editor; false when somebody typed all the time. */
  async #merge(document: vscode.TextDocument, { base, theirs, stamp }: Incoming): Promise<boolean> {
    const { uri } = document;
    for (let tries = 0; tries < maximumTries; tries++) {
      const edits = this.#mergeEdits(document, base, theirs);
      if (edits.length > 0) {
        const edit = new vscode.WorkspaceEdit();
        edit.set(uri, edits);
        // Refused when somebody typed meanwhile. Edits that are handed to a save instead would be made in whatever text there is.
        if (!(await vscode.workspace.applyEdit(edit))) continue;
      }
      // All that is new on disk is in the editor, or was decided: from here on, both come from what is on disk.
      this.#bases.set(uri.toString(), { text: theirs, stamp });
      return true;
    }
    return false;
  }

  #mergeEdits(document: vscode.TextDocument, base: string, theirs: string): vscode.TextEdit[] {
    const ours = document.getText();
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
    return lineEdits(new SourceText(ours), merged.text).map(
      ({ range, text }) =>
        new vscode.TextEdit(
          new vscode.Range(document.positionAt(range.start), document.positionAt(range.end)),
          text,
        ),
    );
  }

  /** What both changed stays as it is in the editor, and is said at its place. */
  #report(
    { uri }: vscode.TextDocument,
    merged: string,
    conflicts: readonly Omit<MergeConflict, 'open'>[],
  ): void {
    if (conflicts.length === 0) return;
    const source = new SourceText(merged);
    this.#problems.set(
      uri,
      conflicts.map((conflict) => {
        const { line } = conflict;
        const message = describeConflict(conflict);
        const at = Math.min(line, source.lineCount - 1);
        const { start, end } = source.lineRange(at);
        return toProblem(new vscode.Range(at, 0, at, end - start), message, 'conflict.unsaved');
      }),
    );
  }

  #reportUnmerged({ uri }: vscode.TextDocument, why: string | undefined): void {
    if (why === undefined) {
      if (this.#problems.get(uri)?.some(({ code }) => code === unmerged) === true) this.#problems.delete(uri);
      return;
    }
    const message = vscode.l10n.t(
      'This file was changed on disk too, and what stands there cannot be merged: {0} A copy of it is kept before it is saved over.',
      why,
    );
    this.#problems.set(uri, [toProblem(new vscode.Range(0, 0, 0, 0), message, unmerged)]);
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
    const ours = [...documents, ...tabs].filter((uri) => uri.scheme === 'file' && this.#host.isTracked(uri));
    this.#bases.setUnsaved([...new Set(ours.map(String))]);
    this.#beacon.tell([...new Set(ours.map(({ fsPath }) => fsPath))].sort());
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

/** What both changed, as a sentence: what the editor says is kept. */
function describeConflict({ kind, title, ours, theirs, removed, lost }: Omit<MergeConflict, 'open'>): string {
  const nobody = vscode.l10n.t('nobody');
  if (lost !== undefined && lost.length > 0)
    return vscode.l10n.t('“{0}” had on disk what has no column here any more: {1}.', title, lost.join(', '));
  if (removed === 'ours')
    return vscode.l10n.t(
      '“{0}” was removed here and changed on disk ({1}). What stands here is kept.',
      title,
      theirs ?? nobody,
    );
  if (removed === 'theirs')
    return vscode.l10n.t(
      '“{0}” was changed here ({1}) and removed on disk. What stands here is kept.',
      title,
      ours ?? nobody,
    );
  switch (kind) {
    case 'task':
      return vscode.l10n.t(
        '“{0}” was changed on disk too: {1} there, {2} here. What stands here is kept.',
        title,
        theirs ?? nobody,
        ours ?? nobody,
      );
    case 'columns':
      return vscode.l10n.t(
        'The columns were changed on disk too: {0}. Those that stand here are kept.',
        title,
      );
    case 'text':
      return vscode.l10n.t('These lines were changed on disk too. What stands here is kept.');
  }
}

function toProblem(range: vscode.Range, message: string, code: string): vscode.Diagnostic {
  const problem = new vscode.Diagnostic(range, message, vscode.DiagnosticSeverity.Warning);
  problem.source = 'Throughline';
  problem.code = code;
  return problem;
}

/** A text with the line ends of an editor: it has one kind of them. */
function withEndOfLine(text: string, { eol }: vscode.TextDocument): string {
  return text.replace(/\r\n|\n|\r/g, eol === vscode.EndOfLine.CRLF ? '\r\n' : '\n');
}
