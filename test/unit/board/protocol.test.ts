import assert from 'node:assert/strict';
import fc from 'fast-check';
import { readFromPage, readToPage } from '../../../src/core/board/protocol.ts';
import type { Rich } from '../../../src/core/text/rich.ts';

describe('the board’s protocol', () => {
  const act = { type: 'act', request: 1, action: 'claim', id: 'abc', again: false };

  it('takes what the page may ask for, and drops what else comes with it', () => {
    assert.deepEqual(readFromPage({ ...act, path: '/etc/passwd', command: 'x' }), act);
    assert.deepEqual(readFromPage({ type: 'ready', more: 1 }), { type: 'ready' });
  });

  it('refuses every other message', () => {
    const wrong: unknown[] = [
      undefined,
      null,
      'ready',
      7,
      [],
      {},
      { ...act, action: 'delete' },
      { ...act, action: '__proto__' },
      { ...act, action: 'constructor' },
      { ...act, id: 'x'.repeat(65) },
      { ...act, id: 5 },
      { ...act, id: ['abc'] },
      { ...act, request: -1 },
      { ...act, request: 1.5 },
      { ...act, request: '1' },
      { ...act, again: 'yes' },
      { ...act, type: 'ACT' },
      { type: 'show', board: { kind: 'stream' } },
    ];
    for (const message of wrong) assert.equal(readFromPage(message), undefined, JSON.stringify(message));
  });

  it('never throws, whatever comes', () => {
    fc.assert(
      fc.property(fc.anything(), (message) => {
        readFromPage(message);
        readToPage(message);
      }),
    );
  });

  it('takes texts only as trees of the known tags', () => {
    const texts = (rich: unknown) => readToPage({ type: 'texts', texts: { a: rich } });
    assert.ok(texts([{ tag: 'p', children: ['x', { tag: 'link', id: 'i', children: [] }] }]) !== undefined);
    for (const rich of [
      [{ tag: 'script', children: [] }],
      [{ tag: 'p', children: [{ tag: 'iframe', children: [] }] }],
      [{ tag: 'p', children: 'x' }],
      [{ tag: 'link', id: 5, children: [] }],
      'x',
    ])
      assert.equal(texts(rich), undefined, JSON.stringify(rich));
    let deep: Rich = 'x';
    for (let i = 0; i < 100; i++) deep = { tag: 'p', children: [deep] };
    assert.equal(texts([deep]), undefined);
  });

  it('takes the wish that a row has the focus', () => {
    assert.deepEqual(readToPage({ type: 'focus', row: 'x' }), { type: 'focus' });
  });

  it('takes answers with a sentence, and boards of a known kind', () => {
    assert.ok(readToPage({ type: 'answer', request: 1, answer: { ok: true, text: '' } }) !== undefined);
    assert.equal(readToPage({ type: 'answer', request: 1, answer: { ok: 'yes', text: '' } }), undefined);
    assert.equal(readToPage({ type: 'show', board: { kind: 'page' } }), undefined);
  });
});
