import type { StreamTask } from '../model/item.ts';
import type { ParsedDocument } from '../model/parsedDocument.ts';
import { toProblem, type Problem } from '../model/problem.ts';
import { runningStepOf } from '../model/workflow.ts';
import type { Key } from '../text/key.ts';
import { lineAt } from '../text/lineStarts.ts';
import type { Range } from '../text/range.ts';

/** What is known of the steps of workflows besides what their documents say. */
export class StepFacts {
  /**
   * Steps that were recorded afterwards: an earlier version of the trace, as somebody saw it here, did not have them, or had them
   * before they began. Whoever is interrupted in such a step leaves nothing of it. What a first look finds may have been recorded in
   * time.
   */
  readonly #late = new Map<Key, ReadonlySet<Key>>();
  /** Files that were changed long after the trace that names them. */
  readonly #changed = new Map<Key, string>();

  /** Notes which file was changed long after a trace that names it, if any; whether that is news. */
  setChanged(document: Key, path: string | undefined): boolean {
    if (this.#changed.get(document) === path) return false;
    if (path === undefined) this.#changed.delete(document);
    else this.#changed.set(document, path);
    return true;
  }

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

  problems(file: ParsedDocument): readonly Problem[] {
    const late = this.#late.get(file.key);
    const path = this.#changed.get(file.key);
    if (late === undefined && path === undefined) return [];
    const steps = [...stepsOf(file).values()];
    const running = path === undefined ? undefined : runningStepOf({ tasks: steps });
    return steps.flatMap((step) => [
      ...(late?.has(step.key) === true
        ? [toProblem('step.recordedAfterwards', 'hint', { step: step.id ?? '' }, headingOf(file, step))]
        : []),
      ...(step === running && path !== undefined
        ? [toProblem('step.staleFocus', 'hint', { step: step.id ?? '', path }, headingOf(file, step))]
        : []),
    ]);
  }
}

/** The first line of a step. */
function headingOf({ lineStarts }: ParsedDocument, { location: { range } }: StreamTask): Range {
  const next = lineStarts[lineAt(lineStarts, range.start) + 1];
  return { start: range.start, end: next === undefined ? range.end : Math.min(next - 1, range.end) };
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
