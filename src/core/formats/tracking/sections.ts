import type { Block } from '../../text/markdown.ts';
import type { SourceText } from '../../text/sourceText.ts';

// What sections are about, by their headings in lower case.

const notesHeading = new RegExp(
  `^[^\\p{L}]{0,8}(?:(?:handoff |progress )?notes?|notizen|notas|заметки|примечания|备注|備註|笔记|筆記|メモ|備考|메모|ملاحظات)(?!\\p{L})`,
  'u',
);

/** Whether a section (its heading in lower case) holds notes: `notes`, `📝 handoff notes`, `3. notes and decisions`, `备注`. */
export function isNotesHeading(section: string): boolean {
  return notesHeading.test(section);
}

const notesLine = /(?:^|\n)[ \t]*[*_]{0,3}(?:handoff |progress )?notes?[*_]{0,3}:[*_]{0,3}[ \t]*$/i;

/** Whether notes begin behind a block as behind a heading: it ends with a line that only says `Notes:`. */
export function beginsNotes(source: SourceText, block: Block): boolean {
  if (block.kind !== 'paragraph') return false;
  return notesLine.test(
    source.text.slice(Math.max(block.range.start, block.range.end - 100), block.range.end),
  );
}

const tasksHeading = /(?<!\p{L})(?:tasks?|to-?dos?)(?!\p{L})/u;

/** Whether a section holds tasks. */
export function isTasksHeading(section: string): boolean {
  return tasksHeading.test(section);
}

const noTasksHeading =
  /(?<!\p{L})(?:acceptance|definition of (?:done|ready)|do[dr]|done when|criteria|check-?\s?lists?|tests?|testing|test plans?|verification|reviews?|questions|decisions|risks|out of scope|non-goals)(?!\p{L})/u;

/** Whether check boxes of a section are no work of their own, but say what has to hold when it is done, or be looked at. */
export function isNoWorkHeading(section: string): boolean {
  return noTasksHeading.test(section);
}
