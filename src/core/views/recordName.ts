import { recordWords } from '../messages/names.ts';
import { isProgressFile, type Stream } from '../model/item.ts';
import { shownText } from './shownText.ts';

/** `Workspace`, `Trace avatar-upload`: a record of another system by what it is. Empty for a progress file. */
export function nameRecord({ called, parts }: Stream): string {
  const name = parts.find((part) => part.name !== undefined)?.name ?? '';
  return called === undefined ? '' : recordWords[called](shownText(name));
}

/** The same where a row is called by the branch: what tells the record from the progress file. */
export function recordOfBranch(stream: Stream): string | undefined {
  return stream.branch === undefined || isProgressFile(stream) ? undefined : nameRecord(stream);
}
