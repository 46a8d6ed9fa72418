import { changeFields, type ChangeField } from './changeField.ts';
import type { RequirementDelta } from './item.ts';

/** A text of a change that is edited as a document of its own; a delta is known by the number of its row. */
export type ChangeTextPart = Exclude<ChangeField, 'title'> | { readonly delta: number };

/** A delta whose text can be edited. */
export interface TextDelta extends Pick<RequirementDelta, 'operation' | 'capability' | 'requirement'> {
  readonly delta: number;
}

/** What a value from outside names, if it does. */
export function toTextPart(value: unknown): ChangeTextPart | undefined {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? { delta: value } : undefined;
  const field = changeFields.find((each) => each === value);
  return field === 'title' ? undefined : field;
}
