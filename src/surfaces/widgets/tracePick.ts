import * as vscode from 'vscode';
import { isInCommit, isOfBranch, pathOf, type Stream } from '../../core/model/item.ts';
import { operationsOnTrace, type TraceOperationId } from '../../core/model/availableOperations.ts';
import { isWorkflow, runningStepOf, workflowState } from '../../core/model/workflow.ts';
import { shortProgress } from '../../core/views/progress.ts';
import type { Step } from './ask.ts';
import { pickRecord, type RecordItem } from './recordPick.ts';
import type { Services } from '../surface.ts';
import type { FileTarget } from './target.ts';

/** What a trace is picked for: something on it as a whole, or on its running step. */
export type TracePurpose = TraceOperationId | 'step';

/**
 * The trace that fits a purpose: the only one, else the person says which, the one at hand on top. Where none fits, one that could: it
 * is told why not. Undefined when there is none (said) or the person leaves the question.
 */
export async function pickTrace(
  services: Services,
  title: string,
  purpose: TracePurpose,
  at: () => Step | undefined,
): Promise<FileTarget | undefined> {
  const { project, branches } = services;
  await branches.start();
  const all = await project.found(() =>
    project.folders.flatMap(({ folder, index }) => {
      const branch = branches.current(folder.id);
      return index
        .streams()
        .filter((stream) => isWorkflow(stream) && !isInCommit(stream))
        .map((stream) => ({
          stream,
          isCurrent: isOfBranch(stream, branch),
          target: { folder: folder.id, key: index.keyOf(stream.location) },
        }));
    }),
  );
  const fitting = all.filter(({ stream }) => fits(stream, purpose));
  const going = all.filter(({ stream }) => workflowState(stream) !== 'completed');
  const found = [fitting, going, all].find((each) => each.length > 0) ?? [];
  const items = found
    .toSorted((a, b) => Number(b.isCurrent) - Number(a.isCurrent))
    .map(({ stream, target }): RecordItem => ({
      label: stream.title,
      description: [stream.branch ?? '', shortProgress(stream.tasks)],
      detail: pathOf(stream),
      target,
    }));
  return pickRecord(services, items, {
    title,
    at,
    placeHolder: vscode.l10n.t('Choose a trace'),
    none: vscode.l10n.t('There is no trace yet. Start Trace creates one.'),
  });
}

function fits(stream: Stream, purpose: TracePurpose): boolean {
  return purpose === 'step'
    ? runningStepOf(stream) !== undefined
    : operationsOnTrace(stream).includes(purpose);
}
