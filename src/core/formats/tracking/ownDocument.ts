import { isOpenAs, type OpenDocument } from '../format.ts';

/** Whether a document is one of this system: what is done to files of tracking directories alone asks first. */
export function isOwnDocument(open: OpenDocument): open is OpenDocument<'markdown'> {
  return open.root.system === 'tracking' && isOpenAs(open, 'markdown');
}
