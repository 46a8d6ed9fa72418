/** What a person writes of a change to living specs, besides its deltas and tasks. */
export const changeFields = ['title', 'why', 'what', 'design'] as const;
export type ChangeField = (typeof changeFields)[number];

export function isChangeField(word: string): word is ChangeField {
  return changeFields.some((each) => each === word);
}
