import * as z from 'zod/mini';
import { readStatus } from '../core/model/statusWords.ts';
import type { OperationEntry } from '../core/operations/operation.ts';
import type { Option } from './command.ts';
import { Ended, wrongUse } from './reply.ts';

interface FieldSchema {
  readonly type?: string;
  readonly enum?: readonly string[];
  readonly description?: string;
  readonly properties?: Readonly<Record<string, FieldSchema>>;
  readonly items?: FieldSchema;
  readonly required?: readonly string[];
}

/** One value that an operation is given. */
export interface Field {
  readonly name: string;
  readonly required: boolean;
  readonly description: string;
  readonly kind: 'text' | 'word' | 'number' | 'switch' | 'data';
  /** The only words that it takes. */
  readonly of?: readonly string[];
}

/** What an operation is given, in the order of its schema. */
export function fieldsOf({ input }: OperationEntry): readonly Field[] {
  const schema = z.toJSONSchema(input as unknown as z.ZodMiniType) as FieldSchema;
  const required = new Set(schema.required);
  return Object.entries(schema.properties ?? {}).map(([name, { type, enum: of, description, items }]) => ({
    name,
    required: required.has(name),
    description: description ?? items?.description ?? '',
    ...(of === undefined ? { kind: kindOf(type) } : { kind: 'word', of }),
  }));
}

function kindOf(type: string | undefined): Field['kind'] {
  if (type === 'string') return 'text';
  if (type === 'number' || type === 'integer') return 'number';
  return type === 'boolean' ? 'switch' : 'data';
}

/** `pullRequest` is `--pull-request`. */
export function optionName(field: string): string {
  return field.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

/** The status that a word means as files have it: `Done`, `in_progress`, `✅`. */
export function statusOf(word: string): string | undefined {
  const status = readStatus(word);
  return status === 'unknown' ? undefined : status;
}

/** The option for a field. */
export function optionOf({ name, description, kind, of }: Field): Option {
  if (kind === 'switch') return { description };
  const value = kind === 'data' ? 'JSON' : optionName(name).toUpperCase();
  return {
    description,
    value,
    ...(of === undefined ? {} : { of }),
    ...(name === 'status' ? { reads: statusOf } : {}),
  };
}

/** What was written for a field, as the operation takes it. */
export function valueOf({ name, kind }: Field, written: string): unknown {
  if (kind === 'number') return Number(written);
  if (kind === 'switch') return true;
  if (kind !== 'data') return written;
  try {
    return JSON.parse(written) as unknown;
  } catch {
    const option = `--${optionName(name)}`;
    throw new Ended(wrongUse('value.json', `${option} takes JSON.`, `${option} '{}'`));
  }
}

/** The input of an operation, checked; ends the command where it is none. */
export function checkInput(operation: OperationEntry, input: unknown, example: string): unknown {
  const checked = operation.input.safeParse(input);
  if (checked.success) return checked.data;
  const name = String(checked.error.issues[0]?.path[0] ?? '');
  const field = fieldsOf(operation).find((each) => each.name === name);
  throw new Ended(wrongUse('value.invalid', `--${optionName(name)} ${expected(field)}.`, example));
}

function expected(field: Field | undefined): string {
  if (field?.of !== undefined) return `takes ${field.of.join(', ')}`;
  return field?.kind === 'number' ? 'takes a number' : 'takes something else';
}
