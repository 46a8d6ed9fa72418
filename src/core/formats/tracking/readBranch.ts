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
  const { item } = parseAtOnce(format, opened, context);
  if (item === undefined || item.kind === 'spec') return undefined;
  return item.kind === 'stream' ? item.branch : item.branch?.value;
}
