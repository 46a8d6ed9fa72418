import type { PlaceTarget, StreamTarget, TaskTarget } from '../../ids.ts';

/** The argument of a command, when it names a file: a row of ours, or an object like it. */
export function toStreamTarget(argument: unknown): StreamTarget | undefined {
  const { folder, path } = fields(argument);
  return typeof folder === 'string' && typeof path === 'string' ? { folder, path } : undefined;
}

/** The argument of a command, when it names a task. */
export function toTaskTarget(argument: unknown): TaskTarget | undefined {
  const { taskKey } = fields(argument);
  const stream = toStreamTarget(argument);
  return stream !== undefined && typeof taskKey === 'string' ? { ...stream, taskKey } : undefined;
}

/** The argument of a command, when it names a place. */
export function toPlaceTarget(argument: unknown): PlaceTarget | undefined {
  const { line } = fields(argument);
  const stream = toStreamTarget(argument);
  if (stream === undefined) return undefined;
  const taskKey = toTaskTarget(argument)?.taskKey;
  return { ...stream, taskKey, line: typeof line === 'number' && line >= 0 ? line : undefined };
}

function fields(argument: unknown): Partial<Record<keyof PlaceTarget, unknown>> {
  return typeof argument === 'object' && argument !== null ? argument : {};
}
