import type { WorkItem } from '../model/item.ts';
import { outcome } from '../model/outcome.ts';
import { refusal } from '../model/refusal.ts';
import type { TextEdit } from '../text/edit.ts';
import { insertLines } from '../text/insertLines.ts';
import { toKey, type Key } from '../text/key.ts';
import { SourceText } from '../text/sourceText.ts';
import { memoryOf } from '../views/backlogWords.ts';
import type { PlanContext, Planned, ReadContext } from './operation.ts';

/** A work item, and the path at which a tool remembers something of it. */
function find(
  { index }: ReadContext,
  document: Key,
): { readonly item: WorkItem; readonly path: string | undefined } | undefined {
  const item = index.itemAt(document);
  return item?.kind === 'workItem' ? { item, path: memoryOf(index, item) } : undefined;
}

/** The document that a note goes to where it is kept with what a tool remembers; none where there is none. */
export function memoryScope(context: ReadContext, document: Key): readonly Key[] {
  const path = find(context, document)?.path;
  return path === undefined ? [] : [toKey(path)];
}

/** Adds a line to what a tool remembers of a work item: to the section that is for it, else at the end. */
export function planMemoryNote(context: PlanContext, document: Key, line: string): Planned {
  const found = find(context, document);
  const title = found?.item.task.title.value ?? context.index.pathOf(document);
  if (found?.path === undefined) return refusal('note.noMemory', { title });
  const key = toKey(found.path);
  const now = context.text(key);
  if (now.kind === 'refused') return now;
  if (now.kind === 'missing') return refusal('note.noMemory', { title });
  const edit = noteEdit(new SourceText(now.text), `- ${line.replaceAll('<!--', '&lt;!--')}`);
  return {
    kind: 'plan',
    changes: [{ kind: 'edit', document: context.documentOf(key), edits: [edit] }],
    outcome: outcome('note.remembered', { title, path: found.path }),
  };
}

/** Where notes are, what comes first counts; `Current State` is what flowspec's own template has for them. */
const sections = [/^##[ \t]+notes\b/i, /^##[ \t]+current state\b/i];

function noteEdit(source: SourceText, note: string): TextEdit {
  const lines = linesOf(source);
  const isHead = (line: number): boolean => /^##?[ \t]/.test(lines[line] ?? '');
  const heads = lines.flatMap((_, line) => (isHead(line) ? [line] : []));
  const head = sections
    .map((pattern) => heads.find((line) => pattern.test(lines[line] ?? '')))
    .find((line) => line !== undefined);
  const next = head === undefined ? undefined : heads.find((line) => line > head);
  let last = (next ?? lines.length) - 1;
  while (last > 0 && lines[last]?.trim() === '') last--;
  const isBelowNote = /^[-*+] /.test(lines[last] ?? '');
  return insertLines(source, source.lineStart(last), isBelowNote ? [note] : ['', note]);
}

/** The lines, but those of fences without their text: nothing in them is a heading. */
function linesOf(source: SourceText): readonly string[] {
  let fence: string | undefined;
  return Array.from({ length: source.lineCount }, (_, i) => {
    const line = source.slice(source.lineRange(i));
    const mark = /^ {0,3}(`{3,}|~{3,})/.exec(line)?.[1];
    const isFence = mark !== undefined && (fence === undefined || mark.startsWith(fence));
    const isInside = fence !== undefined;
    if (isFence) fence = fence === undefined ? mark : undefined;
    return isInside || isFence ? '```' : line;
  });
}
