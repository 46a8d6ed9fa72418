import type { Rich } from '../../src/core/text/rich.ts';
import { h, type Child } from './dom.ts';

/** Text of a spec as elements: only the tags that are known, and attributes that are written here. */
export function richViews(nodes: readonly Rich[]): readonly Child[] {
  return nodes.map((node): Child => {
    if (typeof node === 'string') return node;
    const children = richViews(node.children);
    switch (node.tag) {
      case 'link':
        return node.id === undefined
          ? h('span', {}, children)
          : h('a', { href: '#', 'data-act': 'openPlace', 'data-id': node.id }, children);
      case 'table':
        return h('table', { class: 'text-table', role: 'presentation' }, h('tbody', {}, children));
      case 'pre':
        return h('pre', { tabindex: '0' }, h('code', {}, children));
      case 'th':
        return h('td', { class: 'text-head' }, children);
      case 'p':
      case 'strong':
      case 'em':
      case 'code':
      case 'ul':
      case 'ol':
      case 'li':
      case 'blockquote':
      case 'tr':
      case 'td':
      case 'br':
      case 'hr':
        return h(node.tag, {}, children);
    }
  });
}
