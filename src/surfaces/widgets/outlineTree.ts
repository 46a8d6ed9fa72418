import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../../core/base/disposable.ts';
import type { Key } from '../../core/text/key.ts';
import type { OutlineNode } from '../../core/views/outline.ts';
import { Row } from './row.ts';

/** Where the rows of a tree come from. */
export interface OutlineSource {
  /** The roots as they are now; ids are unique in their folder. */
  roots(): Promise<readonly { readonly folder: string; readonly node: OutlineNode }[]>;
  /** Hears how many top rows there are, each time that they were read. */
  onDidRead(count: number): void;
}

/** Shows outline nodes as a native tree; a refresh touches only the rows that are named. */
export class OutlineTree implements vscode.TreeDataProvider<Row>, Disposable {
  readonly #source: OutlineSource;
  readonly #openSelected: string;
  readonly #disposables = new DisposableStore();
  readonly #changed = this.#disposables.add(new vscode.EventEmitter<Row | undefined>());
  readonly #rows = new Map<string, Row>();
  #roots: readonly Row[] = [];
  #shown = false;

  readonly onDidChangeTreeData = this.#changed.event;

  /**
   * `openSelected` is the command of a click, which opens the selected row. It has no arguments: VS Code forgets those of a row
   * as soon as the row is drawn anew, and a click in that moment ends in an error.
   */
  constructor(source: OutlineSource, openSelected: string) {
    this.#source = source;
    this.#openSelected = openSelected;
  }

  /**
   * Shows again the top rows of these files, with what is below them; everything when top rows came, went or moved.
   */
  async refresh(changed: { readonly folder: string; readonly keys: readonly Key[] } | 'all'): Promise<void> {
    // Nobody looks yet: nothing is read for a view that is closed.
    if (!this.#shown) return;
    const before = this.#roots;
    const roots = await this.#read();
    const same = before.length === roots.length && roots.every((row, i) => row === before[i]);
    if (changed === 'all' || !same) {
      this.#changed.fire(undefined);
      return;
    }
    const keys = new Set(changed.keys);
    for (const row of roots)
      if (row.folder === changed.folder && (row.key === undefined || keys.has(row.key)))
        this.#changed.fire(row);
  }

  /**
   * Draws again what looks different below the top rows of these files, and no other row: who has a menu open on a row keeps it.
   * For what changes labels alone, not what tooltips tell.
   */
  async redraw({ folder, keys }: { readonly folder: string; readonly keys: readonly Key[] }): Promise<void> {
    if (!this.#shown) return;
    const before = this.#roots;
    const roots = await this.#read();
    if (before.length !== roots.length || roots.some((row, i) => row !== before[i])) {
      this.#changed.fire(undefined);
      return;
    }
    const wanted = new Set(keys);
    for (const row of roots)
      if (row.folder === folder && (row.key === undefined || wanted.has(row.key))) this.#redraw(row);
  }

  #redraw(row: Row): void {
    const { below } = row;
    if (row.drawn !== undefined && row.drawn !== looks(row.node)) this.#changed.fire(row);
    else if (below !== undefined) {
      const now = this.#childrenOf(row);
      if (now.length !== below.length || now.some((each, i) => each !== below[i])) this.#changed.fire(row);
      else
        now.forEach((each) => {
          this.#redraw(each);
        });
    }
  }

  /** The first row, top down, that `fits`; only rows that `mayHold` it are looked into. */
  async find(
    folder: string,
    fits: (node: OutlineNode) => boolean,
    mayHold: (node: OutlineNode) => boolean,
  ): Promise<Row | undefined> {
    const search = (rows: readonly Row[]): Row | undefined => {
      for (const row of rows) {
        if (row.folder !== folder) continue;
        if (fits(row.node)) return row;
        const found = mayHold(row.node) ? search(this.#childrenOf(row)) : undefined;
        if (found !== undefined) return found;
      }
      return undefined;
    };
    return search(await this.#read());
  }

  /** Draws one row as it is known, for example to take back a click on its check box. */
  restore(row: Row): void {
    this.#changed.fire(row);
  }

  async getChildren(parent?: Row): Promise<Row[]> {
    if (parent === undefined) {
      this.#shown = true;
      return this.#read();
    }
    return (parent.below = this.#childrenOf(parent));
  }

  getParent(row: Row): Row | undefined {
    return row.parent;
  }

  getTreeItem(row: Row): vscode.TreeItem {
    const { node } = row;
    row.drawn = looks(node);
    const item = new vscode.TreeItem(node.label, collapsible(node));
    item.id = row.id;
    if (node.description !== undefined) item.description = node.description;
    item.iconPath = new vscode.ThemeIcon(
      node.icon.codicon,
      node.icon.color === undefined ? undefined : new vscode.ThemeColor(node.icon.color),
    );
    item.contextValue = node.context;
    item.accessibilityInformation = { label: node.accessibilityLabel };
    if (node.checkbox !== undefined)
      item.checkboxState = node.checkbox
        ? vscode.TreeItemCheckboxState.Checked
        : vscode.TreeItemCheckboxState.Unchecked;
    if (node.open !== undefined)
      item.command = { command: this.#openSelected, title: vscode.l10n.t('Open Row') };
    return item;
  }

  resolveTreeItem(item: vscode.TreeItem, row: Row): vscode.TreeItem {
    // Escaped by the core; never trusted, never HTML.
    const tooltip = new vscode.MarkdownString(row.node.tooltip(), true);
    tooltip.isTrusted = false;
    tooltip.supportHtml = false;
    item.tooltip = tooltip;
    return item;
  }

  dispose(): void {
    this.#disposables.dispose();
    this.#rows.clear();
  }

  #childrenOf(parent: Row): Row[] {
    return (parent.node.children?.() ?? []).map((node) => this.#row(parent.folder, node, parent));
  }

  async #read(): Promise<Row[]> {
    const roots = (await this.#source.roots()).map(({ folder, node }) => this.#row(folder, node, undefined));
    this.#roots = roots;
    this.#source.onDidRead(roots.length);
    const present = new Set(roots);
    for (const [id, row] of this.#rows) if (!present.has(top(row))) this.#rows.delete(id);
    return roots;
  }

  #row(folder: string, node: OutlineNode, parent: Row | undefined): Row {
    const id = `${folder}\n${node.id}`;
    const known = this.#rows.get(id);
    if (known !== undefined && known.parent === parent) {
      known.node = node;
      return known;
    }
    const row = new Row(id, folder, node, parent);
    this.#rows.set(id, row);
    return row;
  }
}

/** All that a row shows of a node. */
function looks({
  label,
  description,
  tooltipAlone,
  icon,
  accessibilityLabel,
  context,
  collapsed,
  checkbox,
}: OutlineNode): string {
  return JSON.stringify([
    label,
    description,
    tooltipAlone,
    icon,
    accessibilityLabel,
    context,
    collapsed,
    checkbox,
  ]);
}

function top(row: Row): Row {
  let each = row;
  while (each.parent !== undefined) each = each.parent;
  return each;
}

function collapsible(node: OutlineNode): vscode.TreeItemCollapsibleState {
  switch (node.collapsed) {
    case 'expanded':
      return vscode.TreeItemCollapsibleState.Expanded;
    case 'collapsed':
      return vscode.TreeItemCollapsibleState.Collapsed;
    case 'none':
      return vscode.TreeItemCollapsibleState.None;
  }
}
