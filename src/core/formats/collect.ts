import { runAtOnce } from '../base/steps.ts';
import type { Holding, Part } from '../model/item.ts';
import type { ParsedDocument } from '../model/parsedDocument.ts';
import { toProblem, type Problem, type Report } from '../model/problem.ts';
import type { FormatId } from '../model/system.ts';
import { conflictLine } from '../text/conflictMarkers.ts';
import type { Document } from '../text/syntax.ts';

/** Problems as they are found. */
export class Problems {
  readonly all: Problem[] = [];
  readonly report: Report = (code, severity, data, range) => {
    this.all.push(toProblem(code, severity, data, range));
  };
}

/** What was read in a document. Between two states of it, that is all that is told. */
export function toParsed(
  { id, key, source }: Document,
  format: FormatId,
  holds: Holding,
  parts: readonly Part[],
  problems: readonly Problem[],
): ParsedDocument {
  const conflict = runAtOnce(conflictLine(source.text));
  return {
    id,
    key,
    format,
    holds,
    lineStarts: source.lineStarts,
    parts,
    problems:
      conflict === undefined
        ? [...problems].sort((a, b) => a.range.start - b.range.start)
        : [toProblem('conflict.byHand', 'error', {}, source.lineRange(conflict))],
  };
}
