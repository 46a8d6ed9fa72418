import type { StreamTask } from '../model/item.ts';
import type { ParsedDocument } from '../model/parsedDocument.ts';
import { toProblem, type Problem } from '../model/problem.ts';
import { positionAt } from '../text/lineStarts.ts';
import type { Key } from '../text/key.ts';

/**
 * Steps of workflows that were recorded afterwards: an earlier version of the trace, as somebody saw it here, did not have them, or
 * had them before they began. Whoever is interrupted in such a step leaves nothing of it. What a first look finds may have been
 * recorded in time.
 */
export class LateSteps {
  readonly #late = new Map<Key, ReadonlySet<Key>>();

  /** Follows a document that says something else than before. */
  follow(before: ParsedDocument | undefined, now: ParsedDocument | undefined): void {
    const document = (now ?? before)?.key;
    const [was, is] = [stepsOf(before), stepsOf(now)];
    if (document === undefined || (is.size === 0 && !this.#late.has(document))) return;
    const known = this.#late.get(document);
    const late = new Set<Key>();
    // Where a step is gone, this is another text and not the next version: that of another branch, or written anew.
    const isNext = was.size > 0 && [...was.keys()].every((key) => is.has(key));
    if (isNext)
      for (const [key, { status }] of is) {
        const earlier = was.get(key)?.status.value;
        const isNew = earlier === undefined || earlier === 'todo' || earlier === 'unknown';
        if (status.value === 'done' && (isNew || known?.has(key) === true)) late.add(key);
      }
    if (late.size > 0) this.#late.set(document, late);
    else this.#late.delete(document);
  }

  problems({ key, lineStarts, parts }: ParsedDocument): readonly Problem[] {
    const late = this.#late.get(key);
    if (late === undefined) return [];
    return parts.flatMap((part) =>
      (part.kind === 'streamPart' ? (part.tasks ?? []) : []).flatMap((step) => {
        if (!late.has(step.key)) return [];
        const { start } = step.location.range;
        // Its heading.
        const end = (lineStarts[positionAt(lineStarts, start).line + 1] ?? start + 1) - 1;
        return [toProblem('step.recordedAfterwards', 'hint', { step: step.id ?? '' }, { start, end })];
      }),
    );
  }
}

/** The steps of what is in the folder itself: those of other branches are not followed. */
function stepsOf(file: ParsedDocument | undefined): ReadonlyMap<Key, StreamTask> {
  const steps = new Map<Key, StreamTask>();
  if (file === undefined || file.elsewhere !== undefined) return steps;
  for (const part of file.parts)
    if (part.kind === 'streamPart')
      for (const task of part.tasks ?? []) if (task.can.step !== undefined) steps.set(task.key, task);
  return steps;
}
