import type { MarkdownResult } from '../../src/project/world.ts';

/** The answer of a reader of Markdown that could not read a text. */
export function notRead(text: string): MarkdownResult {
  return { kind: 'failed', problem: { code: 'file.markdown', data: { reason: 'other', text } } };
}
