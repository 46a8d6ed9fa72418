import { runAtOnce, type Steps } from '../core/base/steps.ts';
import type { FolderRules, FoundFormat } from '../core/formats/folderRules.ts';
import type { Format } from '../core/formats/format.ts';
import type { Coded } from '../core/model/codes/coded.ts';
import type { FileProblems } from '../core/model/codes/files.ts';
import type { ParsedDocument } from '../core/model/parsedDocument.ts';
import type { KeyedDocument } from '../core/text/key.ts';
import { SourceText } from '../core/text/sourceText.ts';
import { openInSteps, type Document, type Syntax } from '../core/text/syntax.ts';
import type { Host } from './host.ts';
import { runInSlices } from './slices.ts';

/** A text with its structure and its format, or the reason why there is none. */
export type OpenedText =
  | (FoundFormat & { readonly kind: 'opened'; readonly document: Document })
  /** Its path fits formats, and what it holds is of none of them. */
  | { readonly kind: 'unrecognized' }
  | {
      readonly kind: 'failed';
      readonly named: KeyedDocument;
      readonly format: Format;
      readonly problem: Coded<FileProblems>;
    };

/** Opens a text as a document of one of these formats; undefined where the scanner is not sure of its Markdown. */
export function openAtOnce(
  host: Host,
  formats: readonly FoundFormat[],
  named: KeyedDocument,
  text: string,
): Promise<OpenedText | undefined> {
  return openAs(formats, (syntax) => runWhole(host, text, openInSteps(syntax, named, text)));
}

/** The same for Markdown that the scanner is not sure of, by the worker. See {@link Host.readMarkdown}. */
export async function openByWorker(
  host: Host,
  formats: readonly FoundFormat[],
  named: KeyedDocument,
  text: string,
  urgent?: boolean,
): Promise<OpenedText> {
  const result = await host.readMarkdown(text, urgent);
  const [first] = formats;
  if (result.kind === 'failed')
    return first === undefined
      ? { kind: 'unrecognized' }
      : { kind: 'failed', named, format: first.format, problem: result.problem };
  const { markdown } = result;
  const opened = await openAs(formats, (syntax) =>
    syntax === 'markdown'
      ? { syntax, id: named.id, key: named.key, source: new SourceText(text), markdown }
      : runWhole(host, text, openInSteps(syntax, named, text)),
  );
  return opened ?? { kind: 'unrecognized' };
}

/** Opens a text: at once, or by the worker where it takes that. */
export async function openText(
  host: Host,
  formats: readonly FoundFormat[],
  named: KeyedDocument,
  text: string,
  urgent?: boolean,
): Promise<OpenedText> {
  return (await openAtOnce(host, formats, named, text)) ?? openByWorker(host, formats, named, text, urgent);
}

/** The one place at which a document and its format come together: the first that says that it is one of its own. */
async function openAs(
  formats: readonly FoundFormat[],
  open: (syntax: Syntax) => Document | undefined | Promise<Document | undefined>,
): Promise<OpenedText | undefined> {
  let document: Document | undefined;
  for (const { format, root } of formats) {
    if (document?.syntax !== format.syntax) document = await open(format.syntax);
    if (document === undefined) return undefined;
    if (format.recognizes?.(document) ?? true) return { kind: 'opened', document, format, root };
  }
  return { kind: 'unrecognized' };
}

/** Texts of nearly all files are read in less than a slice. */
const smallText = 50_000;

/** Does work on a text: in one go, or for a large one in steps between which others have their turns. */
export function runWhole<T>(host: Host, text: string, steps: Steps<T>): T | Promise<T> {
  return text.length <= smallText ? runAtOnce(steps) : runInSlices(host, steps);
}

/** What a text says; one that could not be read is there all the same, with its problem. Undefined for one of no format. */
export async function parseOpened(
  host: Host,
  rules: FolderRules,
  opened: OpenedText,
): Promise<ParsedDocument | undefined> {
  switch (opened.kind) {
    case 'opened': {
      const { document, format, root } = opened;
      return runWhole(host, document.source.text, format.parseInSteps(document, rules.contextOf(root)));
    }
    case 'failed':
      return unreadableFile(opened.named, opened.format, opened.problem);
    case 'unrecognized':
      return undefined;
  }
}

/** A file that is shown with its problem instead of its content. */
export function unreadableFile(
  { id: document, key }: KeyedDocument,
  { id, holds }: Pick<Format, 'id' | 'holds'>,
  problem: Coded<FileProblems>,
): ParsedDocument {
  const range = { start: 0, end: 0 };
  return {
    id: document,
    key,
    format: id,
    holds,
    lineStarts: [0],
    parts: [],
    problems: [{ ...problem, severity: 'error', range }],
  };
}
