import { isOpenSpecChange } from '../formats/openSpec/change.ts';
import { isDatabaseChange } from '../formats/specDatabase/stream.ts';
import type { Stream } from '../model/item.ts';

/** Whether a branch can be started for a change: it is open, and none is named after it. */
export function canStartBranch(stream: Stream): boolean {
  const { archived, branch, followsCheckout } = stream;
  return isChange(stream) && archived !== true && (branch === undefined || followsCheckout === true);
}

/** Whether a stream is a change to living specs, in files or in a database. */
export function isChange(stream: { readonly called?: Stream['called'] | undefined }): boolean {
  return isOpenSpecChange(stream) || isDatabaseChange(stream);
}
