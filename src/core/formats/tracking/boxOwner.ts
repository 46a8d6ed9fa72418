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

/** A name behind the text, that what is in brackets may follow: `Write the docs @maple (RPC-RETRY-02)`. */
const signed = /(?<=\s)@([A-Za-z0-9][A-Za-z0-9._@:+-]{0,63})(?=(?:\s*\([^()\n]{0,200}\))?\s*$)/;

/** A remark that says who it is: `(owner: Tom)`, `(assignee: @tom)`, `(assigned to Tom)`. */
const remarked =
  /(?<=\s)\((?:(?:owner|assignee|assigned(?: to)?)[ \t]?[:=]|assigned to(?=[ \t]))[ \t]*([^()\n]{0,64})\)(?=(?:\s*\([^()\n]{0,200}\))?\s*$)/i;

/** A name of one to three words: `(assigned to whoever comes back first)` names nobody. */
const likeName = /^@?[\p{L}\p{N}][\p{L}\p{N}._@:+-]*(?: [\p{L}\p{N}][\p{L}\p{N}._-]*){0,2}$/u;

/** The owner that the text of a check box ends with. */
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
  const sign = signed.exec(text);
  if (sign === null) return undefined;
  const name = { start: sign.index, end: sign.index + sign[0].length };
  return { value: sign[1], name, whole: name };
}
