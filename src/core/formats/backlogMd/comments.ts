import type { Note } from '../../model/item.ts';
import { noteKey } from '../../model/rowIdentity.ts';
import type { LinesDocument } from '../../text/syntax.ts';
import type { Section } from './sections.ts';

const headLine = /^(author|created):(.*)$/i;
const none: readonly never[] = [];

/**
 * The comments of a task: `author:` and `created:`, a line of dashes, the text, and a line of dashes again, or a comment that begins
 * the next one.
 */
export function readComments(
  { id: document, key, source }: LinesDocument,
  sections: readonly Section[],
): readonly Note[] {
  const notes: Note[] = [];
  let draft: { start: number; author?: string; time?: string; text: string[]; inText: boolean } | undefined;
  const end = (line: number): void => {
    const text = draft?.text.join('\n').trim() ?? '';
    if (draft !== undefined && text !== '')
      notes.push({
        kind: 'note',
        key: noteKey(key, notes.length + 1),
        text: text.replace(/\s+/g, ' '),
        links: none,
        location: {
          document,
          range: { start: source.lineStart(draft.start), end: source.lineRange(line).end },
        },
        ...(draft.author === undefined ? {} : { author: draft.author }),
        ...(draft.time === undefined ? {} : { time: draft.time }),
      });
    draft = undefined;
  };
  for (const { marker, first, last } of sections) {
    if (marker !== 'COMMENTS') continue;
    for (let line = first; line <= last; line++) {
      const text = source.slice(source.lineRange(line));
      if (/^[ \t]*<!--/.test(text)) {
        end(line - 1);
        continue;
      }
      if (draft === undefined && text.trim() === '') continue;
      draft ??= { start: line, text: [], inText: false };
      const [, name, value = ''] = draft.inText ? [] : (headLine.exec(text) ?? []);
      if (name?.toLowerCase() === 'author') draft.author = value.trim().replace(/^@/, '');
      else if (name !== undefined) {
        const time = timeOf(value);
        if (time !== undefined) draft.time = time;
      } else if (/^---[ \t]*$/.test(text)) {
        if (draft.inText) end(line);
        else draft.inText = true;
      } else draft.text.push(text);
    }
    end(last);
  }
  return notes;
}

/** RFC 3339 for `2026-06-11 12:30`, which is UTC. */
function timeOf(text: string): string | undefined {
  const [, day, time = '00:00'] = /^(\d{4}-\d{2}-\d{2})(?:[ T](\d{2}:\d{2}))?/.exec(text.trim()) ?? [];
  if (day === undefined) return undefined;
  const full = `${day}T${time}:00Z`;
  return Number.isNaN(Date.parse(full)) ? undefined : full;
}
