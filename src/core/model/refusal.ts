import type { BacklogMdRefusals } from './codes/backlogMd.ts';
import type { BranchRefusals } from './codes/branches.ts';
import type { ChangeEditRefusals } from './codes/changeEdits.ts';
import type { ChangeDoubts, ChangeRefusals } from './codes/changes.ts';
import type { Coded } from './codes/coded.ts';
import type { FileDoubts, FileRefusals } from './codes/files.ts';
import type { GitRefusals } from './codes/git.ts';
import type { SpecChangeRefusals } from './codes/archive.ts';
import type { SpecKitRefusals } from './codes/specKit.ts';
import type { TaskRefusals } from './codes/tasks.ts';
import type { WorkspaceRefusals } from './codes/workspace.ts';
import type { TraceRefusals } from './codes/trace.ts';

/** All reasons why a request cannot be met, by dotted, stable codes: `task.taken`, `file.dirty`, `workspace.untrusted`. */
export interface RefusalData
  extends
    BacklogMdRefusals,
    BranchRefusals,
    ChangeEditRefusals,
    ChangeRefusals,
    FileRefusals,
    GitRefusals,
    SpecChangeRefusals,
    SpecKitRefusals,
    TaskRefusals,
    TraceRefusals,
    WorkspaceRefusals {}
export type RefusalCode = keyof RefusalData;

/**
 * A request that cannot be met, told to whoever asked: a value, not an exception. Nothing was written. Its sentence is made by
 * `core/messages/refusals.ts`.
 */
export type Refusal = Coded<RefusalData> & {
  readonly kind: 'refused';
  /** A person may repeat the request with this very refusal as confirmed. A tool may not. */
  readonly confirmable?: true;
  /** Files that were made before it was refused, and stay. */
  readonly created?: readonly string[];
  /** The branch that was started before its progress file was refused, and stays. */
  readonly started?: string;
};

export interface DoubtData extends ChangeDoubts, FileDoubts {}

/** What makes it uncertain whether something was written: whoever asked has to look. */
export type Doubt = Coded<DoubtData> & { readonly kind: 'unknown' };

export function refusal<Code extends RefusalCode>(code: Code, data: RefusalData[Code]): Refusal {
  return { kind: 'refused', code, data } as Refusal;
}

export function doubt<Code extends keyof DoubtData>(code: Code, data: DoubtData[Code]): Doubt {
  return { kind: 'unknown', code, data } as Doubt;
}

/**
 * The refusal, unless a person confirmed this very one: same code, same data. A yes about otter is no yes about maple.
 */
export function unlessConfirmed(refusal: Refusal, confirmed: readonly Refusal[]): Refusal | undefined {
  const isSame = (each: Refusal): boolean =>
    each.code === refusal.code && JSON.stringify(each.data) === JSON.stringify(refusal.data);
  return confirmed.some(isSame) ? undefined : { ...refusal, confirmable: true };
}
