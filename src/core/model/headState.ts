import type { Markdown } from '../text/markdown.ts';
import type { SourceText } from '../text/sourceText.ts';
import { readCellWord } from './cellWord.ts';
import { readHead } from './head.ts';
import { headKey } from './headKeys.ts';

/** What the head of a document says of its state, without remark: `Draft` of `**Status**: Draft (2026-06-11)`. */
export function headState(file: {
  readonly source: SourceText;
  readonly markdown: Markdown;
}): string | undefined {
  const entry = readHead(file, true, () => undefined).entries.find(({ key }) => headKey(key) === 'status');
  const { written = '', word = '' } = entry === undefined ? {} : readCellWord(entry.text);
  return word === '' || written.length > 40 ? undefined : written;
}
