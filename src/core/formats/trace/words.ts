import { readCellWord } from '../../model/cellWord.ts';
import type { Sourced } from '../../model/sourced.ts';
import type { Status } from '../../model/status.ts';
import { readStatus } from '../../model/statusWords.ts';
import type { Range } from '../../text/range.ts';
import type { SourceText } from '../../text/sourceText.ts';

/** The words of the protocol, folded. */
const words = new Map<string, Status>([
  ['in progress', 'wip'],
  ['completed', 'done'],
  ['failed', 'failed'],
]);

/** As nearly all traces write them. */
const exact = new Map<string, Status>([
  ['in-progress', 'wip'],
  ['completed', 'done'],
  ['failed', 'failed'],
]);

/** What a `Status:` line says, and whether it says it in a word of the protocol. */
export interface StatusLine {
  readonly status: Sourced<Status | 'unknown'>;
  readonly kind: 'own' | 'foreign' | 'unknown' | 'template';
}

/** Reads the value of a `Status:` line; its range is the word alone, as a remark may follow. */
export function readStatusLine(source: SourceText, value: Range): StatusLine {
  const raw = source.slice(value);
  const plain = exact.get(raw);
  if (plain !== undefined) return { status: { value: plain, written: raw, range: value }, kind: 'own' };
  const { word, written } = readCellWord(raw);
  const range = raw.startsWith(written) ? { start: value.start, end: value.start + written.length } : value;
  const line = (status: Status | 'unknown', kind: StatusLine['kind'], at: Range = range): StatusLine => ({
    status: { value: status, written: source.slice(at), range: at },
    kind,
  });
  if (/in-progress\s*\|\s*completed/.test(raw)) return line('unknown', 'template', value);
  const own = words.get(word);
  if (own !== undefined) return line(own, 'own');
  const other = raw.trim() === '' ? 'unknown' : readStatus(raw);
  return line(other, other === 'unknown' ? 'unknown' : 'foreign');
}

/** Whether a value says that there is nothing: `none`, `none yet`, `-`. */
export function saysNothing(text: string): boolean {
  return /^(?:none(?: yet)?|n\/?a|tbd|nothing|[-–—]*)\.?$/i.test(text);
}

/** Whether a text is what the template has in place of it: `[Action Name]`. */
export function isUnfilled(text: string): boolean {
  return /^\[[^\][]+\]$/.test(text);
}

/** Whether a focus says no more than that somebody works: after an interruption nobody knows where. */
export function isVague(focus: string): boolean {
  return /^(?:[a-z-]+|working on it|in progress)\.?$/i.test(focus);
}

/** How many sentences a summary has. */
export function countSentences(text: string): number {
  const ends = text.match(/[.!?](?=\s+[\p{Lu}\p{N}`"“(])|[。！？]|[.!?]$/gu)?.length ?? 0;
  return /[.!?。！？]$/.test(text) ? ends : ends + 1;
}
