import type { Capabilities } from '../../model/capabilities.ts';
import type { Status } from '../../model/status.ts';
import { readStatus } from '../../model/statusWords.ts';
import type { BacklogConfig } from './config.ts';

/** A word that tasks of a project can have as their status, and what it means. */
export interface StatusWord {
  readonly word: string;
  readonly status: Status;
}

const known = new WeakMap<BacklogConfig, readonly StatusWord[]>();

/**
 * The configured words in their order. The first one is what waits; `Done`, or a word for it, else the last one, is what is done; those
 * between are at work, unless they say that something is blocked, failed or dropped.
 */
export function statusWords(config: BacklogConfig): readonly StatusWord[] {
  let words = known.get(config);
  if (words === undefined) {
    words = toWords(config.statuses);
    known.set(config, words);
  }
  return words;
}

function toWords(statuses: readonly string[]): readonly StatusWord[] {
  const meanings = statuses.map(readStatus);
  const last = statuses.length - 1;
  const done = meanings[last] === 'done' || !meanings.includes('done') ? last : meanings.lastIndexOf('done');
  return statuses.map((word, i) => {
    const meaning = meanings[i];
    if (i === 0) return { word, status: 'todo' };
    if (meaning === 'blocked' || meaning === 'failed' || meaning === 'dropped')
      return { word, status: meaning };
    return { word, status: i === done ? 'done' : 'wip' };
  });
}

/** Words that projects use for each other. */
const alike = new Map([
  ['in progress', 'in implementation'],
  ['in implementation', 'in progress'],
]);

/** What a written status means; undefined for a word that is not configured. */
export function findWord(config: BacklogConfig, written: string): StatusWord | undefined {
  const words = statusWords(config);
  const wanted = written.trim().toLowerCase();
  const find = (text: string | undefined): StatusWord | undefined =>
    words.find(({ word }) => word.trim().toLowerCase() === text);
  return find(wanted) ?? find(alike.get(wanted));
}

/** The one status that the tool gives to drafts, whatever the project's words are. */
export function readDraft(written: string): StatusWord | undefined {
  return written.trim().toLowerCase() === 'draft' ? { word: written, status: 'todo' } : undefined;
}

/** The word that is written for a status: the first one that means it. */
export function wordFor(config: BacklogConfig, status: Status): string | undefined {
  return statusWords(config).find((each) => each.status === status)?.word;
}

const capabilities = new WeakMap<BacklogConfig, Capabilities>();

/** What can be done with a task of a project. */
export function canOf(config: BacklogConfig): Capabilities {
  let can = capabilities.get(config);
  if (can === undefined) {
    const words = statusWords(config);
    const statuses = [...new Set(words.map(({ status }) => status))];
    can = { owner: 'file', statuses, words };
    capabilities.set(config, can);
  }
  return can;
}

/** What can be done with a draft: its tool makes it a task before anybody works on it. */
export const ofDraft: Capabilities = { owner: 'file', statuses: [] };
