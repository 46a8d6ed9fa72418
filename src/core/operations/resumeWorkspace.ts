import * as z from 'zod/mini';
import { isWorkspace } from '../formats/workspace/offers.ts';
import { ownNameOf } from '../model/item.ts';
import { refusal } from '../model/refusal.ts';
import type { Key } from '../text/key.ts';
import { resumeReport } from '../views/resumeReport.ts';
import { documentInput } from './inputs.ts';
import type { ReadOperation } from './operation.ts';

/** What a workspace says to whoever takes it up again, in Markdown. */
export interface ResumeReport {
  readonly kind: 'resumeReport';
  readonly name: string;
  readonly text: string;
}

export const resumeWorkspace: ReadOperation<{ readonly document: Key }, ResumeReport> = {
  id: 'resume_workspace',
  description:
    'Says where the work of a workspace is, what comes next, what is in the way, and what the last session did.',
  effect: 'read',
  input: z.strictObject(documentInput),
  refusals: ['workspace.missing'],
  read: ({ index }, { document }) => {
    const stream = index.findStream(document);
    return stream !== undefined && isWorkspace(stream)
      ? { kind: 'resumeReport', name: ownNameOf(stream), text: resumeReport(stream) }
      : refusal('workspace.missing', { path: index.pathOf(document) });
  },
};
