import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../core/base/disposable.ts';
import { refusalMessage } from '../core/messages/refusals.ts';
import { writeChangeText } from '../core/operations/changes/changeText.ts';
import type { RunFailure } from '../project/running.ts';
import { readSpecUri, specScheme, type SpecTextTarget } from './widgets/specUri.ts';
import type { Services } from './surface.ts';

/** What a text said when it was last looked at, and when that came to be. */
interface KnownText {
  readonly value: string;
  readonly mtime: number;
}

/** Long texts of changes that are rows of a database, as files: they are read, written and followed, and nothing else. */
export function registerChangeTexts(services: Services): Disposable {
  const store = new DisposableStore();
  const files = store.add(new ChangeTextFiles(services));
  store.add(
    vscode.workspace.registerFileSystemProvider(specScheme, files, {
      isCaseSensitive: true,
      isReadonly: false,
    }),
  );
  const follow = services.guard(vscode.l10n.t('Edit Change Field'), (folder: string) => files.look(folder));
  store.add(services.project.onDidChange(({ folder }) => void follow(folder)));
  // VS Code does not hear of changes while it saves.
  store.add(
    vscode.workspace.onDidSaveTextDocument(({ uri }) => {
      const target = readSpecUri(uri);
      if (target !== undefined) void follow(target.folder);
    }),
  );
  return store;
}

class ChangeTextFiles implements vscode.FileSystemProvider, Disposable {
  readonly #services: Services;
  readonly #changed = new vscode.EventEmitter<vscode.FileChangeEvent[]>();
  readonly #faults = vscode.languages.createDiagnosticCollection('throughline-spec');
  readonly #known = new Map<string, KnownText>();
  /** What VS Code has read or written last. */
  readonly #held = new Map<string, KnownText>();
  /** Texts that VS Code has not asked about since it wrote them. */
  readonly #written = new Set<string>();
  readonly onDidChangeFile = this.#changed.event;

  constructor(services: Services) {
    this.#services = services;
  }

  dispose(): void {
    this.#changed.dispose();
    this.#faults.dispose();
  }

  /** What others change is heard of without being asked for. */
  watch(): vscode.Disposable {
    return new vscode.Disposable(() => undefined);
  }

  async stat(uri: vscode.Uri): Promise<vscode.FileStat> {
    const name = uri.toString();
    const held = this.#held.get(name);
    // What it has written is meant, not what somebody else may have since.
    const isWritten = this.#written.delete(name);
    const { value, mtime } = isWritten && held !== undefined ? held : await this.#read(uri);
    return { type: vscode.FileType.File, ctime: 0, mtime, size: toBytes(value).length };
  }

  async readFile(uri: vscode.Uri): Promise<Uint8Array> {
    const text = await this.#read(uri);
    this.#held.set(uri.toString(), text);
    return toBytes(text.value);
  }

  /** Refuses what is not read as it should be, with its place, and what was changed since it was read: then nothing is written. */
  async writeFile(uri: vscode.Uri, content: Uint8Array): Promise<void> {
    const target = targetOf(uri);
    const { project, owner, log } = this.#services;
    const name = uri.toString();
    const base = (this.#known.get(name) ?? (await this.#read(uri))).value;
    const text = new TextDecoder().decode(content);
    const input = { document: target.key, part: target.part, text, base };
    const options = { me: owner.name ?? '', through: 'disk' } as const;
    const result = await project.run(target.folder, writeChangeText, input, options);
    if (result.kind === 'refused' || result.kind === 'unknown') {
      const message = refusalMessage(result);
      log.info(`${result.code}: ${message}`);
      this.#faults.set(uri, [toDiagnostic(result, message)]);
      throw vscode.FileSystemError.Unavailable(message);
    }
    this.#faults.delete(uri);
    const written = this.#noteOf(name, text.replace(/\n$/, ''));
    this.#held.set(name, written);
    this.#written.add(name);
  }

  readDirectory(): [string, vscode.FileType][] {
    return [];
  }

  createDirectory(uri: vscode.Uri): never {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  delete(uri: vscode.Uri): never {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  rename(uri: vscode.Uri): never {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  /** Tells of the texts that are open and say something else by now. */
  async look(folder: string): Promise<void> {
    const open = vscode.workspace.textDocuments.filter(({ uri }) => readSpecUri(uri)?.folder === folder);
    for (const name of this.#known.keys())
      if (!vscode.workspace.textDocuments.some(({ uri }) => uri.toString() === name)) this.#forget(name);
    for (const { uri } of open) {
      const before = this.#held.get(uri.toString());
      const now = await this.#find(uri, targetOf(uri));
      if (before === undefined || now?.mtime === before.mtime) continue;
      const type = now === undefined ? vscode.FileChangeType.Deleted : vscode.FileChangeType.Changed;
      this.#changed.fire([{ type, uri }]);
    }
  }

  async #read(uri: vscode.Uri): Promise<KnownText> {
    await this.#services.project.load();
    const found = await this.#find(uri, targetOf(uri));
    if (found === undefined) throw vscode.FileSystemError.FileNotFound(uri);
    return found;
  }

  async #find(uri: vscode.Uri, { folder, key, part }: SpecTextTarget): Promise<KnownText | undefined> {
    const { project } = this.#services;
    const document = await project.text({ folder, key });
    const stores = project.rulesOf(folder).changeStores;
    const called = project.folder(folder)?.index.findStream(key)?.called;
    const texts = stores.find(({ id }) => id === called)?.store.texts;
    const value = document === undefined ? undefined : texts?.read(document, part);
    if (value !== undefined) return this.#noteOf(uri.toString(), value);
    this.#known.delete(uri.toString());
    return undefined;
  }

  /** A text as it is now: with another time where it says something else. */
  #noteOf(name: string, value: string): KnownText {
    const known = this.#known.get(name);
    if (known?.value === value) return known;
    const found = { value, mtime: Math.max(Date.now(), (known?.mtime ?? 0) + 1) };
    this.#known.set(name, found);
    return found;
  }

  #forget(name: string): void {
    this.#known.delete(name);
    this.#held.delete(name);
    this.#written.delete(name);
  }
}

function targetOf(uri: vscode.Uri): SpecTextTarget {
  const target = readSpecUri(uri);
  if (target === undefined) throw vscode.FileSystemError.FileNotFound(uri);
  return target;
}

/** The line that is not read as it should be, where one is told. */
function toDiagnostic(refused: RunFailure, message: string): vscode.Diagnostic {
  const line = refused.kind === 'refused' && refused.code === 'change.line' ? refused.data.line - 1 : 0;
  const range = new vscode.Range(line, 0, line, 1000);
  const diagnostic = new vscode.Diagnostic(range, message, vscode.DiagnosticSeverity.Error);
  diagnostic.source = 'Throughline';
  diagnostic.code = refused.code;
  return diagnostic;
}

function toBytes(value: string): Uint8Array {
  return new TextEncoder().encode(value === '' ? '' : `${value}\n`);
}
