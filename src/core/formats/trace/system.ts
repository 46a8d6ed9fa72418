import { branchIn } from '../../model/branch.ts';
import type { Format, System } from '../format.ts';
import { stepEdits } from './stepEdits.ts';
import { isTrace, isTraceName, parseTrace, traceGlobs } from './trace.ts';

/** `tasks/avatar-upload/trace.md`: the steps of a workflow, in order. */
const file: Format<'markdown'> = {
  id: 'trace.file',
  syntax: 'markdown',
  holds: 'stream',
  // They stand anywhere, and are found by their name.
  globs: (root) => (root.path === '' ? traceGlobs : []),
  listed: 'search',
  recognizes: isTrace,
  inWorktrees: ['tasks/*/trace.md'],
  // What is running is run where it is checked out.
  branchOf: ({ folder }, part, checkouts) => {
    const branch = part?.status?.value === 'wip' ? branchIn(folder, checkouts) : undefined;
    return branch === undefined ? undefined : { branch };
  },
  *parseInSteps(document, { criteria }) {
    yield;
    return parseTrace(document, criteria);
  },
  steps: stepEdits,
};

/** Traces of workflows. */
export const trace: System = {
  id: 'trace',
  formats: [file],
  markers: () => traceGlobs,
  rootOf: (path) => (isTraceName(path) ? { system: 'trace', path: '', place: placeOf(path) } : undefined),
};

/** `packages/api` for `packages/api/tasks/avatar-upload/trace.md`. */
function placeOf(path: string): string {
  const folders = path.split('/').slice(0, -2);
  return (folders.at(-1) === 'tasks' ? folders.slice(0, -1) : folders).join('/');
}
