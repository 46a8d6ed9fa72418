import type { Stream, StreamTask } from './item.ts';

/** Where a workflow stands whose steps are recorded. */
export type WorkflowState =
  /** A step is in progress. */
  | 'running'
  /** The last step is over, and another one can begin. */
  | 'waiting'
  /** A step failed, and nothing goes on until it is resumed. */
  | 'stopped'
  | 'completed';

type Workflow = Pick<Stream, 'tasks' | 'status'>;

/** Whether a stream is the record of a workflow. */
export function isWorkflow({ tasks }: Pick<Stream, 'tasks'>): boolean {
  return tasks.some(({ can }) => can.step !== undefined);
}

/** Undefined for a stream that records no workflow. */
export function workflowState(workflow: Workflow): WorkflowState | undefined {
  if (!isWorkflow(workflow)) return undefined;
  if (failedStep(workflow) !== undefined || workflow.status === 'failed') return 'stopped';
  if (runningStepOf(workflow) !== undefined) return 'running';
  return workflow.status === 'done' ? 'completed' : 'waiting';
}

/** The step that is current: the last one of those in progress. */
export function runningStepOf({ tasks }: Pick<Stream, 'tasks'>): StreamTask | undefined {
  return tasks.findLast(({ can }) => can.step === 'running');
}

/** A step in progress that another one follows: the workflow was interrupted in it. */
export function interruptedStep({ tasks }: Pick<Stream, 'tasks'>): StreamTask | undefined {
  const last = lastStep({ tasks });
  return tasks.find((task) => task.can.step === 'running' && task !== last);
}

/** The last step, if it failed. */
export function failedStep(workflow: Pick<Stream, 'tasks'>): StreamTask | undefined {
  const last = lastStep(workflow);
  return last?.status.value === 'failed' ? last : undefined;
}

/** The last step that was not struck out. */
export function lastStep({ tasks }: Pick<Stream, 'tasks'>): StreamTask | undefined {
  return tasks.findLast(({ status }) => status.value !== 'dropped');
}
