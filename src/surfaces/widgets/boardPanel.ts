import * as vscode from 'vscode';
import { readFromPage, type Answer, type Board, type ToPage } from '../../core/board/protocol.ts';
import { DisposableStore, type Disposable } from '../../core/base/disposable.ts';
import type { Key } from '../../core/text/key.ts';
import type { Rich } from '../../core/text/rich.ts';
import { agesOn } from '../../core/views/age.ts';
import { streamBoard, type BoardContext, type BoardTarget } from '../../core/views/board.ts';
import { overview } from '../../core/views/boardOverview.ts';
import type { TrackedFolder } from '../../project/trackedFolder.ts';
import type { Services } from '../surface.ts';
import { BoardActions } from './boardActions.ts';
import { BoardIds, type FolderTarget } from './boardIds.ts';
import { boardPage } from './boardPage.ts';
import { linkTarget } from './boardLinks.ts';
import { checkoutsOf, gitViewOf } from './gitView.ts';
import type { FileTarget } from './target.ts';
import { today } from './today.ts';
import { isWritable } from './writable.ts';

/** Type of the panel, for its serializer. */
export const boardView = 'throughline.board';

/** Changes are gathered for so long, in milliseconds, before the page is told. */
const gather = 100;

/** One board: tells its page what there is to see, and does what the page asks for. */
export class BoardPanel implements Disposable {
  readonly #services: Services;
  readonly #panel: vscode.WebviewPanel;
  readonly #store = new DisposableStore();
  readonly #ids = new BoardIds();
  readonly #actions: BoardActions;
  #shown: FileTarget | undefined;
  /** Id of the stream that was shown before the window was reloaded, until it is known again. */
  #restored: string | undefined;
  #ready = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** What the page shows, as text. */
  #sent = '';
  /** The parsed spec whose texts the page has, by its path. */
  readonly #rendered = new Map<Key, object>();

