import type { Key } from '../../core/text/key.ts';
import type { OutlineNode, OutlinePlace } from '../../core/views/outline.ts';

/** A row of a tree: what menus hand to commands. The object stays while its id stays. */
export class Row {
  /** Unique in its tree, stable over refreshes. */
  readonly id: string;
  readonly folder: string;
  readonly parent: Row | undefined;
  node: OutlineNode;
  /** What it looked like when it was last drawn, and the rows below it then. */
  drawn: string | undefined;
  below: readonly Row[] | undefined;

  constructor(id: string, folder: string, node: OutlineNode, parent: Row | undefined) {
    this.id = id;
    this.folder = folder;
    this.node = node;
    this.parent = parent;
  }

  get key(): Key | undefined {
    return this.node.open?.key;
  }

  get line(): number | undefined {
    return this.node.open?.line;
  }

  get taskKey(): Key | undefined {
    return this.node.open?.taskKey;
  }

  get criterion(): string | undefined {
    return this.node.open?.criterion;
  }

  get check(): OutlinePlace['check'] {
    return this.node.open?.check;
  }

  get branch(): string | undefined {
    return this.node.branch;
  }

  get url(): string | undefined {
    return this.node.open?.url;
  }
}
