import type { Stream } from '../../model/item.ts';

/** Whether a stream is a change in a database. */
export function isDatabaseChange({ called }: { readonly called?: Stream['called'] | undefined }): boolean {
  return called === 'specDatabase';
}
