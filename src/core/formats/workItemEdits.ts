import { t } from '@vscode/l10n';
import type { TextEdit } from '../text/edit.ts';
import { frontMatterValue, setFrontMatterValue } from '../text/frontMatter.ts';
import { readFrontMatterEntries, readHeaderLines, type HeaderEntry } from '../text/header.ts';
import { inlineOf } from '../text/codeSpan.ts';
import { insertLines } from '../text/insertLines.ts';
import { refuse, refuseConflict, type Edits, type MarkdownFile, type Refusal } from './format.ts';

/** Other names of the same field. */
const otherNames: Readonly<Record<string, string>> = { state: 'status' };

/** See `ItemFormat.setField`. What a file says twice of itself is changed twice: the reader takes the last one. */
export function setField(file: MarkdownFile, name: string, value: string): Edits | Refusal {
  const { source, markdown, path } = file;
  const refused = refuseConflict(file);
  if (refused !== undefined) return refused;
  const text = value.replace(/\s+/g, ' ').trim();
  const inline = inlineOf(text);
  if (inline === undefined) return refuse('item.value', t('{0} cannot be written in {1}.', text, path));
  const isField = ({ key }: HeaderEntry): boolean => {
    const lower = key.toLowerCase();
    return (otherNames[lower] ?? lower) === name.toLowerCase();
  };
  const [first] = markdown.blocks;
  const front = first?.kind === 'frontMatter' ? first : undefined;
  const { entries = [] } = front === undefined ? {} : readFrontMatterEntries(source, front);
  const { lines, title, end } = headOf(file, entries);
  const inFront = new Set(entries);
  const known = [...entries, ...lines].filter(isField);
  const changes: TextEdit[] = [];
  for (const entry of known) {
    if (entry.text === text) continue;
    const edit =
      front !== undefined && inFront.has(entry)
        ? setFrontMatterValue(source, front, entry.key, text)
        : setLine(file, entry, inline);
    if (edit === undefined)
      return refuse('item.value', t('“{0}” in {1} is no plain value of one line.', entry.key, path));
    changes.push(edit);
  }
  if (known.length > 0) return edits(changes);
  const last = lines.at(-1);
  // Where the file says such things of itself, it says one more.
  if (last !== undefined) return edits([insertLines(source, last.whole.end, [`${name}: ${inline}`])]);
  if (front !== undefined && entries.length > 0)
    return edits([
      insertLines(source, front.content.end, [`${name.toLowerCase()}: ${frontMatterValue(text)}`]),
    ]);
  const ending = source.lineEnding(0) || '\n';
  if (title === undefined)
    return edits([{ range: { start: end, end }, expect: '', text: `${name}: ${inline}${ending}${ending}` }]);
  const next = source.lineAt(title) + 1;
  const glued = next < source.lineCount && source.slice(source.lineRange(next)).trim() !== '';
  return edits([insertLines(source, title, glued ? [`${name}: ${inline}`, ''] : [`${name}: ${inline}`])]);
}

/** A value that goes on in the next line may hold what is none of it. */
function setLine({ source }: MarkdownFile, { value }: HeaderEntry, text: string): TextEdit | undefined {
  const expect = source.slice(value);
  if (/[\r\n]/.test(expect)) return undefined;
  const gap = expect === '' && source.text.charAt(value.start - 1) === ':' ? ' ' : '';
  return { range: value, expect, text: gap + text };
}

/** See `ItemFormat.tickBoxes`. */
export function tickBoxes(file: MarkdownFile): Edits | Refusal {
  const refused = refuseConflict(file);
  if (refused !== undefined) return refused;
  const open = file.markdown.blocks.flatMap((block) =>
    block.kind === 'listItem' && block.box !== undefined && file.source.slice(block.box) === ' '
      ? [block.box]
      : [],
  );
  return edits(open.map((range) => ({ range, expect: ' ', text: 'x' })));
}

/** The header lines below the title as the reader takes them, where the title ends, and where the text begins. */
function headOf(
  { source, markdown }: MarkdownFile,
  front: readonly HeaderEntry[],
): {
  readonly lines: readonly HeaderEntry[];
  readonly title: number | undefined;
  readonly end: number;
} {
  const lines: HeaderEntry[] = [];
  const titled = front.some(({ key }) => key.toLowerCase() === 'title');
  let title: number | undefined;
  for (const block of markdown.blocks) {
    if (block.kind === 'table') break;
    if (block.kind === 'heading') {
      if (block.depth !== 1 || titled || title !== undefined) break;
      title = block.range.end;
    }
    if (block.kind !== 'paragraph' && block.kind !== 'listItem') continue;
    const found = readHeaderLines(source, block.kind === 'paragraph' ? block.range : block.content);
    if (found.length === 0 && block.kind === 'paragraph') break;
    for (const entry of found) lines.push(entry);
  }
  const [first] = markdown.blocks;
  const below = first?.kind === 'frontMatter' ? source.lineAt(first.range.end) + 1 : 0;
  const end = below < source.lineCount ? source.lineStart(below) : source.text.length;
  return { lines, title, end };
}

function edits(all: readonly TextEdit[]): Edits {
  return { kind: 'edits', edits: all };
}
