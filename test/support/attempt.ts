import { ProjectIndex } from '../../src/core/index/projectIndex.ts';
import type { OpenDocument, WriteContext } from '../../src/core/formats/format.ts';
import type { ConflictStages } from '../../src/core/model/merge.ts';
import type { Outcome } from '../../src/core/model/outcome.ts';
import { refusal, type Refusal } from '../../src/core/model/refusal.ts';
import type { DocumentInput } from '../../src/core/operations/inputs.ts';
import { changeRefusals, type Write, type WriteOperation } from '../../src/core/operations/operation.ts';
import { isSameDocument, type DocumentId, type FolderId } from '../../src/core/text/document.ts';
import { applyEdits, type TextEdit } from '../../src/core/text/edit.ts';
import type { Project } from '../../src/project/project.ts';
import type { RunOptions, RunResult } from '../../src/project/running.ts';
import { defaultRules } from './rules.ts';

/** A document as an operation finds it, and who asks. */
export interface Acting extends Omit<WriteContext, 'now'> {
  readonly open: OpenDocument;
  readonly me: string;
  readonly confirmed: readonly Refusal[];
  /** Other documents of the scope. */
  readonly others?: readonly OpenDocument[];
  readonly index?: ProjectIndex;
  readonly stages?: ConflictStages | undefined;
  /** What is kept of claims beside documents; without it nothing can be. */
  readonly claims?: string;
}

/** What an operation wants of the document, and the files that it wants made and removed. */
export type Attempted =
  | {
      readonly kind: 'edits';
      readonly edits: readonly TextEdit[];
      readonly creates: readonly { readonly path: string; readonly text: string }[];
      readonly deletes: readonly string[];
      /** What is kept of claims then. */
      readonly claims: string;
      readonly outcome: Outcome;
    }
  | { readonly kind: 'unchanged'; readonly outcome: Outcome }
  | Refusal;

/** What an operation wants to do to one document; nothing is written. */
export function attempt<Input extends DocumentInput>(
  { open, me, confirmed, preferred, others = [], index, stages, claims }: Acting,
  operation: WriteOperation<Input>,
  input: Omit<Input, 'document'>,
): Attempted {
  const all = [open, ...others];
  const at = (key: string): OpenDocument | undefined => all.find(({ document }) => document.key === key);
  const { folder } = open.document.id;
  const planned = operation.plan(
    {
      folder,
      index: index ?? new ProjectIndex(defaultRules),
      rules: defaultRules,
      me,
      confirmed,
      today: '2026-06-20',
      now: '2026-06-20T12:00:00Z',
      claimsText: () =>
        claims === undefined
          ? undefined
          : claims === ''
            ? { kind: 'missing' }
            : { kind: 'text', text: claims },
      ...(claims === undefined
        ? {}
        : { claims: { kind: 'place', document: claimsDocument(folder), prefix: '' } }),
      isInScope: () => true,
      documentOf: (key) => at(key)?.document.id ?? { folder, path: key },
      text: (document) => {
        const found = at(typeof document === 'string' ? document : document.path);
        return found === undefined ? { kind: 'missing' } : { kind: 'text', text: found.document.source.text };
      },
      open: (key) => {
        const found = at(key);
        return found === undefined ? refusal('file.missing', { path: key }) : { kind: 'opened', open: found };
      },
      preferredIn: () => preferred,
      isFree: (document) => !all.some((each) => isSameDocument(each.document.id, document)),
      stages: () => stages,
      textAtChange: () => undefined,
    },
    // The compiler does not know that the rest of an input and its document are the input.
    { ...input, document: open.document.key } as Input,
  );
  if (planned.kind === 'refused') {
    const { code } = planned;
    const isTold = [...operation.refusals, ...changeRefusals].includes(code);
    if (!isTold) throw new Error(`${code} is not among the refusals that documentation names`);
    return planned;
  }
  const { outcome } = planned;
  if (outcome === undefined) throw new Error('every operation says what it did');
  if (planned.kind === 'unchanged') return { kind: 'unchanged', outcome };
  const { changes } = planned;
  return {
    kind: 'edits',
    edits: changes.flatMap((change) =>
      change.kind === 'edit' && !isClaims(change.document) ? change.edits : [],
    ),
    claims: changes.reduce((text, change) => {
      if (!isClaims(change.document)) return text;
      if (change.kind === 'create') return change.text;
      const applied = applyEdits(text, change.kind === 'edit' ? change.edits : []);
      return applied.kind === 'applied' ? applied.text : text;
    }, claims ?? ''),
    creates: changes.flatMap((change) =>
      change.kind === 'create' && !isClaims(change.document)
        ? [{ path: change.document.path, text: change.text }]
        : [],
    ),
    deletes: changes.flatMap(({ kind, document: { path } }) => (kind === 'delete' ? [path] : [])),
    outcome,
  };
}

const claimsDocument = (folder: FolderId): DocumentId => ({ folder, path: '.git/throughline/claims.jsonl' });

function isClaims({ path }: DocumentId): boolean {
  return path === claimsDocument('').path;
}

/** Runs an operation on a document of a project. */
export function runOn<Input extends DocumentInput>(
  project: Pick<Project, 'run'>,
  { folder, key }: { readonly folder: string; readonly key: DocumentInput['document'] },
  operation: Write<Input>,
  input: Omit<Input, 'document'>,
  options: RunOptions,
): Promise<RunResult> {
  return project.run(folder, operation, { ...input, document: key } as Input, options);
}
