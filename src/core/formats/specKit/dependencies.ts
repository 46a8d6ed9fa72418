import type { Report } from '../../model/problem.ts';
import type { Sourced } from '../../model/sourced.ts';
import type { Dependency, TaskText } from './taskLine.ts';

/** More than these name no task that anybody would look at. */
const mostNamed = 200;

/** What each task depends on, by IDs: those between the ends of a range are the ones that are there. What is not there is told. */
export function resolveDependencies(
  tasks: readonly Pick<TaskText, 'id' | 'dependsOn'>[],
  report: Report,
): readonly (readonly Sourced<string>[])[] {
  const ids = [...new Set(tasks.flatMap(({ id }) => id ?? []))];
  const known = new Set(ids);
  return tasks.map(({ dependsOn }) => {
    const named = new Map<string, Sourced<string>>();
    for (const dependency of dependsOn) {
      const { first, last, range } = dependency;
      for (const id of new Set([first, last]))
        if (!known.has(id)) report('box.noSuchTask', 'warning', { id }, range);
      for (const id of [first, ...between(dependency, ids), last])
        if (named.size < mostNamed && !named.has(id)) named.set(id, { value: id, written: '' });
    }
    return [...named.values()];
  });
}

/** The IDs of a file that a range names besides its ends. */
function between({ first, last }: Dependency, ids: readonly string[]): readonly string[] {
  if (first === last) return [];
  const [from, to] = [numberIn(first), numberIn(last)];
  return ids.filter((id) => {
    const number = numberIn(id);
    return number > from && number < to;
  });
}

/** `12` of `T012`, `12.1` of `T012.1`. */
function numberIn(id: string): number {
  return Number(/\d+(?:\.\d+)?/.exec(id)?.[0] ?? Number.NaN);
}
