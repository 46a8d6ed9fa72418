import type { PartRole, StreamPart } from '../../model/item.ts';
import type { Document } from '../../text/syntax.ts';
import { streamOfFeature } from './places.ts';

/**
 * What a document of a feature says of its stream, but for what is in it.
 * @param path the folder of the feature
 */
export function partOf(document: Document, path: string, role: PartRole): StreamPart {
  return {
    kind: 'streamPart',
    stream: streamOfFeature(document, path),
    role,
    name: path.slice(path.lastIndexOf('/') + 1),
    called: 'specKit',
    location: { document: document.id },
  };
}
