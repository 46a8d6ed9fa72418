/** A node of the page as it should be: a tag with attributes and children. There are no handlers: clicks are delegated. */
export interface View {
  readonly tag: string;
  /** Tells siblings apart: the same key keeps its element, and with it focus, scroll and what is typed. */
  readonly key: string;
  readonly attributes: Readonly<Record<string, string | undefined>>;
  readonly children: readonly Child[];
}

export type Child = View | string;

const svgTags = new Set(['svg', 'path', 'circle', 'rect', 'g']);

/** A view; attributes that are undefined are not there. */
export function h(
  tag: string,
  attributes: Readonly<Record<string, string | undefined>> = {},
  ...children: readonly (Child | undefined | readonly (Child | undefined)[])[]
): View {
  const { key = '', ...rest } = attributes;
  return { tag, key, attributes: rest, children: children.flat().filter((child) => child !== undefined) };
}

const keys = new WeakMap<Node, string>();

/** Makes the children of an element what they should be, and touches nothing that is right already. */
export function patchChildren(parent: Element, children: readonly Child[]): void {
  const old = new Map<string, ChildNode>();
  for (const node of parent.childNodes) old.set(identity(node), node);
  const counts = new Map<string, number>();
  const nodes = children.map((child) => {
    const base = typeof child === 'string' ? '#text' : `${child.tag} ${child.key}`;
    const count = counts.get(base) ?? 0;
    counts.set(base, count + 1);
    const name = `${base} ${count}`;
    const known = old.get(name);
    old.delete(name);
    if (known === undefined) return create(child, name);
    update(known, child);
    return known;
  });
  // First, so that what stays is not moved around it: an element that is moved loses the focus.
  for (const node of old.values()) node.remove();
  let at: ChildNode | null = parent.firstChild;
  for (const node of nodes)
    if (node === at) at = at.nextSibling;
    else parent.insertBefore(node, at);
}

function identity(node: Node): string {
  return keys.get(node) ?? '';
}

function create(child: Child, name: string): ChildNode {
  const node =
    typeof child === 'string'
      ? document.createTextNode(child)
      : svgTags.has(child.tag)
        ? document.createElementNS('http://www.w3.org/2000/svg', child.tag)
        : document.createElement(child.tag);
  keys.set(node, name);
  if (typeof child === 'object') update(node, child);
  return node;
}

function update(node: ChildNode, child: Child): void {
  if (typeof child === 'string') {
    if (node.nodeValue !== child) node.nodeValue = child;
    return;
  }
  const element = node as Element;
  patchAttributes(element, child.attributes);
  // Who draws a long list puts it there by itself.
  if (child.attributes['data-list'] === undefined) patchChildren(element, child.children);
}

const given = new WeakMap<Element, readonly string[]>();

/** Only what was given here is taken away again: custom elements have attributes of their own. */
function patchAttributes(element: Element, attributes: View['attributes']): void {
  const names: string[] = [];
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined) continue;
    names.push(name);
    if (element.getAttribute(name) !== value) element.setAttribute(name, value);
  }
  for (const name of given.get(element) ?? []) if (!names.includes(name)) element.removeAttribute(name);
  given.set(element, names);
}

/** Milliseconds that a long list may hold the page before it lets others have a turn. */
const turn = 12;

/**
 * Draws a long list in turns: what did not change since the last time is passed over, the rest is made or patched, and the
 * page stays alive between the turns. A list that is drawn anew ends the one before.
 */
export class LongList<T> {
  readonly #draw: (item: T) => View;
  readonly #made: (element: Element) => void;
  readonly #drawn = new WeakMap<Element, string>();
  #rows = new Map<string, { readonly item: T; readonly element: Element }>();
  #current = 0;

  /** `made` is told of each new row. */
  constructor(draw: (item: T) => View, made: (element: Element) => void) {
    this.#draw = draw;
    this.#made = made;
  }

  /** Draws single rows anew, where they are there already: the rest of the list is not looked at. */
  touch(keys: Iterable<string>, facts: (item: T) => string): void {
    for (const key of keys) {
      const row = this.#rows.get(key);
      if (row !== undefined) this.#fill(row.element, this.#draw(row.item), key, row.item, facts);
    }
  }

  #fill(element: Element, view: View, key: string, item: T, facts: (item: T) => string): void {
    patchAttributes(element, { ...view.attributes, 'data-key': key });
    patchChildren(element, view.children);
    this.#drawn.set(element, JSON.stringify(item) + facts(item));
  }

  /** `facts` is what a row depends on besides its item; rows are told by `keyOf`. Resolves when all are there. */
  async update(
    parent: Element,
    items: readonly T[],
    keyOf: (item: T) => string,
    facts: (item: T) => string,
  ): Promise<void> {
    const mine = ++this.#current;
    this.#rows = new Map();
    const wanted = new Set(items.map(keyOf));
    const known = new Map<string, Element>();
    for (const element of [...parent.children]) {
      // What has no key is no part of the list: a caption.
      const key = element.getAttribute('data-key');
      if (key === null) continue;
      if (wanted.has(key)) known.set(key, element);
      else element.remove();
    }
    let since = performance.now();
    let at: Element | null = parent.querySelector(':scope > [data-key]');
    for (const item of items) {
      if (performance.now() - since > turn) {
        await new Promise((resolve) => setTimeout(resolve));
        if (this.#current !== mine) return;
        since = performance.now();
      }
      const key = keyOf(item);
      let element = known.get(key);
      const text = JSON.stringify(item) + facts(item);
      if (element === undefined || this.#drawn.get(element) !== text) {
        const view = this.#draw(item);
        const made = element === undefined;
        element ??= document.createElement(view.tag);
        this.#fill(element, view, key, item, facts);
        if (made) this.#made(element);
      }
      this.#rows.set(key, { item, element });
      if (element === at) at = at.nextElementSibling;
      else parent.insertBefore(element, at);
    }
  }
}
