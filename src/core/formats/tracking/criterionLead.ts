import { perStep, type Steps } from '../../base/steps.ts';
import type { CriteriaShape, CriterionToken } from '../../model/criteria.ts';
import type { Range } from '../../text/range.ts';
import type { SourceText } from '../../text/sourceText.ts';
import { oneLine, plainText, renderedText } from '../../text/inline.ts';

/** Longer texts of criteria are cut for rows and tooltips; the board reads the file itself. */
export const longestText = 500;

/** The IDs that a line begins with. */
export interface CriterionLead {
  readonly ids: readonly string[];
  readonly text: string;
  /** Whether something says that these are criteria: bold, code, or what sets them off. */
  readonly marked: boolean;
  /** Whether a colon or a dash is between them and their text. */
  readonly isSetOff: boolean;
}

/**
 * The parts of a text that each define by themselves: it begins one, and so does each further line that IDs lead and a colon or a dash
 * sets off, where the part before it does so too or introduces them (`Requirements:`). Any other line goes on with the part above.
 */
export function* splitAtLeads(source: SourceText, text: Range, criteria: CriteriaShape): Steps<Range[]> {
  const first = source.lineAt(text.start);
  const last = source.lineAt(text.end);
  if (first === last) return [text];
  const parts: Range[] = [];
  let { start } = text;
  let end = Math.min(source.lineRange(first).end, text.end);
  let areLed = leadingIds(source.slice({ start, end }), criteria)?.marked === true;
  for (let line = first + 1; line <= last; line++) {
    if (line % perStep === 0) yield;
    const range = source.lineRange(line);
    const written = source.slice(range);
    const isIntroduced = /[:：]\s*$/.test(source.text.slice(Math.max(start, end - 20), end));
    if ((areLed || isIntroduced) && leadingIds(written, criteria)?.isSetOff === true) {
      parts.push({ start, end });
      start = range.start + (written.length - written.trimStart().length);
      areLed = true;
    }
    end = Math.min(range.end, text.end);
  }
  parts.push({ start, end });
  return parts;
}

/** Anchors that others link to, before the ID that they are for. */
const anchors = /^\s*(?:<\/?(?:a|span)\b[^<>]{0,200}>\s*)+/i;

/** What a dash behind an ID explains as often as a criterion: standards, and decisions that are files of their own. */
const otherDocuments =
  /^(?:ADR|AES|BCP|BIP|CVE|CWE|DIN|ECMA|EIP|EN|HTTP|IEC|IEEE|ISO|KEP|PEP|PR|RFC|SHA|TLS|UTF)-/;

/**
 * The IDs that lead a text (bold, code or brackets allowed, anchors skipped), whether something marks them, and what comes after
 * them; links and struck texts only mention some. Several count where they are marked together or each by itself
 * (`**FR-1, FR-2**`, `` `FR-1`/`FR-2` ``).
 */
export function leadingIds(whole: string, criteria: CriteriaShape): CriterionLead | undefined {
  // Most blocks begin with a word of prose: the ID is looked for in the first words alone.
  if (!criteria.mayHold(whole.slice(0, 300))) return undefined;
  const anchor = anchors.exec(whole.slice(0, 300))?.[0].length ?? 0;
  const raw = whole.slice(anchor, anchor + 20 * longestText);
  const start = raw.slice(0, 200);
  if (/^\s*(?:[<!]|~~)/.test(start)) return undefined;
  const [opening = ''] = /^[\s*_`]*\[?[*_`]*/.exec(start) ?? [];
  const body = start.slice(opening.length);
  const plain = body.replace(/[*_`]/g, ' ');
  const first = criteria.lead(plain);
  if (first === undefined) return undefined;
  // A link says where the criterion is; brackets alone are signs like any other.
  const isBracketed = opening.includes('[');
  if (isBracketed && !/^[*_`]*\](?![([:])/.test(body.slice(first.end))) return undefined;
  const marks = /[*_`]/.test(opening);
  // `FR-1, FR-2: both`: what ends with a colon, or is all there is, is a list also without marks.
  const open = restOfList(body, plain, first, criteria, true);
  const isList = marks || /^\s?(?:[:：]|$)/.test(body.slice(open.end));
  const { ids, end } = isList ? open : restOfList(body, plain, first, criteria, false);
  const rest = body.slice(end);
  const behind = /^[*_`\]]*(?:\s?[:：]|(?:\s+[–—]|\s-{1,3})\s+(?=(\S.*)))/.exec(rest);
  const isDashed = behind?.[1] !== undefined;
  // Lists of standards and of decisions look the same, and `FR-1 – FR-4` is a range.
  const isSetOff =
    behind !== null &&
    !(isDashed && (otherDocuments.test(first.id) || criteria.lead(behind[1] ?? '') !== undefined));
  return {
    ids: ids.length === 1 ? ids : [...new Set(ids)],
    text: textBehind(raw, opening, body.slice(0, end)),
    marked: marks || isSetOff,
    isSetOff,
  };
}

/** The IDs that a line goes on with: those in one pair of marks (or none at all) if `isOpen`, and those that each have their own. */
function restOfList(
  body: string,
  plain: string,
  first: CriterionToken,
  criteria: CriteriaShape,
  isOpen: boolean,
): { readonly ids: readonly string[]; readonly end: number } {
  const ids = [first.id];
  let { end } = first;
  for (;;) {
    const joint = /^([*_`]*)\s*([,;/&+]|\.{2,3}|[–—]|(?:and|or|to|und|et|y)(?=\s))\s*([*_`]*)/.exec(
      body.slice(end),
    );
    if (joint === null) break;
    const [separator, closed = '', sign = '', opened = ''] = joint;
    const next = criteria.lead(plain.slice(end + separator.length));
    const isTogether = closed === '' && opened === '' && (sign === '/' || isOpen);
    if (next === undefined || !(isTogether || (closed !== '' && opened !== ''))) break;
    ids.push(next.id);
    end += separator.length + next.end;
  }
  return { ids, end };
}

/** What is said behind the IDs of a line. */
function textBehind(raw: string, opening: string, ids: string): string {
  const end = opening.length + ids.length;
  // `**RPC-01** text`, as nearly all are written: what is behind the ID is read by itself, and is mostly plain.
  const marks = opening.trim();
  const alone = /^[*_`]*$/.test(marks) && raw.startsWith(marks, end) && !/[*_`]/.test(ids);
  const text =
    alone && !/[*_`]/.test(raw.charAt(end + marks.length))
      ? oneLine(renderedText(raw.slice(end + marks.length)))
      : oneLine(plainText(raw)).slice(oneLine(plainText(raw.slice(0, end).replace(/[*_`]/g, ''))).length);
  return text.replace(/^[\s:：.)\]–—|-]+/, '');
}
