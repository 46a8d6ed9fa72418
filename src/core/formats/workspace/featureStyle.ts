import { readOnly, type Capabilities } from '../../model/capabilities.ts';
import type { Status } from '../../model/status.ts';
import { findMember, type DataNode } from '../../text/dataDocument.ts';
import { areVerdicts, readWord } from './words.ts';

export type ObjectNode = Extract<DataNode, { kind: 'object' }>;

/** The keys under which features have an owner, and a status in words. */
export const ownerKeys = ['owner', 'assignee', 'assigned_to', 'assignedTo', 'agent'] as const;
export const statusKeys = ['status', 'state'] as const;

/** What the features of a list have in common: what is written into one of them follows it. */
export interface FeatureStyle {
  /** The word for each status that the list has one for. */
  readonly words: ReadonlyMap<Status, string>;
  /** The key of the status where a feature has none yet; undefined where the list knows no status at all. */
  readonly statusKey: string | undefined;
  /** What can be done with a feature whose status is a word, and with one that only passes or not; with and without an owner. */
  readonly can: Readonly<Record<'words' | 'passes', Readonly<Record<'file' | 'claims', Capabilities>>>>;
}

/** @param root of the document, which may say which words are valid */
export function styleOf(root: DataNode | undefined, features: readonly DataNode[]): FeatureStyle {
  const used = features.flatMap((feature) => textOf(findMember(feature, ...statusKeys)?.value) ?? []);
  const words = wordsOf(validWords(root), used);
  const known = features.flatMap((feature) => findMember(feature, ...statusKeys, 'passes')?.key ?? []);
  const statuses = { words: [...words.keys()], passes: ['todo', 'done'] as const };
  const both = (of: readonly Status[]) => ({
    file: { owner: 'file', statuses: of } as const,
    claims: { owner: 'claims', statuses: of } as const,
  });
  return {
    words,
    statusKey: features.length === 0 ? 'status' : known[0],
    can: { words: both(statuses.words), passes: both(statuses.passes) },
  };
}

/** What can be done with a feature: nothing with one that is no longer wanted, or whose list knows no status. */
export function capabilitiesOf(style: FeatureStyle, feature: DataNode): Capabilities {
  const says = findMember(feature, ...statusKeys, 'passes')?.key ?? style.statusKey;
  if (says === undefined) return readOnly;
  return style.can[says === 'passes' ? 'passes' : 'words'][
    ownerKeyOf(feature) === undefined ? 'claims' : 'file'
  ];
}

/** Where a feature says whose it is, or that it is nobody's. */
export function ownerKeyOf(feature: DataNode): string | undefined {
  return ownerKeys.find((key) => {
    const value = findMember(feature, key)?.value;
    return value?.kind === 'value' && (typeof value.value === 'string' || value.value === null);
  });
}

/** The words of the seed's own schema. */
const usual: readonly (readonly [Status, string])[] = [
  ['todo', 'pending'],
  ['wip', 'in_progress'],
  ['blocked', 'blocked'],
  ['done', 'completed'],
];

const writable: readonly Status[] = ['todo', 'wip', 'blocked', 'done', 'failed'];

/** The word for each status: one that the file allows, else the one that its features use most, else the usual one. */
function wordsOf(valid: readonly string[], used: readonly string[]): ReadonlyMap<Status, string> {
  const isVerdict = areVerdicts(used);
  const choices: readonly (readonly [Status, string])[] = isVerdict
    ? [
        ['todo', 'failing'],
        ['done', 'passing'],
      ]
    : usual;
  const found = new Map<Status, string>();
  for (const status of isVerdict ? choices.map(([each]) => each) : writable) {
    const means = (word: string): boolean => readWord(word, isVerdict) === status;
    const word =
      valid.length > 0
        ? (commonest(used.filter((each) => valid.includes(each) && means(each))) ?? valid.find(means))
        : (commonest(used.filter(means)) ?? choices.find(([each]) => each === status)?.[1]);
    if (word !== undefined) found.set(status, word);
  }
  return found;
}

function commonest(words: readonly string[]): string | undefined {
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  let most: string | undefined;
  for (const [word, count] of counts) if (count > (counts.get(most ?? '') ?? 0)) most = word;
  return most;
}

/** Those that the file says are valid. */
function validWords(root: DataNode | undefined): readonly string[] {
  const rules = findMember(root, 'rules')?.value;
  const list = (findMember(rules, ...validKeys) ?? findMember(root, ...validKeys))?.value;
  return list?.kind === 'array' ? list.items.flatMap((item) => textOf(item) ?? []) : [];
}

const validKeys = ['valid_status', 'validStatus', 'valid_statuses', 'validStatuses'];

/** The text of a value, where it is one. */
export function textOf(node: DataNode | undefined): string | undefined {
  return node?.kind === 'value' && typeof node.value === 'string' && node.value !== ''
    ? node.value
    : undefined;
}

/** Whether a key is there and says nothing yet. */
export function isBlank(node: DataNode | undefined): boolean {
  return node === undefined || (node.kind === 'value' && (node.value === null || node.value === ''));
}
