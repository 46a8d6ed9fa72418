import { refusal, type Refusal } from './refusal.ts';

/** Longer titles of tasks are texts, and belong into the file they describe. */
export const longestTitle = 200;

/** The title of a new task or item as it is written, in one line. Refuses (`task.title`) what is empty or too long. */
export function toTitle(text: string): string | Refusal {
  const title = text.replace(/\s+/g, ' ').trim();
  if (title === '') return refusal('task.title', { why: 'empty' });
  return title.length > longestTitle ? refusal('task.title', { why: 'tooLong', most: longestTitle }) : title;
}
