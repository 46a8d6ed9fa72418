import { t } from '@vscode/l10n';
import type { CriterionStatus } from '../model/criterionState.ts';
import { stateWord, type BranchState } from './gitView.ts';
import { pathOf, type Stream, type StreamWord, type Task, type WorkItem } from '../model/item.ts';
import { isNamedIn } from '../model/owner.ts';
import type { Status } from '../model/status.ts';
import { statusWord } from './statusWord.ts';

/** What a person wants to see of all trees; an empty part asks for nothing. */
export interface Filter {
  /** Words that all have to stand somewhere, in any case. */
  readonly text: string;
  /** One of these; `unknown` for words that map to none, `none` for criteria without a task. */
  readonly statuses: readonly (CriterionStatus | 'unknown')[];
  /** One of these; the empty name is nobody's. */
  readonly owners: readonly string[];
  /** One of these; for branches alone. */
  readonly branches: readonly BranchState[];
  /** One of these; for what carries work on branches alone. */
  readonly records: readonly RecordKind[];
}

/** What work on a branch is kept in: its progress file, or a record of another system. */
export type RecordKind = 'progressFile' | StreamWord;

const kindWords: Readonly<Record<RecordKind, () => string>> = {
  progressFile: () => t('Progress files'),
  specKit: () => t('Spec Kit'),
  openSpec: () => t('OpenSpec'),
  specDatabase: () => t('Spec database'),
  workspace: () => t('Workspaces'),
  trace: () => t('Traces'),
};

export const recordKinds = Object.keys(kindWords) as readonly RecordKind[];

export function recordKindOf({ called }: Pick<Stream, 'called'>): RecordKind {
  return called ?? 'progressFile';
}

/** `Traces`: a kind of records, for people. */
export function recordKindWord(kind: RecordKind): string {
  return kindWords[kind]();
}

export const noFilter: Filter = { text: '', statuses: [], owners: [], branches: [], records: [] };

export function isFiltering({ text, statuses, owners, branches, records }: Filter): boolean {
  return text.trim() !== '' || statuses.length + owners.length + branches.length + records.length > 0;
}

/** `Filter: wip, otter`: what the filter lets through, for a line above the tree. */
export function describeFilter({ text, statuses, owners, branches, records }: Filter): string {
  const words = text.trim();
  return [
    ...statuses.map(statusWord),
    ...owners.map((owner) => (owner === '' ? t('free') : owner)),
    ...branches.map(stateWord),
    ...records.map(recordKindWord),
    ...(words === '' ? [] : [`“${words}”`]),
  ].join(', ');
}

/** Texts, and lists of them: a call takes no hundred thousand arguments. */
type Texts = readonly (string | undefined | readonly (string | undefined)[])[];

/** Whether every word of the filter stands in one of the texts. */
export function fitsText({ text }: Filter, ...texts: Texts): boolean {
  const words = text
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  if (words.length === 0) return true;
  const whole = texts.flat().join('\n').toLowerCase();
  return words.every((word) => whole.includes(word));
}

export function fitsStatus({ statuses }: Filter, status: CriterionStatus | 'unknown'): boolean {
  return statuses.length === 0 || statuses.includes(status);
}

export function fitsOwner({ owners }: Filter, ...names: Texts): boolean {
  if (owners.length === 0) return true;
  return names.flat().some((name) => owners.some((owner) => isNamedIn(name ?? '', owner)));
}

/** What a stream is found by, besides its tasks. */
export function namesOf(stream: Stream): readonly string[] {
  return [stream.name, stream.title, pathOf(stream)];
}

/** Whether a task is to be shown; `around` are texts of what it belongs to. */
export function fitsTask(filter: Filter, task: Task, ...around: Texts): boolean {
  return (
    fitsStatus(filter, task.status.value) &&
    fitsOwner(filter, task.owner.value) &&
    fitsText(
      filter,
      task.id,
      task.title.value,
      task.renderedTitle,
      task.owner.value,
      task.text?.value,
      task.status.written,
      task.mentions.map(({ id }) => id),
      ...around,
    )
  );
}

/** Whether a work item is to be shown, which is in some state; `around` are texts of what it belongs to. */
export function fitsItem(filter: Filter, item: WorkItem, state: Status, ...around: Texts): boolean {
  const { task, summary, priority, branch, milestone } = item;
  const owner = task.owner.value;
  return (
    fitsStatus(filter, state) &&
    fitsOwner(filter, owner) &&
    fitsText(
      filter,
      task.id,
      task.title.value,
      summary,
      priority?.value,
      branch?.value,
      milestone,
      owner,
      pathOf(task),
      ...around,
    )
  );
}
