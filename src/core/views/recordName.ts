import { recordWords } from '../messages/names.ts';
import { ownNameOf, type Stream } from '../model/item.ts';
import { shownText } from './shownText.ts';

/** `Workspace`, `Trace avatar-upload`: a record of another system by what it is. Empty for a progress file. */
export function nameRecord(stream: Stream): string {
  return stream.called === undefined ? '' : recordWords[stream.called](shownText(ownNameOf(stream)));
}
