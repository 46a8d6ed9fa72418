import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../../core/base/disposable.ts';
import { Emitter } from '../../core/base/event.ts';
import type { Merge } from '../../core/formats/format.ts';
import type { Coded } from '../../core/model/codes/coded.ts';
import type { UnmergedReasons } from '../../core/model/codes/unsaved.ts';
import { lineEdits } from '../../core/text/lineMerge.ts';
import { SourceText } from '../../core/text/sourceText.ts';
import type { Repository } from '../../project/repository.ts';
import { EditHistories, type DiskChange, type EditHistory } from '../node/editHistory.ts';
import type { Kept } from '../node/keptCopies.ts';
import type { UnsavedRegistry } from '../node/unsavedRegistry.ts';
import { DirtyFiles } from './dirtyFiles.ts';
import { mayBeWrittenFrom, openDocument, withEndOfLine } from './editors.ts';
import type { EditorStore } from './editorStore.ts';
import { uriOf } from './places.ts';
import { UnsavedBases } from './unsavedBases.ts';
import { UnsavedProblems, type UnsavedConflict } from './unsavedProblems.ts';

/** What others wrote to a file stands nowhere but on disk, and an editor is about to be saved over it. */
export interface SavedOver {
  readonly uri: vscode.Uri;
  /** Why it is not merged. */
  readonly why: Coded<UnmergedReasons>;
  readonly kept: Kept;
}

/** A text that came on disk, and what it and the editor come from. */
interface Incoming extends DiskChange {
  readonly kind: 'incoming';
  readonly stamp: string | undefined;
}

/** What is on disk beside what the editor comes from. */
type News =
  | { readonly kind: 'nothing' }
  /** It says what the editor says. */
  | { readonly kind: 'same' }
  | Incoming
  | Unmerged;

interface Unmerged {
  readonly kind: 'unmerged';
  readonly why: Coded<UnmergedReasons>;
  readonly stamp: string;
}

/** So often a merge is tried while somebody types. */
const maximumTries = 5;
/** How long it is waited for a git that replaces files, and how long between two looks, in milliseconds: VS Code waits 1.75 seconds. */
const gitPatience = 1000;
const gitDelay = 50;
const notKept: Kept = { kind: 'failed', why: { code: 'copy.writtenAgain', data: {} } };

/**
 * Keeps what others write to a file while it has unsaved changes here. VS Code saves over a change on disk without asking when the
 * size is the same, as that of a claim in an aligned table is (microsoft/vscode#119002), or when the file that came is older: so
 * what is new on disk is merged into the editor, by cells, when it comes and once more right before a save. What undo takes out
 * again comes back with the next thing that is typed, or with the save: not at once, or nobody could undo what he typed before.
 * What cannot be merged is copied before the save.
 */
export class UnsavedChanges implements Disposable {
  readonly #store = new DisposableStore();
  readonly #editors: EditorStore;
  readonly #log: (error: unknown) => void;
  readonly #bases: UnsavedBases;
  readonly #histories = new EditHistories();
  /** Merges of each document, by its URI: one after the other. */
  readonly #merges = new Map<string, Promise<unknown>>();
  /** The text that a merge is about to make of a document's, and what it brings in. */
  readonly #merging = new Map<string, { readonly text: string; readonly incoming: Incoming | undefined }>();
  /** What a save that is under way may go over, by the document's URI: until it is known to be in the editor. */
  readonly #saving = new Map<string, Incoming>();
  readonly #problems: UnsavedProblems;
  readonly #savedOver: Emitter<SavedOver>;
  /** What is on disk and cannot be merged, by the document's URI, until it is copied or gone. */
  readonly #unmerged = new Map<string, Unmerged>();

