import * as z from 'zod/mini';
import type { Key } from '../text/key.ts';

/** The schema of a key: a text that is sent as it was given. */
export function keyInput(description: string): z.ZodMiniType<Key, Key> {
  // A key is a text to everybody but the compiler.
  return z.string().check(z.minLength(1), z.describe(description)) as unknown as z.ZodMiniType<Key, Key>;
}

/** A text of one line that a person or a tool gives. */
export function textInput(description: string): z.ZodMiniString {
  return z.string().check(z.describe(description));
}

export interface DocumentInput {
  readonly document: Key;
}

export const documentInput = { document: keyInput('key of the document') };

export interface TaskInput extends DocumentInput {
  readonly task: Key;
}

export const taskInput = { ...documentInput, task: keyInput('key of the task') };