  constructor(
    services: Services,
    panel: vscode.WebviewPanel,
    shown: FileTarget | undefined,
    restored: string | undefined,
  ) {
    this.#services = services;
    this.#panel = panel;
    this.#shown = shown;
    this.#restored = restored === '' ? undefined : restored;
    this.#actions = new BoardActions(services, this.#ids, {
      show: (target) => {
        this.show(target);
      },
      shown: () => this.#shown,
    });
    const { project, branches, owner, guard, extensionUri } = services;
    const later = (): void => {
      this.#later();
    };
    for (const event of [project.onDidLoad, branches.onDidChange, owner.onDidChange])
      this.#store.add(event(later));
    this.#store.add(project.onDidChange(later));
    this.#store.add(services.branchStatuses.onDidChange(later));
    this.#store.add(vscode.workspace.onDidGrantWorkspaceTrust(later));
    panel.webview.options = {
      enableScripts: true,
      localResourceRoots: ['dist', 'media'].map((name) => vscode.Uri.joinPath(extensionUri, name)),
    };
    panel.iconPath = {
      light: vscode.Uri.joinPath(extensionUri, 'media/board/layout-light.svg'),
      dark: vscode.Uri.joinPath(extensionUri, 'media/board/layout-dark.svg'),
    };
    const receive = guard(vscode.l10n.t('Board'), (message: unknown) => this.#receive(message));
    this.#store.add(panel.webview.onDidReceiveMessage(receive));
    panel.webview.html = boardPage(panel.webview, extensionUri);
    void branches.start();
    void guard(vscode.l10n.t('Board'), () => services.branchStatuses.want())();
  }

  /** Shows a stream, or all of them. */
  show(shown: FileTarget | undefined): void {
    this.#shown = shown;
    this.#restored = undefined;
    this.#tell();
  }

  reveal(): void {
    this.#panel.reveal();
    this.#post({ type: 'focus' });
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#store.dispose();
    this.#panel.dispose();
  }

  async #receive(raw: unknown): Promise<void> {
    const message = readFromPage(raw);
    if (message === undefined) {
      this.#services.log.warn('The board’s page sent a message that is none.');
      return;
    }
    if (message.type === 'ready') {
      this.#ready = true;
      this.#sent = '';
      this.#rendered.clear();
      this.#tell();
      return;
    }
    const { request, action, id, again } = message;
    let answer: Answer;
    try {
      answer = await this.#actions.run(action, id, again);
    } catch (error) {
      this.#services.log.error('Board:', error instanceof Error ? error : String(error));
      answer = { ok: false, text: vscode.l10n.t('This failed because of an error in Throughline.') };
    }
    // What is true now comes first, then what became of the request.
    this.#tell();
    this.#post({ type: 'answer', request, answer });
  }

  #later(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#tell();
    }, gather);
  }

  #tell(): void {
    if (!this.#ready) return;
    const board = this.#board();
    this.#panel.title =
      board.kind === 'stream'
        ? vscode.l10n.t('Board: {0}', board.name)
        : board.kind === 'overview'
          ? vscode.l10n.t('Board: All Branches')
          : vscode.l10n.t('Board');
    const text = JSON.stringify(board);
    if (text !== this.#sent) {
      this.#sent = text;
      this.#post({ type: 'show', board });
    }
    if (board.kind === 'stream') this.#renderSpecs();
  }

  #board(): Board {
    const { project } = this.#services;
    const folders = project.listedFolders;
    if (this.#restored !== undefined) this.#shown = this.#find(this.#restored);
    const shown = this.#shown;
    const state = shown === undefined ? undefined : project.folder(shown.folder);
    const writable = folders.some(({ folder }) => isWritable(vscode.Uri.parse(folder.id)));
    const why =
      !writable && !vscode.workspace.isTrusted
        ? { readOnly: vscode.l10n.t('Read-only: this workspace is not trusted.') }
        : {};
    if (shown !== undefined && state !== undefined) {
      const stream = state.index.findStream(shown.key);
      if (stream !== undefined) return { ...streamBoard(state.index, stream, this.#context(state)), ...why };
      return { kind: 'deleted', text: vscode.l10n.t('{0} no longer exists.', shown.key) };
    }
    if (!folders.some(({ index }) => index.hasTracked()))
      return {
        kind: 'deleted',
        text: vscode.l10n.t('No tracking/ folder here yet.'),
        ...(writable ? { action: 'initialize' as const, button: vscode.l10n.t('Initialize Tracking') } : {}),
      };
    const ageOf = agesOn(today(), this.#services.language);
    return {
      ...overview(
        folders.map((each) => ({
          index: each.index,
          name: folders.length > 1 ? each.folder.name : '',
          context: this.#context(each),
          ageOf,
          git: gitViewOf(this.#services, each.folder.id),
        })),
        writable,
      ),
      ...why,
    };
  }

  #context({ folder }: TrackedFolder): BoardContext {
    const { branches, owner } = this.#services;
    const currentBranch = branches.current(folder.id);
    return {
      idOf: (target: BoardTarget) => this.#ids.idOf({ ...target, folder: folder.id }),
      writable: isWritable(vscode.Uri.parse(folder.id)),
      checkouts: checkoutsOf(this.#services, folder.id),
      git: gitViewOf(this.#services, folder.id),
      ...(owner.name === undefined ? {} : { me: owner.name }),
      ...(currentBranch === undefined ? {} : { currentBranch }),
    };
  }

  /** The stream that had an id before the window was reloaded. */
  #find(id: string): FolderTarget | undefined {
    for (const { folder, index } of this.#services.project.folders)
      for (const { key } of index.streams()) {
        const target = { folder: folder.id, key };
        if (this.#ids.idOf(target) === id) return target;
      }
    return undefined;
  }

  /** Sends the texts of the shown specs that the page has not got yet. */
  #renderSpecs(): void {
    const shown = this.#shown;
    const index = shown === undefined ? undefined : this.#services.project.folder(shown.folder)?.index;
    const stream = shown === undefined ? undefined : index?.findStream(shown.key);
    if (shown === undefined || index === undefined || stream === undefined) return;
    for (const key of index.linkedSpecs(stream)) {
      const file = index.file(key);
      if (file === undefined || this.#rendered.get(key) === file) continue;
      this.#rendered.set(key, file);
      void this.#renderSpec({ folder: shown.folder, key }, file);
    }
  }

  async #renderSpec(spec: FileTarget, file: object): Promise<void> {
    try {
      for await (const chunk of this.#services.project.renderSpec(spec)) {
        if (this.#rendered.get(spec.key) !== file) return;
        const texts: Record<string, readonly Rich[]> = {};
        for (const [criterion, rich] of chunk)
          texts[this.#ids.idOf({ ...spec, criterion })] = await this.#withLinks(spec, rich);
        this.#post({ type: 'texts', texts });
      }
    } catch (error) {
      this.#services.log.error('Board:', error instanceof Error ? error : String(error));
    }
  }

  /** Links that may be opened get an id, all others are text. */
  async #withLinks(spec: FileTarget, rich: readonly Rich[]): Promise<readonly Rich[]> {
    const result: Rich[] = [];
    for (const node of rich) {
      if (typeof node === 'string') {
        result.push(node);
        continue;
      }
      const children = await this.#withLinks(spec, node.children);
      if (node.tag !== 'link') {
        result.push({ tag: node.tag, children });
        continue;
      }
      const target = await linkTarget(this.#services, spec, node.id ?? '');
      if (target === undefined) result.push(...children);
      else result.push({ tag: 'link', id: this.#ids.idOf(target), children });
    }
    return result;
  }

  #post(message: ToPage): void {
    void this.#panel.webview.postMessage(message);
  }
}
