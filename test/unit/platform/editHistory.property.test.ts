import assert from 'node:assert/strict';
import fc from 'fast-check';
import { EditHistories, EditHistory } from '../../../src/platform/node/editHistory.ts';
import { runs } from '../../support/texts.ts';

/** A file as words in lines. Merged word by word: what one side added or removed is added or removed. */
const words = (text: string): readonly string[] => (text === '' ? [] : text.split('\n'));
const without = (text: string, word: string): string =>
  words(text)
    .filter((each) => each !== word)
    .join('\n');
const withWord = (text: string, word: string): string =>
  [...words(without(text, word)), word].sort().join('\n');
function merge(base: string, ours: string, theirs: string): string {
  let merged = ours;
  for (const word of words(theirs)) if (!words(base).includes(word)) merged = withWord(merged, word);
  for (const word of words(base)) if (!words(theirs).includes(word)) merged = without(merged, word);
  return merged;
}

/** An editor and the disk below it, with an undo stack as VS Code has one. */
class Editor {
  readonly history = new EditHistory('');
  disk = '';
  #base = '';
  #stack = [''];
  #at = 0;
  #saved = 0;
  #count = 0;
  /** What others wrote and did not take back. */
  readonly others = new Set<string>();

  get text(): string {
    return this.#stack[this.#at] ?? '';
  }

  get isDirty(): boolean {
    return this.#at !== this.#saved;
  }

  type(): void {
    this.#show(withWord(this.text, `own-${this.#count++}`));
    this.history.step(this.text, 'typed');
    this.#merge();
  }

  undo(): void {
    if (this.#at === 0) return;
    this.#at--;
    this.history.step(this.text, 'undone');
  }

  redo(): void {
    if (this.#at === this.#stack.length - 1) return;
    this.#at++;
    this.history.step(this.text, 'redone');
  }

  /** Somebody writes to the disk while something is unsaved here. */
  write(change: 'adds' | 'removes'): void {
    if (!this.isDirty) this.type();
    const [first] = this.others;
    if (change === 'removes' && first !== undefined) {
      this.others.delete(first);
      this.disk = without(this.disk, first);
    } else {
      const word = `other-${this.#count++}`;
      this.others.add(word);
      this.disk = withWord(this.disk, word);
    }
    this.#merge();
  }

  save(): void {
    this.#merge();
    this.disk = this.#base = this.text;
    this.#saved = this.#at;
    this.history.save();
  }

  #show(text: string): void {
    this.#stack = [...this.#stack.slice(0, this.#at + 1), text];
    this.#at++;
    if (this.#saved >= this.#at) this.#saved = -1;
  }

  #merge(): void {
    const { lacks } = this.history;
    assert.ok(lacks !== undefined);
    const news = this.disk === this.#base ? undefined : { base: this.#base, theirs: this.disk };
    const changes = [...lacks, ...(news === undefined ? [] : [news])];
    if (changes.length === 0) return;
    let { text } = this;
    for (const { base, theirs } of changes) text = merge(base, text, theirs);
    if (text !== this.text) this.#show(text);
    this.history.merge(text, news);
    this.#base = this.disk;
  }
}

describe('the history of an editor', () => {
  const step = fc.constantFrom('type', 'undo', 'redo', 'adds', 'removes', 'save');

  it('keeps all that others wrote, whatever is typed, undone, redone and saved', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const editor = new Editor();
        for (const each of steps)
          if (each === 'adds' || each === 'removes') editor.write(each);
          else editor[each]();
        editor.save();
        assert.deepEqual(
          words(editor.disk).filter((word) => word.startsWith('other-')),
          [...editor.others].sort(),
        );
      }),
      { numRuns: runs },
    );
  });

  it('changes nothing that is typed and undone where nobody else writes', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('type', 'undo', 'redo', 'save'), { maxLength: 40 }), (steps) => {
        const editor = new Editor();
        for (const each of steps) {
          editor[each]();
          assert.deepEqual(editor.history.lacks, []);
        }
      }),
      { numRuns: runs },
    );
  });

  it('says that it does not know what an older text lacks than those it has', () => {
    const history = new EditHistory('0');
    let disk = '0';
    for (let i = 1; i <= 60; i++) {
      const theirs = `${i}`;
      history.step(`typed ${i}`, 'typed');
      history.merge(`merged ${i}`, { base: disk, theirs });
      disk = theirs;
    }
    history.step('merged 50', 'undone');
    assert.deepEqual(history.lacks, [{ base: '50', theirs: '60' }]);
    history.step('merged 5', 'undone');
    assert.equal(history.lacks, undefined);
    history.step('merged 50', 'redone');
    assert.deepEqual(history.lacks, [{ base: '50', theirs: '60' }]);
    history.step('a text from before that', 'undone');
    assert.equal(history.lacks, undefined);
    history.save();
    assert.deepEqual(history.lacks, [], 'a copy was kept of what it went over');
  });

  it('lets a person go back before what others wrote into a saved file, but not before a merge', () => {
    const history = new EditHistory('a');
    history.step('a typed', 'typed');
    history.merge('b typed', { base: 'a', theirs: 'b' });
    history.save();
    history.load('c', 'b typed');
    history.step('b typed', 'undone');
    assert.deepEqual(history.lacks, []);
    history.step('a typed', 'undone');
    assert.deepEqual(history.lacks, [
      { base: 'a', theirs: 'b' },
      { base: 'b typed', theirs: 'c' },
    ]);
  });

  it('goes on where a file is closed and opened again as it was', () => {
    const histories = new EditHistories();
    histories.open('file', 'a');
    const history = histories.of('file', () => 'a');
    histories.close('file');
    histories.open('file', 'a');
    assert.equal(
      histories.of('file', () => 'a'),
      history,
    );
    histories.close('file');
    histories.open('file', 'changed meanwhile');
    assert.notEqual(
      histories.of('file', () => 'changed meanwhile'),
      history,
    );
  });
});
