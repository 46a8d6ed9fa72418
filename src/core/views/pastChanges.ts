import { t } from '@vscode/l10n';
import type { PastDelta } from '../index/requirementHistory.ts';
import type { ProjectIndex } from '../index/projectIndex.ts';
import { someOf } from '../messages/someOf.ts';
import type { Criterion, RequirementDelta, Spec, Stream } from '../model/item.ts';
import { joinWords, shownText } from './shownText.ts';

/** The archived changes that made each requirement of a living spec what it is, the newest first. */
export type PastChanges = (criterion: Criterion) => readonly PastDelta[];

export function pastChangesOf(index: ProjectIndex, { key }: Spec): PastChanges {
  let known: ReadonlyMap<string, readonly PastDelta[]> | undefined;
  return ({ requirement }) => {
    if (requirement === undefined) return [];
    known ??= index.deltas.history.of(key);
    return known.get(requirement.name) ?? [];
  };
}

/** The day on which a change was put away, where that is known. */
export function dayOf({ archivedAt }: Stream): string | undefined {
  return archivedAt?.slice(0, 10);
}

/** Why a change was made: the first paragraph of what it says of that. Empty where it says nothing. */
export function whyOf({ fields }: Stream): string {
  const why = fields.find(({ name }) => name === 'Why');
  return why === undefined ? '' : why.value.slice(0, why.firstParagraph);
}

/** `Last modified by add-2fa · 2026-06-11`: which archived change last touched a requirement. */
export function describePast({ stream, delta }: PastDelta): string {
  return joinWords([pastWord(delta, shownText(stream.name, 60)), dayOf(stream)]);
}

function pastWord({ operation }: RequirementDelta, name: string): string {
  switch (operation) {
    case 'added':
      return t('Added by {0}', name);
    case 'renamed':
      return t('Last renamed by {0}', name);
    default:
      return t('Last modified by {0}', name);
  }
}

/** `Before: add-auth 2026-05-02, drop-codes`: the changes before the last one. Empty where there is none. */
export function describeEarlier([, ...earlier]: readonly PastDelta[]): string {
  if (earlier.length === 0) return '';
  const names = earlier.map(({ stream }) => joinWords([stream.name, dayOf(stream)], ' '));
  return t(
    'Before: {0}',
    someOf(names, 5, (name) => shownText(name, 80)),
  );
}
