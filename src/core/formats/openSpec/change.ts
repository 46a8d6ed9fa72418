import type { Stream } from '../../model/item.ts';

/** Whether a stream is a change to living specs. */
export function isOpenSpecChange({ called }: { readonly called?: Stream['called'] | undefined }): boolean {
  return called === 'openSpec';
}
