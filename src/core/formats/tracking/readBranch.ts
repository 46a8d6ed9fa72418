import { runAtOnce } from '../../base/steps.ts';
import type { KeyedDocument } from '../../text/key.ts';
import { openInSteps } from '../../text/syntax.ts';
import { parseAtOnce, type Format, type ParseContext } from '../format.ts';

/**
 * The branch that a text names as this document: what is about to be written is read first. `unsure` is given where the
 * scanner cannot tell.
 */
export function readBranch(
  format: Format,
  document: KeyedDocument,
  text: string,
  context: ParseContext,
  unsure: string,
): string | undefined {
  const opened = runAtOnce(openInSteps(format.syntax, document, text));
  if (opened === undefined) return unsure;
  const [part] = parseAtOnce(format, opened, context).parts;
  if (part === undefined || part.kind === 'spec') return undefined;
  return part.kind === 'streamPart' ? part.branch : part.branch?.value;
}
