import type { Literals, Nodes, Parents } from 'mdast';
import { readTree } from './markdownRemark.ts';
import type { Rich, RichTag } from './rich.ts';

/** Longer texts are cut before they are rendered, and end with an ellipsis. */
const longest = 20_000;

/** Deeper containers are shown as their text. */
const deepest = 30;

/**
 * A piece of Markdown as a tree of known tags: what can run, load or lead away does not come through. HTML is text as it was
 * typed, an image its description. A `link` has the destination as written for its id: whoever shows it decides whether it
 * may be opened. `lead` is cut off the beginning, with the box before it and the signs around it: `- [ ] **RPC-01**: text` is `text`.
 */
export function toRich(markdown: string, lead = ''): readonly Rich[] {
  const cut = markdown.length > longest;
  const { children } = readTree(cut ? markdown.slice(0, longest) : markdown);
  const [only] = children;
  // A criterion is mostly one item of a list: its marker is not part of its text.
  const content =
    children.length === 1 && only?.type === 'list' && only.children.length === 1
      ? (only.children[0]?.children ?? [])
      : children;
  const blocks = content.flatMap((node) => fromNode(node, 0));
  const [first, ...rest] = withoutLead(blocks, lead);
  // One paragraph reads on behind the ID; what comes below it stands below.
  const opened =
    typeof first === 'object' && first.tag === 'p' ? [...first.children, ...rest] : [first ?? '', ...rest];
  const shown = opened.filter((each) => each !== '');
  return cut ? [...shown, '…'] : shown;
}

function fromNode(node: Nodes, depth: number): Rich[] {
  if (depth > deepest) return [textOf(node)];
  const within = (tag: RichTag, parent: Parents): Rich[] => [
    { tag, children: parent.children.flatMap((child) => fromNode(child, depth + 1)) },
  ];
  switch (node.type) {
    case 'text':
    case 'html':
      return [node.value];
    case 'paragraph':
      return within('p', node);
    case 'heading':
      return [{ tag: 'p', children: within('strong', node) }];
    case 'strong':
      return within('strong', node);
    case 'emphasis':
      return within('em', node);
    case 'inlineCode':
      return [{ tag: 'code', children: [node.value] }];
    case 'code':
      return [{ tag: 'pre', children: [node.value] }];
    case 'blockquote':
      return within('blockquote', node);
    case 'list':
      return within(node.ordered === true ? 'ol' : 'ul', node);
    case 'listItem':
      return [
        {
          tag: 'li',
          // A tight item holds its text, not a paragraph.
          children: node.children.flatMap((child) =>
            child.type === 'paragraph' && node.spread !== true
              ? child.children.flatMap((each) => fromNode(each, depth + 1))
              : fromNode(child, depth + 1),
          ),
        },
      ];
    case 'table':
      return [
        {
          tag: 'table',
          children: node.children.map((row, i) => ({
            tag: 'tr' as const,
            children: row.children.map((cell) => ({
              tag: i === 0 ? ('th' as const) : ('td' as const),
              children: cell.children.flatMap((child) => fromNode(child, depth + 3)),
            })),
          })),
        },
      ];
    case 'link':
      return [
        { tag: 'link', id: node.url, children: node.children.flatMap((child) => fromNode(child, depth + 1)) },
      ];
    case 'image':
    case 'imageReference':
      return [node.alt ?? ''];
    case 'linkReference':
      return node.children.flatMap((child) => fromNode(child, depth + 1));
    case 'break':
      return [{ tag: 'br', children: [] }];
    case 'thematicBreak':
      return [{ tag: 'hr', children: [] }];
    default:
      return [];
  }
}

/** What a node says, without its shape; not by recursion, which is what got too deep. */
function textOf(node: Nodes): string {
  const open: Nodes[] = [node];
  let text = '';
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { value = '', children = [] } = next as Partial<Literals & Parents>;
    text += value;
    open.push(...[...(children as readonly Nodes[])].reverse());
  }
  return text;
}

/** The first words, when they are the lead, and the signs behind them taken off. */
function withoutLead(nodes: readonly Rich[], lead: string): readonly Rich[] {
  if (lead === '') return nodes;
  const state: State = { left: lead, gone: false };
  const result = nodes.map((node) => cutLead(node, state));
  return state.gone ? result : nodes;
}

interface State {
  /** What of the lead was not found yet. */
  left: string;
  /** Whether all of it was cut, and signs behind it are cut until other text comes. */
  gone: boolean;
  done?: true;
}

function cutLead(node: Rich, state: State): Rich {
  if (state.done === true) return node;
  if (typeof node === 'object')
    return {
      ...node,
      children: node.children.map((child) => cutLead(child, state)).filter((child) => !isEmpty(child)),
    };
  let text = node;
  if (!state.gone) {
    // The lead of an item with a box is behind it.
    text = text.trimStart().replace(/^\[.\]\s+/, '');
    if (text === '') return text;
    if (!text.startsWith(state.left)) {
      state.done = true;
      return node;
    }
    text = text.slice(state.left.length);
    state.gone = true;
  }
  const rest = text.replace(/^[\s:.)\]–—|-]+/, '');
  if (rest !== '') state.done = true;
  return rest;
}

function isEmpty(node: Rich): boolean {
  return (
    node === '' ||
    (typeof node === 'object' &&
      node.children.length === 0 &&
      node.tag !== 'br' &&
      node.tag !== 'hr' &&
      node.tag !== 'td' &&
      node.tag !== 'th')
  );
}
