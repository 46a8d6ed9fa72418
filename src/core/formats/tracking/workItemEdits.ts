import { readHead } from '../../model/head.ts';
import type { Edits, TextEdit } from '../../text/edit.ts';
import { frontMatterValue, setFrontMatterValue } from '../../text/frontMatter.ts';
import type { HeaderEntry } from '../../text/header.ts';
import { writeBranchName } from '../../model/branchName.ts';
import { headKey, isBranchKey } from '../../model/headKeys.ts';
import { refusal, type Refusal } from '../../model/refusal.ts';
import { inlineOf } from '../../text/codeSpan.ts';
import { insertLines } from '../../text/insertLines.ts';
import type { SourceText } from '../../text/sourceText.ts';
import type { MarkdownDocument } from '../../text/syntax.ts';
import { escapeCell, rowText } from '../../text/table.ts';
import { refuseConflict } from '../format.ts';

/**
 * Gives a field of the header or the front matter of a backlog or debt item (`Status`, `Branch`) another value, or adds it where the
 * others are. What a file says twice of itself is changed twice: the reader takes the last one.
 */
export function setField(file: MarkdownDocument, name: string, value: string): Edits | Refusal {
  const {
    source,
    markdown,
    id: { path },
  } = file;
  const refused = refuseConflict(file);
  if (refused !== undefined) return refused;
  const text = value.replace(/\s+/g, ' ').trim();
  const isBranch = isBranchKey(name);
  const inline = isBranch ? writeBranchName(text) : inlineOf(text);
  if (inline === undefined) return refusal('item.value', { path, why: 'form', text });
  const isField = ({ key }: HeaderEntry): boolean => {
    return headKey(key) === headKey(name);
  };
  const [first] = markdown.blocks;
  const front = first?.kind === 'frontMatter' ? first : undefined;
  const head = readHead(file, true, () => undefined);
  const isInFront = ({ whole }: HeaderEntry): boolean => front !== undefined && whole.start < front.range.end;
  const entries = head.entries.filter(isInFront);
  const lines = head.entries.filter((entry) => !isInFront(entry));
  const known = head.entries.filter(isField);
  const changes: TextEdit[] = [];
  for (const entry of known) {
    if (entry.text === text) continue;
    const edit =
      front !== undefined && isInFront(entry)
        ? setFrontMatterValue(source, front, entry.key, text)
        : setLine(file, entry, inline);
    if (edit === undefined) return refusal('item.value', { path, why: 'field', text: entry.key });
    changes.push(edit);
  }
  if (known.length > 0) return edits(changes);
  const last = lines.at(-1);
  // Where the file says such things of itself, it says one more.
  if (last !== undefined) return edits([insertBehind(source, last, name, inline)]);
  if (front !== undefined && entries.length > 0)
    return edits([
      insertLines(source, front.content.end, [`${name.toLowerCase()}: ${frontMatterValue(text)}`]),
    ]);
  const ending = source.lineEnding(0) || '\n';
  const title = head.title?.range.end;
  const below = front === undefined ? 0 : source.lineAt(front.range.end) + 1;
  const end = below < source.lineCount ? source.lineStart(below) : source.text.length;
  if (title === undefined)
    return edits([{ range: { start: end, end }, expect: '', text: `${name}: ${inline}${ending}${ending}` }]);
  const next = source.lineAt(title) + 1;
  const glued = next < source.lineCount && source.slice(source.lineRange(next)).trim() !== '';
  return edits([insertLines(source, title, glued ? [`${name}: ${inline}`, ''] : [`${name}: ${inline}`])]);
}

/** A value that goes on in the next line may hold what is none of it. */
function setLine(
  { source }: MarkdownDocument,
  { value, table }: HeaderEntry,
  text: string,
): TextEdit | undefined {
  const expect = source.slice(value);
  if (/[\r\n]/.test(expect)) return undefined;
  const gap = expect === '' && source.text.charAt(value.start - 1) === ':' ? ' ' : '';
  return { range: value, expect, text: gap + (table === undefined ? text : escapeCell(text)) };
}

/** One more entry, in the form of the one before it. */
function insertBehind(
  source: SourceText,
  { whole, table }: HeaderEntry,
  name: string,
  text: string,
): TextEdit {
  const line = source.slice(source.lineRange(source.lineAt(whole.start)));
  if (table === undefined) {
    const quote = /^\s*(?:>\s?)+/.exec(line)?.[0] ?? '';
    return insertLines(source, whole.end, [`${quote}${name}: ${text}`]);
  }
  const row = table.header.cells.length === 2 ? rowText(source, table, [name, text]) : undefined;
  const { end } = table.range;
  return insertLines(source, end, row === undefined ? ['', `${name}: ${text}`] : [row]);
}

/** Ticks every check box of a backlog or debt item that is not. */
export function tickBoxes(file: MarkdownDocument): Edits | Refusal {
  const refused = refuseConflict(file);
  if (refused !== undefined) return refused;
  const open = file.markdown.blocks.flatMap((block) =>
    block.kind === 'listItem' && block.box !== undefined && file.source.slice(block.box) === ' '
      ? [block.box]
      : [],
  );
  return edits(open.map((range) => ({ range, expect: ' ', text: 'x' })));
}

function edits(all: readonly TextEdit[]): Edits {
  return { kind: 'edits', edits: all };
}
