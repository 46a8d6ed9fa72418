import type { ProjectIndex } from '../core/index/projectIndex.ts';
import { pathOf, type Stream, type StreamTask } from '../core/model/item.ts';
import { isWorkflow, workflowState } from '../core/model/workflow.ts';
import { shownText } from '../core/views/shownText.ts';
import { nearest } from '../core/text/nearest.ts';
import type { Opened } from './opened.ts';
import { Ended, refused, untrusted } from './reply.ts';

/** How a trace is named. */
export const traceOption = {
  description:
    'the trace: its path, folder, branch or task; by default the running one of the branch that is checked out',
  value: 'TRACE',
} as const;

/** So many traces are told where it is not clear which is meant. */
const tracesTold = 5;

/**
 * The trace that is named; without a name the one of the branch that is checked out whose workflow is not completed, else the only
 * one. Ends the command where there is none or several.
 */
export function findTrace(opened: Opened, index: ProjectIndex, name: string | undefined): Stream {
  const all = index.streams().filter(isWorkflow);
  if (name !== undefined) return findNamed(opened, all, name);
  const running = all.filter((stream) => workflowState(stream) !== 'completed');
  const own = running.filter(({ branch }) => branch !== undefined && branch === opened.branch);
  const [only] = [own, running, all].flatMap((each) => (each.length === 1 ? each : []));
  if (only !== undefined && own.length < 2) return only;
  const told = own.length > 1 ? own : running.length > 1 ? running : all;
  if (told.length === 0)
    throw new Ended(
      refused('trace.none', 'There is no trace here.', {}, [
        'start one with: throughline trace start --help',
      ]),
    );
  throw new Ended(severalTraces(told));
}

function findNamed(opened: Opened, all: readonly Stream[], name: string): Stream {
  const paths = opened.pathsOf(name);
  const wanted = name.toLowerCase();
  const isNamed = (stream: Stream): boolean => {
    const path = pathOf(stream);
    return paths.some((each) => each === path || each === path.slice(0, path.lastIndexOf('/')));
  };
  const isCalled = (stream: Stream): boolean => namesOf(stream).some((each) => each.toLowerCase() === wanted);
  const holds = (stream: Stream): boolean =>
    namesOf(stream).some((each) => each.toLowerCase().includes(wanted));
  for (const fits of [isNamed, isCalled, holds]) {
    const found = all.filter(fits);
    const [only] = found;
    if (only !== undefined && found.length === 1) return only;
    if (found.length > 1) throw new Ended(severalTraces(found));
  }
  const near = nearest(name, all.flatMap(namesOf));
  const told = near === undefined ? all.slice(0, tracesTold).map(folderOf) : [near];
  throw new Ended(
    refused(
      'trace.unknown',
      `No trace is called “${shownText(name)}”.`,
      { near: told.map(untrusted) },
      told.map((each) => `near: ${shownText(each)}`),
    ),
  );
}

function severalTraces(found: readonly Stream[]) {
  const told = found.slice(0, tracesTold).map((stream) => pathOf(stream));
  return refused(
    'trace.several',
    `${found.length} traces fit. Name one with --trace.`,
    { traces: told.map(untrusted) },
    told.map((path) => `--trace ${shownText(path)}`),
  );
}

function folderOf(stream: Stream): string {
  return pathOf(stream).split('/').at(-2) ?? pathOf(stream);
}

function namesOf(stream: Stream): readonly string[] {
  return [folderOf(stream), stream.name, stream.title];
}

/** The step of a trace that is named by its number, or by its title. */
export function findStep({ tasks }: Stream, name: string): StreamTask {
  const wanted = name.toLowerCase();
  const found =
    tasks.find(({ id }) => id?.toLowerCase() === wanted) ??
    tasks.find(({ title }) => title.value.toLowerCase() === wanted);
  if (found !== undefined) return found;
  const told = tasks.slice(-tracesTold).map(({ id, title }) => `${id ?? ''} ${title.value}`.trim());
  throw new Ended(
    refused(
      'step.unknown',
      `The trace has no step “${shownText(name)}”.`,
      { steps: told.map(untrusted) },
      told.map((each) => `step: ${shownText(each)}`),
    ),
  );
}
