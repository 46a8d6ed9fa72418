import type { Steps } from '../base/steps.ts';
import { readJson, type DataDocument } from './dataDocument.ts';
import type { KeyedDocument } from './key.ts';
import type { Markdown } from './markdown.ts';
import { scanInSteps } from './markdownScanner.ts';
import type { Range } from './range.ts';
import { SourceText } from './sourceText.ts';

interface DocumentText extends KeyedDocument {
  readonly source: SourceText;
}

/** Read with CommonMark's grammar: by the strict scanner, or by remark in the worker. */
export interface MarkdownDocument extends DocumentText {
  readonly syntax: 'markdown';
  readonly markdown: Markdown;
}

/** Read line by line, as the tool does that owns the file. */
export interface LinesDocument extends DocumentText {
  readonly syntax: 'lines';
  /** Without line endings, in order. */
  readonly lines: readonly Range[];
}

interface Syntaxes {
  readonly markdown: MarkdownDocument;
  readonly data: DocumentText & Pick<DataDocument, 'syntax' | 'language' | 'root' | 'problems'>;
  readonly lines: LinesDocument;
}
export type Syntax = keyof Syntaxes;

/** A text with the structure that its syntax gives it. */
export type Document<S extends Syntax = Syntax> = Syntaxes[S];

/** Gives a text its structure; undefined for Markdown of which the scanner is not sure: then it is remark's. */
export function* openInSteps(
  syntax: Syntax,
  { id, key }: KeyedDocument,
  text: string,
): Steps<Document | undefined> {
  const source = new SourceText(text);
  switch (syntax) {
    case 'markdown': {
      const markdown = yield* scanInSteps(source);
      return markdown.kind === 'notSure' ? undefined : { syntax, id, key, source, markdown };
    }
    case 'data':
      return { syntax, language: 'json', id, key, source, ...readJson(text) };
    case 'lines':
      return {
        syntax,
        id,
        key,
        source,
        lines: Array.from({ length: source.lineCount }, (_, line) => source.lineRange(line)),
      };
  }
}

/** The name of a file, a Markdown file's without its ending: `rpc-retry` for `spec/rpc-retry.md`. */
export function nameOfFile(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1).replace(/\.md$/i, '');
}

/** Whether a file's name is one that texts of a syntax have: for those that a link alone makes known. */
export function fitsSyntax(syntax: Syntax, path: string): boolean {
  switch (syntax) {
    case 'markdown':
      return /\.(?:md|markdown)$/i.test(path);
    case 'data':
      return /\.json$/i.test(path);
    case 'lines':
      return true;
  }
}
