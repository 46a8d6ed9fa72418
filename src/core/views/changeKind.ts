import { isOpenSpecChange } from '../formats/openSpec/change.ts';
import { isDatabaseChange } from '../formats/specDatabase/stream.ts';
import type { Stream } from '../model/item.ts';

/** Whether a stream is a change to living specs, in files or in a database. */
export function isChange(stream: { readonly called?: Stream['called'] | undefined }): boolean {
  return isOpenSpecChange(stream) || isDatabaseChange(stream);
}
