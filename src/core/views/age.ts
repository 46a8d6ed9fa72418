import { dayOf } from '../index/branchSources.ts';
import type { ProjectIndex } from '../index/projectIndex.ts';
import type { Stream } from '../model/item.ts';
import type { GitView } from './gitView.ts';

/** How long ago a day (`yyyy-mm-dd`) was, in words: `yesterday`, `4 days ago`. */
export type AgeOf = (day: string) => string;

/**
 * Ages on a day (`yyyy-mm-dd`): in days, above two months in months, above two years in years. The language is that of the
 * texts around them, as a BCP 47 tag.
 */
export function agesOn(today: string, language = 'en'): AgeOf {
  const format = new Intl.RelativeTimeFormat([language, 'en'], { numeric: 'auto' });
  return (day) => {
    const days = Math.round((Date.parse(`${today}T00:00:00Z`) - Date.parse(`${day}T00:00:00Z`)) / 86_400_000);
    // A clock that is behind, or a day of the wrong year: nothing that anybody should count with.
    if (Number.isNaN(days) || days < 0) return day;
    if (days <= 60) return format.format(-days, 'day');
    return days <= 730
      ? format.format(-Math.round(days / 30.44), 'month')
      : format.format(-Math.round(days / 365.25), 'year');
  };
}

/** The day of the last commit of a stream's branch, as trees and board show it; undefined where git says nothing of it. */
export function lastCommitDay(
  index: ProjectIndex,
  stream: Stream,
  git: GitView | undefined,
): string | undefined {
  const status = git?.shown.has('commits') === true ? git.status.streams.get(stream.key) : undefined;
  if (status !== undefined) return dayOf(status.lastCommit);
  const elsewhere = index.elsewhere(stream);
  return elsewhere?.kind === 'branch' ? elsewhere.day : undefined;
}
