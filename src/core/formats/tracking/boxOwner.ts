import { isNobody } from '../../model/owner.ts';
import type { Range } from '../../text/range.ts';

/** Who is named behind the text of a check box, by offsets in it. */
export interface BoxOwner {
  /** Undefined where a place for an owner names nobody: `(owner: -)`. */
  readonly value: string | undefined;
  /** The name as it is written: `@maple`, or `Tom` of `(owner: Tom)`. */
  readonly name: Range;
  /** The name with all that is there for it. */
  readonly whole: Range;
}

/** `@maple`: what ends a sentence is no part of the name. */
const oneName = '@[A-Za-z0-9](?:[A-Za-z0-9._@:+-]{0,62}[A-Za-z0-9])?';
/** What is between names is in none: else `@a@a@a` could be taken apart in more ways than there is time for. */
const between = '(?:[ \\t]{0,3}[,&/][ \\t]{0,3}|[ \\t]{1,3}(?:\\+[ \\t]{1,3})?)';
/** `@maple`, `@maple, @otter`, `@maple & @otter`. */
const names = `${oneName}(?:${between}${oneName}){0,9}`;
/** What may follow a name: something in brackets, the end of a sentence, and signs. */
const tail = '(?=(?:\\s*\\([^()\\n]{0,200}\\))?[.!]?[\\s\\p{Extended_Pictographic}\\uFE0F\\u200D]*$)';

/** Names behind the text: `Write the docs @maple (RPC-RETRY-02)`, `@maple 🚧`, in brackets `(@maple)`, and marked `**@maple**`. */
const signatures = [
  new RegExp(`(?<=\\s)(${names})${tail}`, 'u'),
  new RegExp(`(?<=\\s)\\((${names})\\)${tail}`, 'u'),
  new RegExp(`(?<=\\s)(?:\\*\\*|__|\\*|_)(${names})(?:\\*\\*|__|\\*|_)${tail}`, 'u'),
];

/** The same without brackets, behind what sets it off: `Write the docs, owner: Tom`. */
const setOff = /(?<=\S)[ \t]?[,;–—-][ \t]*(?:owner|assignee|assigned to)[ \t]?[:=][ \t]*([^()\n,;]{1,64})$/i;

/** A remark that says who it is: `(owner: Tom)`, `(assignee: @tom)`, `(assigned to Tom)`. */
const remarked =
  /(?<=\s)\((?:(?:owner|assignee|assigned(?: to)?)[ \t]?[:=]|assigned to(?=[ \t]))[ \t]*([^()\n]{0,64})\)(?=(?:\s*\([^()\n]{0,200}\))?\s*$)/i;

/** A name of one to three words: `(assigned to whoever comes back first)` names nobody. */
const likeName = /^@?[\p{L}\p{N}][\p{L}\p{N}._@:+-]*(?: [\p{L}\p{N}][\p{L}\p{N}._-]*){0,2}$/u;

/** The owner, or the owners, that the text of a check box ends with. */
export function readBoxOwner(text: string): BoxOwner | undefined {
  const remark = remarked.exec(text);
  const written = remark?.[1]?.trimEnd() ?? '';
  if (remark !== null && (isNobody(written) || likeName.test(written))) {
    const start = remark.index + remark[0].length - 1 - (remark[1] ?? '').length;
    return {
      value: isNobody(written) ? undefined : written.replace(/^@/, ''),
      name: { start, end: start + written.length },
      whole: { start: remark.index, end: remark.index + remark[0].length },
    };
  }
  return readSetOff(text) ?? readSignature(text);
}

function readSetOff(text: string): BoxOwner | undefined {
  const found = setOff.exec(text.trimEnd());
  const written = found?.[1] ?? '';
  if (found === null || isNobody(written) || !likeName.test(written)) return undefined;
  const end = found.index + found[0].length;
  return {
    value: written.replace(/^@/, ''),
    name: { start: end - written.length, end },
    whole: { start: found.index, end },
  };
}

function readSignature(text: string): BoxOwner | undefined {
  for (const signature of signatures) {
    const found = signature.exec(text);
    const written = found?.[1];
    if (found === null || written === undefined) continue;
    const start = found.index + found[0].indexOf(written);
    return {
      value: (written.match(new RegExp(oneName, 'g')) ?? []).map((name) => name.slice(1)).join(', '),
      name: { start, end: start + written.length },
      whole: { start: found.index, end: found.index + found[0].length },
    };
  }
  return undefined;
}
