import type { PartRole, StreamPart } from '../../model/item.ts';
import type { Root } from '../../model/system.ts';
import type { Document } from '../../text/syntax.ts';
import { changeOf, keyBeside } from './places.ts';

/** What a document says of its change, but for what is in it. What is in none has its folder's work. */
export function partOf(document: Document, root: Root, role: PartRole): StreamPart {
  const { path } = document.id;
  const change = changeOf(path, root.path);
  const folder = change?.path ?? path.slice(0, Math.max(0, path.lastIndexOf('/')));
  return {
    kind: 'streamPart',
    stream: keyBeside(document, `${folder}/`),
    role,
    name: change?.id ?? folder.slice(folder.lastIndexOf('/') + 1),
    called: 'openSpec',
    location: { document: document.id },
    ...(change?.isArchived === true ? { archived: true } : {}),
    ...(change?.archivedAt === undefined ? {} : { archivedAt: change.archivedAt }),
  };
}
