import type { Format, System } from '../format.ts';
import { isTrace, parseTrace, traceGlobs } from './trace.ts';

/** `tasks/avatar-upload/trace.md`: the steps of a workflow, in order. */
const file: Format<'markdown'> = {
  id: 'trace.file',
  syntax: 'markdown',
  holds: 'stream',
  // They stand anywhere, and are found by their name.
  globs: (root) => (root.path === '' ? traceGlobs : []),
  listed: 'search',
  recognizes: isTrace,
  *parseInSteps(document, { criteria }) {
    yield;
    return parseTrace(document, { criteria, keyBase: document.key });
  },
};

/** Traces of workflows; they are shown, and not changed. */
export const trace: System = {
  id: 'trace',
  formats: [file],
  markers: () => traceGlobs,
  rootOf: () => undefined,
};
