import type { KeyedDocument } from '../../model/key.ts';
import type { FolderRules } from '../../model/rules.ts';
import { scanMarkdown } from '../../text/markdownScanner.ts';
import { SourceText } from '../../text/sourceText.ts';
import { parseFile, type Format } from '../format.ts';

/**
 * The branch that a text names as this document: what is about to be written is read first. `unsure` is given where the
 * scanner cannot tell.
 */
export function readBranch(
  format: Format,
  document: KeyedDocument,
  text: string,
  rules: FolderRules,
  unsure: string,
): string | undefined {
  const source = new SourceText(text);
  const markdown = scanMarkdown(source);
  if (markdown.kind === 'notSure') return unsure;
  const { item } = parseFile(format, { id: document.id, key: document.key, source, markdown }, rules);
  if (item === undefined || item.kind === 'spec') return undefined;
  return item.kind === 'stream' ? item.branch : item.branch?.value;
}
