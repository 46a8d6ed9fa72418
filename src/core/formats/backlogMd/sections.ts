import { perStep, type Steps } from '../../base/steps.ts';
import type { ChecklistItem } from '../../model/item.ts';
import type { Report } from '../../model/problem.ts';
import { othersAlike } from '../../model/rowIdentity.ts';
import { readBoxLine } from '../../text/checklist.ts';
import type { LinesDocument } from '../../text/syntax.ts';

/** Where the text of a section stands: whole lines, the markers and the heading left out. */
export interface Section {
  /** `SECTION:DESCRIPTION`, `AC`, `COMMENTS`. */
  readonly marker: string;
  /** First and last line (zero-based) between the markers; `last` is before `first` where there is none. */
  readonly first: number;
  readonly last: number;
}

/** The text of a task below its front matter. */
export interface Body {
  readonly sections: readonly Section[];
  readonly checks: readonly ChecklistItem[];
}

type List = ChecklistItem['list'];

const marks = /^[ \t]*<!--[ \t]*((?:SECTION:)?[A-Z][A-Z_]{0,39}):(BEGIN|END)[ \t]*-->[ \t]*$/;
const markedLists: ReadonlyMap<string, List> = new Map([
  ['AC', 'acceptance'],
  ['DOD', 'definitionOfDone'],
]);
const headings: readonly (readonly [RegExp, List])[] = [
  [/^##[ \t]+acceptance criteria\b/i, 'acceptance'],
  [/^##[ \t]+definition of done\b/i, 'definitionOfDone'],
];

interface Open {
  readonly marker: string;
  readonly line: number;
  /** It stands inside of another one. */
  readonly isNested: boolean;
}

/** A line with a check box in one of the lists, and whether markers stand around that. */
interface Found {
  readonly line: number;
  readonly list: List;
  readonly isMarked: boolean;
}

/**
 * Reads the sections and the criteria of a task, line by line as the tool does. It finds sections by comments around them; where those are
 * missing or broken, a criterion is known by the heading above it, so that none is lost.
 * @param from the first line that is read
 */
export function* readBody(document: LinesDocument, from: number, report: Report): Steps<Body> {
  const { source, lines } = document;
  const sections: Section[] = [];
  const found: Found[] = [];
  const open: Open[] = [];
  const begun = new Set<List>();
  let ofMarker: List | undefined;
  let ofHeading: List | undefined;
  const unbalanced = (marker: string, why: 'noBegin' | 'noEnd' | 'nested', line: number): void => {
    report('markers.unbalanced', 'warning', { marker, why }, source.lineRange(line));
  };
  for (let line = from; line < lines.length; line++) {
    if (line % perStep === 0) yield;
    const text = source.slice(lines[line] ?? { start: 0, end: 0 });
    const [, marker, end] = marks.exec(text) ?? [];
    if (marker !== undefined) {
      const list = markedLists.get(marker);
      ofMarker = undefined;
      if (end === 'BEGIN') {
        ofMarker = list;
        if (list !== undefined) begun.add(list);
        open.push({ marker, line, isNested: open.length > 0 });
        continue;
      }
      const at = open.findLastIndex((each) => each.marker === marker);
      const begin = open[at];
      if (begin === undefined) {
        unbalanced(`${marker}:END`, 'noBegin', line);
        continue;
      }
      for (const each of open.splice(at).slice(1)) unbalanced(`${each.marker}:BEGIN`, 'noEnd', each.line);
      if (begin.isNested && open.length > 0) unbalanced(`${marker}:BEGIN`, 'nested', begin.line);
      sections.push({ marker, first: begin.line + 1, last: line - 1 });
    } else if (/^#{1,2}[ \t]/.test(text)) {
      ofHeading = headings.find(([pattern]) => pattern.test(text))?.[1];
      ofMarker = undefined;
    } else {
      const isInText = open.some((each) => !markedLists.has(each.marker));
      const list = ofMarker ?? (isInText ? undefined : ofHeading);
      if (list !== undefined && text.includes('['))
        found.push({ line, list, isMarked: ofMarker !== undefined });
    }
  }
  for (const each of open) unbalanced(`${each.marker}:BEGIN`, 'noEnd', each.line);
  const isWhole = (list: List): boolean => {
    const marker = list === 'acceptance' ? 'AC' : 'DOD';
    return sections.some((each) => each.marker === marker);
  };
  return { sections, checks: yield* readChecks(document, found, begun, isWhole, report) };
}

/** What the tool itself reads as criteria: between its markers, and where a file has none. */
const marked = /^- \[[ x]\] #\d+ ./;
const unmarked = /^- \[[ x]\] ./;

function* readChecks(
  { id: document, source }: LinesDocument,
  found: readonly Found[],
  begun: ReadonlySet<List>,
  isWhole: (list: List) => boolean,
  report: Report,
): Steps<readonly ChecklistItem[]> {
  const checks: ChecklistItem[] = [];
  const names: string[] = [];
  for (const [i, { line, list, isMarked }] of found.entries()) {
    if (i % perStep === 0) yield;
    const range = source.lineRange(line);
    const read = readBoxLine(source, line);
    const mark = read === undefined ? '' : source.slice(read.box);
    if (read === undefined || !/^.$/u.test(mark)) continue;
    const body = source.slice(read.text);
    const [lead, id] = /^(#\d+)(?:[ \t]+|$)/.exec(body) ?? ['', undefined];
    const value = mark === ' ' ? false : /^x$/i.test(mark) ? true : 'unknown';
    if (value === 'unknown') report('check.mark', 'warning', { mark }, read.box);
    const isSeen = isMarked
      ? isWhole(list) && marked.test(source.slice(range))
      : !begun.has(list) && unmarked.test(source.slice(range));
    // Where markers are broken, that is said of them.
    if (!isSeen && (isMarked ? isWhole(list) : true))
      report('check.unseen', 'hint', { form: isMarked || begun.has(list) ? '- [ ] #1 …' : '- [ ] …' }, range);
    checks.push({
      list,
      text: body.slice(lead.length),
      checked: { value, written: mark, range: read.box },
      location: { document, range },
      ...(id === undefined ? {} : { id }),
    });
    names.push(id === undefined ? `${i}` : `${list} ${id}`);
  }
  for (const [i, others] of othersAlike(names).entries()) {
    const { id, location } = checks[i] ?? {};
    if (others.length === 0 || id === undefined || location === undefined) continue;
    const lines = others.map((other) => source.lineAt(checks[other]?.location.range.start ?? 0) + 1);
    report('check.sameId', 'warning', { id, lines }, location.range);
  }
  return checks;
}
