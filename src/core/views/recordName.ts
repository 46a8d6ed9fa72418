import { recordWords } from '../messages/names.ts';
import type { Stream } from '../model/item.ts';
import { shownText } from './shownText.ts';

/** `Workspace`, `Trace avatar-upload`: a record of another system by what it is. Empty for a progress file. */
export function nameRecord({ called, parts }: Stream): string {
  const name = parts.find((part) => part.name !== undefined)?.name ?? '';
  return called === undefined ? '' : recordWords[called](shownText(name));
}
