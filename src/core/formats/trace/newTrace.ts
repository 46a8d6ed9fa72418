import { branchSlug, writeBranchName } from '../../model/branchName.ts';
import type { Refusal } from '../../model/refusal.ts';
import { refuseFocus, refuseText, refuseTitle } from './textRefusals.ts';
import { toLine, writeValue } from './values.ts';

/** A workflow that begins, with its first step. */
export interface NewTrace {
  readonly name: string;
  /** What it is about. */
  readonly about: string;
  readonly spec?: string | undefined;
  readonly branch?: string | undefined;
  /** `yyyy-mm-dd` */
  readonly today: string;
  readonly step: string;
  readonly focus: string;
}

/** Where a new trace is put: in the folder of the task, `tasks/<task>` where none is named; undefined where that leads elsewhere. */
export function newTracePath(task: string, folder: string | undefined): string | undefined {
  const path = folder === undefined ? `tasks/${slugOf(task)}` : toPath(folder);
  return path === undefined ? undefined : `${path}/trace.md`;
}

function slugOf(task: string): string {
  const slug = branchSlug(toLine(task));
  const cut = slug.length <= 60 ? slug : slug.slice(0, 60).replace(/-[^-]*$/, '');
  return cut === '' ? 'task' : cut;
}

/** A folder as a path in the workspace folder. */
function toPath(folder: string): string | undefined {
  const path = toLine(folder).replaceAll('\\', '/');
  const parts = path.split('/').filter((part) => part !== '' && part !== '.');
  const isInside = parts.length > 0 && !parts.includes('..') && !/^(?:[a-z]:|\/)/i.test(path);
  return isInside ? parts.join('/') : undefined;
}

/** The text of a new trace, in the protocol's own form; or what of it cannot be written. */
export function traceText(trace: NewTrace): string | Refusal {
  const { branch, today } = trace;
  const name = toLine(trace.name);
  const step = toLine(trace.step);
  const focus = toLine(trace.focus);
  const about = toLine(trace.about);
  const spec = trace.spec === undefined ? undefined : toLine(trace.spec);
  const refused =
    refuseText(about) ??
    refuseTitle(name) ??
    refuseTitle(step) ??
    refuseFocus(focus) ??
    (spec === undefined ? undefined : refuseText(spec));
  if (refused !== undefined) return refused;
  const value = (text: string): string => writeValue(text, 'value') ?? '';
  const title = (text: string): string => writeValue(text, 'title') ?? '';
  const head = [
    `**Task:** ${value(about)}`,
    ...(spec === undefined ? [] : [`**Task spec:** ${value(spec)}`]),
    `**Started:** ${today}`,
    '**Status:** in-progress',
  ];
  return [
    `# Trace: ${title(name)}`,
    head.join(' | '),
    ...(branch === undefined ? [] : [`**Branch:** ${writeBranchName(branch)}`]),
    '',
    `## Step 1: ${title(step)}`,
    '**Status:** in-progress',
    `**Artifacts:** none | **Key decisions:** none | **Current focus:** ${value(focus)}`,
    '**Challenges:** none',
    '',
  ].join('\n');
}
