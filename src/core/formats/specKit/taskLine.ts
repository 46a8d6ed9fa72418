import type { Mention } from '../../model/item.ts';
import type { Sourced } from '../../model/sourced.ts';
import { oneLine, plainText } from '../../text/inline.ts';
import type { Range } from '../../text/range.ts';
import type { SourceText } from '../../text/sourceText.ts';

/** What follows the box of a task: `**T012** [P] [US1] Upload endpoint in src/upload.ts (depends on T011)`. */
export interface TaskText {
  readonly id?: string;
  /** `[US1]`: the stories that it is for. */
  readonly stories: readonly Mention[];
  /** `[P]`, `[Polish]`: what else is said in brackets. */
  readonly tags: readonly { readonly text: string; readonly range: Range }[];
  readonly title: Sourced<string>;
  readonly dependsOn: readonly Dependency[];
}

/** IDs as a task names them that it depends on: one, or the ends of a range. */
export interface Dependency {
  readonly first: string;
  readonly last: string;
  readonly range: Range;
}

const id =
  /[ \t]*(\*\*|__|~~|`)?((?:T|TASK)-?\d{1,6}(?:\.\d{1,3}){0,2}[a-z]?['’]?)(?![\p{L}\p{N}_'’–-])(\*\*|__|~~|`)?:?/uy;
const tag = /[ \t]*\[([A-Za-z0-9][^\][\n]{0,39})\](?![([:])/y;
/** What parts the ID from the title. */
const separator = /[ \t]*(?:[:.](?=[ \t]|$)|[—–-](?=[ \t]))?[ \t]*/y;

/** Reads what follows the box of a task. */
export function readTaskText(source: SourceText, text: Range): TaskText {
  const written = source.text.slice(0, text.end);
  let at = text.start;
  let own: string | undefined;
  let openMark: string | undefined;
  const stories: Mention[] = [];
  const tags: { text: string; range: Range }[] = [];
  for (let looks = 0; looks < 20; looks++) {
    const named: RegExpExecArray | null = own === undefined ? matchAt(id, written, at) : null;
    if (named !== null) {
      own = named[2];
      // `**T001 Make the folder**`: the mark is that of the whole.
      if (named[1] !== named[3]) openMark = named[1];
      at += named[0].length;
      continue;
    }
    const found = matchAt(tag, written, at);
    if (found === null) break;
    const inside = found[1] ?? '';
    at += found[0].length;
    const range = { start: at - 1 - inside.length, end: at - 1 };
    const own_ = storiesIn(inside, range);
    if (own_.length > 0) stories.push(...own_);
    else tags.push({ text: inside.trim(), range });
  }
  if (at > text.start) at += matchAt(separator, written, at)?.[0].length ?? 0;
  const range = { start: Math.min(at, text.end), end: text.end };
  const raw = source.slice(range);
  const shown = openMark === undefined ? raw : raw.replace(openMark, '');
  return {
    stories,
    tags,
    title: { value: oneLine(plainText(shown)), written: raw, range },
    dependsOn: dependenciesIn(raw, range.start),
    ...(own === undefined ? {} : { id: own }),
  };
}

/** Whether an ID follows a box, whatever its mark is. */
export function hasTaskId(source: SourceText, { start, end }: Range): boolean {
  return matchAt(id, source.text.slice(start, Math.min(end, start + 40)), 0) !== null;
}

/** `US1`, or several of them. */
function storiesIn(inside: string, { start }: Range): readonly Mention[] {
  if (!/^(?:US ?\d{1,4}(?:[ ,;/+&]+|$))+$/i.test(inside)) return [];
  return [...inside.matchAll(/US ?(\d{1,4})/gi)].map((match) => ({
    id: `US${Number(match[1])}`,
    range: { start: start + match.index, end: start + match.index + match[0].length },
  }));
}

const lead = /\bdepends?[ \t]{1,3}(?:up)?on\b:?/gi;
const piece =
  /[ \t*_`]{0,4}(?:(?<id>(?:T|TASK)-?\d{1,6}(?:\.\d{1,3}){0,2}[a-z]?['’]?)(?![\p{L}\p{N}_])|(?<to>–|—|-|\.{2,3}|to\b|through\b)|(?<list>[,;&+/]|and\b))/uy;

/** More than these are a mistake. */
const mostDependencies = 100;

/** `depends on T001-T003, T007 and T009`; prose that follows ends it. */
function dependenciesIn(raw: string, offset: number): readonly Dependency[] {
  const found: { first: string; last: string; range: Range }[] = [];
  for (const match of raw.matchAll(lead)) {
    let at = match.index + match[0].length;
    let joined: 'to' | 'list' | undefined = 'list';
    for (; found.length < mostDependencies;) {
      const next: RegExpExecArray | null = matchAt(piece, raw, at);
      const groups = next?.groups;
      if (next === null || groups === undefined) break;
      at += next[0].length;
      const name = groups['id'];
      if (name === undefined) {
        joined = groups['to'] === undefined ? 'list' : 'to';
        continue;
      }
      if (joined === undefined) break;
      const range = { start: offset + at - name.length, end: offset + at };
      const last = found.at(-1);
      if (joined === 'to' && last !== undefined) {
        last.last = name;
        last.range = { start: last.range.start, end: range.end };
      } else found.push({ first: name, last: name, range });
      joined = undefined;
    }
  }
  return found;
}

function matchAt(sticky: RegExp, text: string, at: number): RegExpExecArray | null {
  sticky.lastIndex = at;
  return sticky.exec(text);
}
