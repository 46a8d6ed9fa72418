import type { StreamTask, Task } from '../../model/item.ts';
import { isSameOwner } from '../../model/owner.ts';
import { refusal, type Refusal } from '../../model/refusal.ts';
import type { Edits, TextEdit } from '../../text/edit.ts';
import { plainText } from '../../text/inline.ts';
import { insertLines } from '../../text/insertLines.ts';
import { scanMarkdown } from '../../text/markdownScanner.ts';
import { SourceText } from '../../text/sourceText.ts';
import type { MarkdownDocument } from '../../text/syntax.ts';
import type { TaskChange } from '../format.ts';
import { readBoxOwner } from './boxOwner.ts';
import { readBox, textOf } from './checkBoxes.ts';

/** Whether a task of a text is a check box. */
export function isBox({ text }: SourceText, { status: { range } }: Task): boolean {
  return range !== undefined && text[range.start - 1] === '[' && text[range.end] === ']';
}

/** Makes a check box say what `change` says: with a tick, and with a name behind its text. */
export function setBox({ source }: MarkdownDocument, task: Task, change: TaskChange): Edits | Refusal {
  const { range: box, written } = task.status;
  const { range: place } = task.owner;
  const whole = task.location.range;
  if (box === undefined || place === undefined || whole === undefined)
    throw new Error('a box is read with its places');
  const owner = change.owner === undefined ? task.owner.value : (change.owner ?? undefined);
  const { status } = change;
  const edits: TextEdit[] = [];
  if (status !== undefined) {
    const fits = status === 'done' || status === (owner === undefined ? 'todo' : 'wip');
    if (!fits) {
      const { value: now } = task.status;
      // What has an unknown mark is not claimed, but released.
      const isReopenedFirst = now === 'done' || (status === 'wip' && now === 'unknown');
      return refusal('box.status', { title: task.title.value, status, isReopenedFirst });
    }
    const signs = status === 'done' ? /^[xX]$/ : /^\s$/;
    if (!signs.test(written))
      edits.push({ range: box, expect: written, text: status === 'done' ? 'x' : ' ' });
  }
  if (change.owner === undefined || isSameOwner(task.owner.value, owner)) return { kind: 'edits', edits };
  const from = task.title.range?.start ?? box.end;
  const named = readBoxOwner(source.text.slice(from, whole.end));
  if (owner === undefined) {
    if (named === undefined) throw new Error('a name is read with its place');
    // The space before it goes with it.
    const start = source.text.slice(0, from + named.whole.start).trimEnd().length;
    const range = { start, end: from + named.whole.end };
    edits.push({ range, expect: source.slice(range), text: '' });
  } else {
    const before = source.slice(place);
    const isRemark = named !== undefined && named.name.start > named.whole.start;
    const name = isRemark && !before.startsWith('@') ? owner : `@${owner}`;
    edits.push({ range: place, expect: before, text: named === undefined ? ` ${name}` : name });
  }
  return { kind: 'edits', edits };
}

/** Adds a check box behind the last one; `notes` follow its title in brackets. */
export function addBox(
  { id, source }: MarkdownDocument,
  boxes: readonly StreamTask[],
  title: string,
  notes: string | undefined,
): Edits | Refusal {
  const last = boxes.findLast(({ status }) => status.value !== 'done') ?? boxes.at(-1);
  if (last === undefined) throw new Error('there is a box to add one behind');
  const line = source.lineRange(source.lineAt(last.location.range.start));
  const before = source.text.slice(line.start, last.location.range.start);
  const marker = /^(?:[-*+]|\d{1,9}[.)])[ \t]+/.exec(
    source.text.slice(last.location.range.start, last.location.range.start + 20),
  );
  const number = /^(\d+)([.)][ \t]+)/.exec(marker?.[0] ?? '');
  const sign = number === null ? (marker?.[0] ?? '- ') : `${Number(number[1]) + 1}${number[2] ?? ''}`;
  const item = `${sign}[ ] ${title}${notes === undefined ? '' : ` (${notes})`}`;
  // What is written has to be read as it was meant: a title may end with a name, or be no text at all.
  const own = new SourceText(item);
  const markdown = scanMarkdown(own);
  const [block, ...more] = markdown.kind === 'blocks' ? markdown.blocks : [];
  const read = block?.kind === 'listItem' && more.length === 0 ? readBox(own, block, false) : undefined;
  const wanted = plainText(title + (notes === undefined ? '' : ` (${notes})`));
  if (
    read === undefined ||
    read.naming.start < read.naming.end ||
    textOf(own, read, plainText) !== wanted.trim()
  )
    return refusal('task.title', { why: 'form', title, path: id.path });
  return { kind: 'edits', edits: [insertLines(source, last.location.range.end, [before + item])] };
}