  constructor(
    registry: UnsavedRegistry,
    editors: EditorStore,
    repository: Pick<Repository, 'onDidMove'>,
    memento: vscode.Memento,
    log: (error: unknown) => void,
  ) {
    this.#editors = editors;
    this.#log = log;
    this.#bases = new UnsavedBases(memento, log);
    this.#savedOver = this.#store.add(new Emitter<SavedOver>(log));
    this.#problems = this.#store.add(new UnsavedProblems());
    const dirtyFiles = this.#store.add(new DirtyFiles(registry, this.#bases, editors));
    editors.beforeEdit = (uri) => this.#bringIn(uri);
    const { workspace, window } = vscode;
    const listen = <T>(event: vscode.Event<T>, run: (value: T) => void): void => {
      this.#store.add(
        event((value) => {
          try {
            run(value);
          } catch (error) {
            log(error);
          }
        }),
      );
    };
    const look = (document: vscode.TextDocument): void => {
      if (this.#isOurs(document)) this.#open(document);
      dirtyFiles.tell();
    };
    const lookAtDisk = (document: vscode.TextDocument | undefined): void => {
      if (document?.isDirty === true && this.#isOurs(document)) this.#lookAtDisk(document).catch(log);
    };
    listen(editors.onDidChange, ({ folder, path }) => {
      if (path !== undefined) lookAtDisk(openDocument(uriOf(folder, path)));
    });
    // Which branch an editor's text comes from is another one now, or its file is not.
    listen(repository.onDidMove, () => {
      workspace.textDocuments.forEach(lookAtDisk);
    });
    workspace.textDocuments.forEach(look);
    listen(workspace.onDidOpenTextDocument, look);
    listen(workspace.onDidChangeTextDocument, (event) => {
      if (this.#isOurs(event.document)) this.#follow(event);
      dirtyFiles.tell();
    });
    listen(workspace.onDidCloseTextDocument, ({ uri }) => {
      this.#bases.delete(uri.toString());
      this.#histories.close(uri.toString());
      this.#problems.delete(uri);
      this.#unmerged.delete(uri.toString());
      dirtyFiles.tell();
    });
    // A tab that was restored with unsaved changes has no document until it is looked at.
    listen(window.tabGroups.onDidChangeTabs, () => {
      dirtyFiles.tell();
    });
    listen(workspace.onDidGrantWorkspaceTrust, () => {
      workspace.textDocuments.forEach(look);
    });
    this.#store.add(
      workspace.onWillSaveTextDocument((event) => {
        // VS Code stops asking a listener that failed three times: nothing may get out of here.
        event.waitUntil(this.#beforeSave(event.document).catch(log));
      }),
    );
    listen(workspace.onDidSaveTextDocument, (document) => {
      dirtyFiles.tell();
      if (this.#isOurs(document)) this.#afterSave(document).catch(log);
    });
  }

  /** Fires before a save, with what it goes over unless VS Code asks the person and is told not to. */
  get onDidSaveOver() {
    return this.#savedOver.event;
  }

  dispose(): void {
    this.#store.dispose();
  }

  #open(document: vscode.TextDocument): void {
    this.#histories.open(document.uri.toString(), document.getText());
    this.#remember(document, 'shown');
  }

  /** Takes note of where a text comes from that an editor shows now. */
  #follow({ document, reason, contentChanges }: vscode.TextDocumentChangeEvent): void {
    const key = document.uri.toString();
    const text = document.getText();
    const before = this.#bases.get(key);
    const isLoaded = this.#remember(document, 'changed');
    if (contentChanges.length === 0) return;
    const history = this.#historyOf(document);
    if (reason !== undefined) {
      history.step(text, reason === vscode.TextDocumentChangeReason.Undo ? 'undone' : 'redone');
      // What is on disk is not known to be in there: the next save keeps a copy of it.
      if (history.lacks === undefined && before !== undefined)
        this.#bases.set(key, { ...before, stamp: undefined });
    } else if (this.#merging.get(key)?.text === text) {
      history.merge(text, this.#merging.get(key)?.incoming);
      this.#merging.delete(key);
    } else if (isLoaded) {
      this.#unmerged.delete(key);
      const now = this.#bases.get(key);
      // Another branch's file is nobody's change.
      if (now?.head !== before?.head) this.#histories.open(key, text);
      else history.load(text, before?.text ?? text);
    } else {
      history.step(text, 'typed');
      if (history.lacks !== undefined && history.lacks.length > 0)
        this.#merge(document, undefined).catch(this.#log);
    }
  }

  /** Something may have been written to a file that has unsaved changes: it is merged into them. */
  async #lookAtDisk(document: vscode.TextDocument): Promise<void> {
    const news = await this.#news(document);
    const key = document.uri.toString();
    this.#problems.reportUnmerged(document.uri, news.kind === 'unmerged' ? news.why : undefined);
    if (news.kind === 'unmerged') this.#unmerged.set(key, news);
    // The same: it may have been saved over this moment.
    else if (news.kind !== 'same') this.#unmerged.delete(key);
    if (news.kind === 'incoming') await this.#merge(document, news);
  }

  /** Brings all that others wrote into an editor before its text is changed for somebody. */
  async #bringIn(uri: vscode.Uri): Promise<void> {
    const document = openDocument(uri);
    if (document === undefined || !this.#isOurs(document)) return;
    const news = await this.#news(document);
    await this.#merge(document, news.kind === 'incoming' ? news : undefined);
  }

  async #beforeSave(document: vscode.TextDocument): Promise<void> {
    if (!this.#isOurs(document)) return;
    const { uri } = document;
    const key = uri.toString();
    this.#saving.delete(key);
    const now = this.#compare(document);
    // What cannot be read is copied at once: nobody knows when this thread has time again.
    const news = isUnreadable(now) ? now : await this.#news(document);
    if (news.kind === 'unmerged') {
      // Once for what is there now, however often the save is tried.
      this.#bases.set(key, { text: undefined, head: '', ...this.#bases.get(key), stamp: news.stamp });
      this.#unmerged.delete(key);
      this.#savedOver.fire({ uri, why: news.why, kept: this.#editors.keepCopy(uri, news.stamp) });
    }
    if (news.kind === 'incoming') this.#saving.set(key, news);
    if (await this.#merge(document, news.kind === 'incoming' ? news : undefined)) this.#saving.delete(key);
  }

  async #afterSave(document: vscode.TextDocument): Promise<void> {
    const key = document.uri.toString();
    const missed = this.#saving.get(key);
    this.#saving.delete(key);
    // Extensions that keep this thread busy made VS Code save before it was asked for a copy; what is still there came behind the save.
    const unmerged = this.#unmerged.get(key);
    const now = this.#compare(document);
    if (unmerged !== undefined && !(now.kind === 'unmerged' && now.stamp === unmerged.stamp)) {
      this.#unmerged.delete(key);
      this.#savedOver.fire({ uri: document.uri, why: unmerged.why, kept: notKept });
    }
    this.#remember(document, 'saved');
    this.#historyOf(document).save();
    // Somebody typed while the save was under way, faster than a merge came in: what was saved over is merged now.
    const saved = this.#bases.get(key);
    await this.#merge(document, missed);
    // On disk is what was saved.
    if (missed !== undefined && saved !== undefined) this.#bases.set(key, saved);
  }

  /**
   * Takes note of what the editor and the disk have in common, and says whether they are the same. `shown`: the editor has just got
   * its text from the disk; `saved`: it has just gone there, and somebody else may have written since.
   */
  #remember(document: vscode.TextDocument, event: 'shown' | 'saved' | 'changed'): boolean {
    if (document.isDirty) return false;
    const disk = this.#editors.readDisk(document.uri);
    const text = document.getText();
    // The first key that is pressed comes before the editor counts as unsaved: the disk tells the two apart.
    if (disk.kind === 'missing') return false;
    const isSame =
      disk.kind === 'text'
        ? withEndOfLine(disk.text, document) === text
        : event === 'shown' || (event === 'saved' && mayBeWrittenFrom(document, disk.problem.code));
    if (!isSame) return false;
    this.#bases.set(document.uri.toString(), {
      text: disk.kind === 'text' ? text : undefined,
      stamp: disk.version,
      head: this.#editors.gitAt(document.uri).head,
    });
    this.#problems.delete(document.uri);
    return true;
  }

  #historyOf(document: vscode.TextDocument): EditHistory {
    return this.#histories.of(document.uri.toString(), () => document.getText());
  }

  #isOurs({ uri }: vscode.TextDocument): boolean {
    return uri.scheme === 'file' && vscode.workspace.isTrusted && this.#editors.mergeOf(uri) !== undefined;
  }

  /** What others wrote that the editor does not come from, and git is done with. */
  async #news(document: vscode.TextDocument): Promise<News> {
    const news = this.#compare(document);
    if (news.kind === 'nothing' || news.kind === 'same') return news;
    for (let waited = 0; waited < gitPatience && this.#editors.gitAt(document.uri).isBusy; waited += gitDelay)
      await delay(gitDelay);
    // Git says which branch the files are of a moment after they are there.
    await delay(gitDelay);
    return this.#compare(document);
  }

  #compare(document: vscode.TextDocument): News {
    const { uri } = document;
    const key = uri.toString();
    const disk = this.#editors.readDisk(uri);
    const base = this.#bases.get(key);
    if (disk.kind === 'missing') return { kind: 'nothing' };
    const unmerged = (why: Coded<UnmergedReasons>): News =>
      disk.version === base?.stamp ? { kind: 'nothing' } : { kind: 'unmerged', why, stamp: disk.version };
    if (disk.kind === 'unreadable') return unmerged(disk.problem);
    const theirs = withEndOfLine(disk.text, document);
    // An empty file is one that somebody is just writing.
    if (theirs === '') return { kind: 'nothing' };
    if (theirs === document.getText()) return { kind: 'same' };
    if (base?.text === undefined || this.#historyOf(document).lacks === undefined)
      return unmerged({ code: 'unsaved.noBase', data: {} });
    const { head, isBusy } = this.#editors.gitAt(uri);
    if (theirs === base.text) {
      // A branch that has the same text.
      if (head !== base.head && !isBusy) this.#bases.set(key, { ...base, head });
      return { kind: 'nothing' };
    }
    if (isBusy) return unmerged({ code: 'unsaved.gitBusy', data: {} });
    if (head !== base.head) return unmerged({ code: 'unsaved.otherCheckout', data: {} });
    return { kind: 'incoming', base: base.text, theirs, stamp: disk.version };
  }

  /** Brings into the editor what it lacks, and what is new on disk; resolves with false when somebody typed all the time. */
  #merge(document: vscode.TextDocument, incoming: Incoming | undefined): Promise<boolean> {
    const key = document.uri.toString();
    const before = this.#merges.get(key) ?? Promise.resolve();
    const merge = before.then(() => this.#mergeNext(document, incoming));
    const settled = merge.catch(() => undefined);
    this.#merges.set(key, settled);
    return merge.finally(() => {
      if (this.#merges.get(key) === settled) this.#merges.delete(key);
    });
  }

  async #mergeNext(document: vscode.TextDocument, incoming: Incoming | undefined): Promise<boolean> {
    const { uri } = document;
    const key = uri.toString();
    const merge = this.#editors.mergeOf(uri);
    if (merge === undefined) return false;
    const history = this.#historyOf(document);
    // Somebody else may have brought it in meanwhile.
    const isNew = incoming !== undefined && this.#bases.get(key)?.text !== incoming.theirs;
    for (let tries = 0; tries < maximumTries; tries++) {
      const changes = [...(history.lacks ?? []), ...(isNew ? [incoming] : [])];
      if (changes.length === 0) return true;
      const { text, edits } = this.#mergeEdits(document, changes, merge);
      if (edits.length === 0) {
        history.merge(text, isNew ? incoming : undefined);
      } else {
        const edit = new vscode.WorkspaceEdit();
        edit.set(uri, edits);
        this.#merging.set(key, { text, incoming: isNew ? incoming : undefined });
        // Refused when somebody typed meanwhile. Edits that are handed to a save instead would be made in whatever text there is.
        const isDone = await vscode.workspace.applyEdit(edit);
        this.#merging.delete(key);
        if (!isDone) continue;
      }
      // All that is new on disk is in the editor, or was decided: from here on, both come from what is on disk.
      if (isNew)
        this.#bases.set(key, {
          text: incoming.theirs,
          stamp: incoming.stamp,
          head: this.#bases.get(key)?.head ?? '',
        });
      return true;
    }
    return false;
  }

  #mergeEdits(
    document: vscode.TextDocument,
    changes: readonly DiskChange[],
    merge: Merge,
  ): { readonly text: string; readonly edits: vscode.TextEdit[] } {
    const ours = document.getText();
    const conflicts: UnsavedConflict[] = [];
    let text = ours;
    for (const { base, theirs } of changes)
      text = merge(base, text, theirs, { ours: 'editor', theirs: 'disk' }, ({ added, ...conflict }) => {
        // Lines that both added are all there afterwards.
        if (!added || conflict.kind === 'task') conflicts.push(conflict);
        return 'ours';
      }).text;
    this.#problems.report(document.uri, text, conflicts);
    const edits = lineEdits(new SourceText(ours), text).map(
      ({ range, text: line }) =>
        new vscode.TextEdit(
          new vscode.Range(document.positionAt(range.start), document.positionAt(range.end)),
          line,
        ),
    );
    return { text, edits };
  }
}

function isUnreadable(news: News): boolean {
  return news.kind === 'unmerged' && news.why.code.startsWith('file.');
}

function delay(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
