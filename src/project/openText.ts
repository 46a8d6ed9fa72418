import { runAtOnce, type Steps } from '../core/base/steps.ts';
import type { FolderRules, FoundFormat } from '../core/formats/folderRules.ts';
import type { Format, OpenDocument } from '../core/formats/format.ts';
import type { Coded } from '../core/model/codes/coded.ts';
import type { FileProblems } from '../core/model/codes/files.ts';
import type { ParsedDocument } from '../core/model/parsedDocument.ts';
import type { KeyedDocument } from '../core/text/key.ts';
import { SourceText } from '../core/text/sourceText.ts';
import { openInSteps, type Document, type Syntax } from '../core/text/syntax.ts';
import type { Clock, World } from './world.ts';
import { runInSlices } from './slices.ts';

/** A text to be read as the document that it is of, in one of the formats that its path fits. */
export interface TextToOpen {
  readonly document: KeyedDocument;
  readonly formats: readonly FoundFormat[];
  readonly text: string;
}

/** What a text is, or the reason why nothing can be read of it. */
export type OpenedText =
  | { readonly kind: 'opened'; readonly open: OpenDocument }
  /** Its path fits formats, and what it holds is of none of them. */
  | { readonly kind: 'unrecognized' }
  /** It is there all the same, with its problem. */
  | { readonly kind: 'failed'; readonly problem: Coded<FileProblems>; readonly parsed: ParsedDocument };

/** What an opened text says; undefined for one of no format. */
export function parsedOf(opened: OpenedText): ParsedDocument | undefined {
  switch (opened.kind) {
    case 'opened':
      return opened.open.parsed;
    case 'failed':
      return opened.parsed;
    case 'unrecognized':
      return undefined;
  }
}

/** Opens a text as a document of one of its formats; undefined where the scanner is not sure of its Markdown. */
export function openAtOnce(
  world: Pick<World, 'clock' | 'markdown'>,
  rules: FolderRules,
  wanted: TextToOpen,
): Promise<OpenedText | undefined> {
  const { document, text } = wanted;
  return openAs(world, rules, wanted, (syntax) =>
    runWhole(world.clock, text, openInSteps(syntax, document, text)),
  );
}

/** The same for Markdown that the scanner is not sure of, by the worker. See `MarkdownParser.parse`. */
export async function openByWorker(
  world: Pick<World, 'clock' | 'markdown'>,
  rules: FolderRules,
  wanted: TextToOpen,
  urgent?: boolean,
): Promise<OpenedText> {
  const {
    document: { id, key },
    formats,
    text,
  } = wanted;
  const result = await world.markdown.parse(text, urgent);
  const [first] = formats;
  if (result.kind === 'failed') {
    const { problem } = result;
    return first === undefined
      ? { kind: 'unrecognized' }
      : { kind: 'failed', problem, parsed: unreadableFile(wanted.document, first.format, problem) };
  }
  const { markdown } = result;
  const opened = await openAs(world, rules, wanted, (syntax) =>
    syntax === 'markdown'
      ? { syntax, id, key, source: new SourceText(text), markdown }
      : runWhole(world.clock, text, openInSteps(syntax, { id, key }, text)),
  );
  return opened ?? { kind: 'unrecognized' };
}

/** Opens a text: at once, or by the worker where it takes that. */
export async function openText(
  world: Pick<World, 'clock' | 'markdown'>,
  rules: FolderRules,
  wanted: TextToOpen,
  urgent?: boolean,
): Promise<OpenedText> {
  return (await openAtOnce(world, rules, wanted)) ?? openByWorker(world, rules, wanted, urgent);
}

/** The one place at which a document and its format come together: the first that says that it is one of its own. */
async function openAs(
  world: Pick<World, 'clock' | 'markdown'>,
  rules: FolderRules,
  { formats, text }: TextToOpen,
  open: (syntax: Syntax) => Document | undefined | Promise<Document | undefined>,
): Promise<OpenedText | undefined> {
  let document: Document | undefined;
  for (const { format, root } of formats) {
    if (document?.syntax !== format.syntax) document = await open(format.syntax);
    if (document === undefined) return undefined;
    if (!(format.recognizes?.(document) ?? true)) continue;
    const parsed = await runWhole(world.clock, text, format.parseInSteps(document, rules.contextOf(root)));
    return { kind: 'opened', open: { document, parsed, format, root } };
  }
  return { kind: 'unrecognized' };
}

/** Texts of nearly all files are read in less than a slice. */
const smallText = 50_000;

/** Does work on a text: in one go, or for a large one in steps between which others have their turns. */
export function runWhole<T>(clock: Clock, text: string, steps: Steps<T>): T | Promise<T> {
  return text.length <= smallText ? runAtOnce(steps) : runInSlices(clock, steps);
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
