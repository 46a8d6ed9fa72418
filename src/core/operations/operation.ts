import type { FolderRules } from '../formats/folderRules.ts';
import type { OpenDocument, PreferredWord } from '../formats/format.ts';
import type { ProjectIndex } from '../index/projectIndex.ts';
import type { OperationId } from '../model/availableOperations.ts';
import type { Checkouts } from '../model/branch.ts';
import type { ClaimsPlace } from '../model/claim.ts';
import type { ConflictStages } from '../model/merge.ts';
import type { Plan, Unchanged } from '../model/plan.ts';
import type { Refusal, RefusalCode } from '../model/refusal.ts';
import type { FormatId } from '../model/system.ts';
import type { DocumentId, FolderId } from '../text/document.ts';
import type { Key } from '../text/key.ts';
import type { GitView } from '../views/gitView.ts';

/** What is used of zod's schemas: whoever is handed an input from outside has it checked. */
export interface Schema<Input> {
  safeParse(value: unknown):
    | { readonly success: true; readonly data: Input }
    | {
        readonly success: false;
        readonly error: {
          readonly issues: readonly {
            readonly path: readonly PropertyKey[];
            readonly message: string;
          }[];
        };
      };
}

/** How an operation is known. */
export interface OperationEntry<Input = unknown> {
  readonly id: OperationId;
  /** For documentation and tools, in English: what it does. */
  readonly description: string;
  readonly input: Schema<Input>;
  /** Why it may be refused, besides what any change of a file may be refused for. */
  readonly refusals: readonly RefusalCode[];
}

/** Answers a question, and changes nothing. */
export interface ReadOperation<Input = unknown, Answer = unknown> extends OperationEntry<Input> {
  readonly effect: 'read';
  /** The documents that it wants to look into, besides what the index keeps of them. */
  scope?(context: ReadContext, input: Input): readonly Key[];
  /** @param open documents of the scope as they are now, but for those that cannot be read */
  read(context: ReadContext, input: Input, open?: ReadonlyMap<Key, OpenDocument>): Answer | Refusal;
}

/** Changes documents. `scope` is asked of the index, `plan` of the documents as they are under their locks; both are pure and total. */
export interface Write<Input = unknown> {
  /**
   * The documents that are locked and read, each once: by their keys, or where they are for those that the index does not name. Nothing
   * else is changed, but others may be made.
   */
  scope(context: ReadContext, input: Input): readonly (Key | DocumentId)[];
  /** Whether it wants to know what git keeps of a document that it could not merge (`PlanContext.stages`). */
  readonly needsStages?: boolean;
  /** Whether it wants to know what documents held when others were changed last (`PlanContext.textAtChange`): which, of those of the scope. */
  asksPast?(context: ReadContext, input: Input): readonly PastQuestion[];
  plan(context: PlanContext, input: Input): Planned;
}

/** What a document held when another one was changed last. */
export interface PastQuestion {
  readonly changed: Key;
  readonly document: Key;
}

export interface WriteOperation<Input = unknown> extends OperationEntry<Input>, Write<Input> {
  readonly effect: 'write';
}

/** Why any change of a document may be refused, whatever is asked for. */
export const changeRefusals: readonly RefusalCode[] = [
  'branch.copy',
  'branch.elsewhere',
  'branch.notCheckedOut',
  'branch.notHere',
  'branch.switched',
  'database.busy',
  'database.noDelete',
  'database.unfit',
  'file.binary',
  'file.busy',
  'file.contended',
  'file.dirty',
  'file.dirtyElsewhere',
  'file.encoding',
  'file.exists',
  'file.hardLink',
  'file.lockLost',
  'file.missing',
  'file.moved',
  'file.notWritten',
  'file.owner',
  'file.readOnly',
  'file.tooLarge',
  'file.unknown',
  'file.unreadable',
  'git.busy',
  'link.outside',
  'workspace.branch',
  'workspace.elsewhere',
  'workspace.untrusted',
  'workspace.virtual',
];

export type Operation<Input = unknown> = ReadOperation<Input> | WriteOperation<Input>;

/** What an operation wants: changes, nothing to be done, or a refusal. Never an exception. */
export type Planned = Plan | Unchanged | Refusal;

/** What every operation may look at. */
export interface ReadContext {
  readonly folder: FolderId;
  readonly index: ProjectIndex;
  readonly rules: FolderRules;
  /** The owner name of whoever asks. */
  readonly me: string;
  /** `yyyy-mm-dd`, where the person is. */
  readonly today: string;
  /** The time in UTC: `2026-06-11T12:00:00Z`. */
  readonly now: string;
  /** What is checked out, where git was asked. */
  readonly checkouts?: Checkouts | undefined;
  /** Where the clone's claims are kept; missing where the scope does without, or nothing can be kept. */
  readonly claims?: ClaimsPlace | undefined;
  /** What git says of the branches, where it was asked. */
  readonly git?: GitView | undefined;
}

/** The documents of the scope as they are at this moment. */
export interface PlanContext extends ReadContext {
  /** What a person was refused, and wants all the same. */
  readonly confirmed: readonly Refusal[];
  /** Whether a document is one of the scope: what is asked for below has to be. */
  isInScope(of: Key | DocumentId): boolean;
  /** The document behind a key of the scope. */
  documentOf(key: Key): DocumentId;
  /** Its text, also of one that no format reads. */
  text(
    document: Key | DocumentId,
  ): { readonly kind: 'text'; readonly text: string } | { readonly kind: 'missing' } | Refusal;
  /** The same with what its format finds in it. */
  open(key: Key): Opened;
  /** What documents of a format write. */
  preferredIn(format: FormatId): PreferredWord;
  /** The clone's claims, where the scope has them; missing before anybody claimed something. */
  claimsText():
    { readonly kind: 'text'; readonly text: string } | { readonly kind: 'missing' } | Refusal | undefined;
  /** Whether nothing stands at a path. */
  isFree(document: DocumentId): boolean;
  /** What git keeps of a document that it could not merge; see `Write.needsStages`. */
  stages(key: Key): ConflictStages | undefined;
  /** What a document held in the last commit that changed another one; see `Write.asksPast`. Undefined where git cannot say. */
  textAtChange(question: PastQuestion): string | undefined;
}

/** A document that its format has read, or why there is none. */
export type Opened = { readonly kind: 'opened'; readonly open: OpenDocument } | Refusal;
