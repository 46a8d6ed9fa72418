import { recordWords } from '../messages/names.ts';
import { isProgressFile, ownNameOf, type Stream } from '../model/item.ts';
import { shownText } from './shownText.ts';

/** `Workspace`, `Trace avatar-upload`: a record of another system by what it is. Empty for a progress file. */
export function nameRecord(stream: Stream): string {
  return stream.called === undefined ? '' : recordWords[stream.called](shownText(ownNameOf(stream)));
}

/** The same where a row is called by the branch: what tells the record from the progress file. */
export function recordOfBranch(stream: Stream): string | undefined {
  return stream.branch === undefined || isProgressFile(stream) ? undefined : nameRecord(stream);
}
