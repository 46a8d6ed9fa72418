import { runAtOnce } from '../../base/steps.ts';
import { LinkLimit } from '../../model/link.ts';
import type { ParsedDocument } from '../../model/parsedDocument.ts';
import type { CriteriaShape } from '../../model/criteria.ts';
import { toProblem, type Problem, type Report } from '../../model/problem.ts';
import type { Resumption } from '../../model/resumption.ts';
import type { StreamPart, StreamTask } from '../../model/item.ts';
import { taskKeys, type TaskKey } from '../../model/rowIdentity.ts';
import { conflictLine } from '../../text/conflictMarkers.ts';
import type { DocumentId } from '../../text/document.ts';
import type { HeadingBlock } from '../../text/markdown.ts';
import type { MarkdownDocument } from '../../text/syntax.ts';
import type { SourceText } from '../../text/sourceText.ts';
import { Head, isTitle } from './head.ts';
import { reportSteps, reportWorkflow } from './order.ts';
import { sectionsOf } from './sections.ts';
import { readStepHeading } from './stepHeading.ts';
import { readStep, toTask, type Step } from './steps.ts';

/** Where traces are, from the folder: which of these files are some says their content. */
export const traceGlobs: readonly string[] = ['**/trace.md'];

export function isTraceName(path: string): boolean {
  return /(?:^|\/)trace\.md$/.test(path);
}

/** Whether a document is a trace: it is called one, and has a step. Reports and other files have such names too. */
export function isTrace({ source, markdown: { blocks } }: MarkdownDocument): boolean {
  const headings = blocks.filter((block): block is HeadingBlock => block.kind === 'heading');
  return (
    headings.some((heading) => isTitle(source, heading)) &&
    headings.some((heading) => readStepHeading(source, heading)?.isProper === true)
  );
}

/**
 * Reads a trace: its steps are tasks in order, and the focus of its open step is where to go on. Total: what it holds is in the part
 * or in a problem.
 */
export function parseTrace(document: MarkdownDocument, criteria: CriteriaShape): ParsedDocument {
  const { id, key, source } = document;
  const problems: Problem[] = [];
  const report: Report = (code, severity, data, range) => {
    problems.push(toProblem(code, severity, data, range));
  };
  const part = readPart(document, criteria, report);
  const conflict = runAtOnce(conflictLine(source.text));
  return {
    id,
    key,
    format: 'trace.file',
    holds: 'stream',
    lineStarts: source.lineStarts,
    parts: [part],
    problems:
      conflict === undefined
        ? problems.sort((a, b) => a.range.start - b.range.start)
        : [toProblem('conflict.byHand', 'error', {}, source.lineRange(conflict))],
  };
}

function readPart(
  { id: document, key, source, markdown: { blocks } }: MarkdownDocument,
  criteria: CriteriaShape,
  report: Report,
): StreamPart {
  const head = new Head(source, { id: document, key }, report);
  const steps: Step[] = [];
  for (const section of sectionsOf(source, blocks)) {
    const { heading, step } = section;
    if (heading !== undefined && step !== undefined)
      steps.push(readStep(source, { ...section, heading, step }, criteria, report));
    else head.add(section);
  }
  const keys = taskKeys(
    key,
    steps.map(({ id, title }) => ({ id, title })),
  );
  reportSteps(source, steps, report);
  if (head.status !== undefined) reportWorkflow(head.status, steps, report);
  const limit = new LinkLimit((most, at) => {
    report('links.tooMany', 'warning', { most }, at);
  });
  const links = limit.keep(head.links);
  const tasks = steps.map((step, i): StreamTask => {
    const task = toTask(document, step, keys[i] ?? { key });
    return { ...task, links: limit.keep(task.links) };
  });
  const resumption = resumptionOf(source, document, steps, keys);
  const [first, last] = [steps[0], steps.at(-1)];
  const groups =
    first === undefined || last === undefined
      ? []
      : [
          {
            count: tasks.length,
            location: { document, range: { start: first.range.start, end: last.range.end } },
          },
        ];
  return {
    kind: 'streamPart',
    stream: key,
    role: 'tasks',
    name: folderName(document.path),
    called: 'trace',
    tasks,
    groups,
    notes: head.notes,
    fields: head.fields,
    links,
    location: { document },
    ...(head.title === undefined ? {} : { title: head.title }),
    ...(head.branch === undefined
      ? {}
      : {
          branch: head.branch.value,
          ...(head.branch.range === undefined ? {} : { branchRange: head.branch.range }),
        }),
    ...(head.status === undefined ? {} : { status: head.status }),
    ...(resumption === undefined ? {} : { resumption }),
  };
}

/** `tasks/avatar-upload/trace.md` is called by its folder. */
function folderName(path: string): string {
  return path.split('/').at(-2) ?? path;
}

/** The focus of the step that is current: the last one, or the last that was left open. */
function resumptionOf(
  source: SourceText,
  document: DocumentId,
  steps: readonly Step[],
  keys: readonly TaskKey[],
): Resumption | undefined {
  const isOpen = ({ status }: Step): boolean => status.value === 'wip';
  const last = steps.at(-1);
  const step = last?.status.value === 'failed' ? last : steps.findLast(isOpen);
  const { focus, range } = step ?? {};
  if (step === undefined || focus === undefined || range === undefined) return undefined;
  const task = keys[steps.indexOf(step)]?.key;
  return {
    position: {
      value: focus.text,
      written: source.slice(focus.value),
      range: focus.value,
    },
    blockers: [],
    dependencies: [],
    decisions: [],
    location: { document, range },
    ...(task === undefined ? {} : { task }),
  };
}
