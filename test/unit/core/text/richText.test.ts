import assert from 'node:assert/strict';
import fc from 'fast-check';
import { readToPage } from '../../../../src/core/board/protocol.ts';
import { type Rich, richTags } from '../../../../src/core/text/rich.ts';
import { toRich } from '../../../../src/core/text/richText.ts';
import { hostileDocument } from '../../../support/hostile.ts';

/** As a reader would see the tags: `<strong>x</strong>`. */
function drawn(nodes: readonly Rich[]): string {
  return nodes
    .map((node) =>
      typeof node === 'string'
        ? node
        : `<${node.tag}${node.id === undefined ? '' : ` ${node.id}`}>${drawn(node.children)}</${node.tag}>`,
    )
    .join('');
}

describe('text of a spec as a tree', () => {
  const is = (markdown: string, lead: string, expected: string): void => {
    assert.equal(drawn(toRich(markdown, lead)), expected);
  };

  it('is one paragraph behind its ID', () => {
    is('- **RPC-01** A *call* is `retried`.', 'RPC-01', 'A <em>call</em> is <code>retried</code>.');
    is('- RPC-01: x', 'RPC-01', 'x');
    is('- **RPC-01: bold** x', 'RPC-01', '<strong>bold</strong> x');
    is('`RPC-01` – x', 'RPC-01', 'x');
    is('### RPC-01\n\nBelow it.\n', 'RPC-01', '<p>Below it.</p>');
    is('x RPC-01', 'RPC-01', 'x RPC-01');
    is('- [ ] RPC-01 x', 'RPC-01', 'x');
    is('- [x] **RPC-01**: x', 'RPC-01', 'x');
    is('- [ ] x RPC-01', 'RPC-01', '[ ] x RPC-01');
  });

  it('keeps lists, code, quotes and tables', () => {
    is('- A-1 x\n  - y\n  - z\n', 'A-1', 'x<ul><li>y</li><li>z</li></ul>');
    is('A-1 x\n\n```ts\n<b>\n```\n', 'A-1', 'x<pre><b></pre>');
    is(
      '| a | b |\n|---|---|\n| *c* | |\n',
      '',
      '<table><tr><th>a</th><th>b</th></tr><tr><td><em>c</em></td><td></td></tr></table>',
    );
  });

  it('shows HTML as it was typed, images as their description, links as links', () => {
    is('a <img src=x onerror=alert(1)> b', '', 'a <img src=x onerror=alert(1)> b');
    is('![a picture](https://example.org/x.png)', '', 'a picture');
    is(
      '[x](command:foo) <https://example.org>',
      '',
      '<link command:foo>x</link> <link https://example.org>https://example.org</link>',
    );
  });

  it('cuts what is too long, and flattens what is nested too deeply', () => {
    const long = drawn(toRich('word '.repeat(10_000)));
    assert.ok(long.length < 21_000 && long.endsWith('…'));
    const deep = toRich(`${'>'.repeat(300)} x`);
    assert.ok(readToPage({ type: 'texts', texts: { a: deep } }) !== undefined);
    assert.match(drawn(deep), /x/);
  });

  it('holds nothing but the known tags, whatever it is made of', () => {
    const known = new Set<string>(richTags);
    const check = (nodes: readonly Rich[]): void => {
      for (const node of nodes)
        if (typeof node === 'object') {
          assert.ok(known.has(node.tag));
          check(node.children);
        }
    };
    fc.assert(
      fc.property(hostileDocument, (text) => {
        const rich = toRich(text, 'A-1');
        check(rich);
        assert.ok(readToPage({ type: 'texts', texts: { a: rich } }) !== undefined);
      }),
    );
  });
});
