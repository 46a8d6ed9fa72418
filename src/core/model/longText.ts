/** A text of any length that a document says of a change: the index keeps a line of it. */
export interface LongText {
  readonly about: 'why' | 'what' | 'design';
  /** As it is written, without white space around it; never empty. */
  readonly text: string;
}
