import { t } from '@vscode/l10n';
import type { ProjectIndex } from '../index/projectIndex.ts';
import type { Criterion, Spec, Stream } from '../model/item.ts';
import { lineAt, type LineStarts } from '../text/lineStarts.ts';
import { deltaStateWord, deltaWord, describeChangesOf } from './changeViews.ts';
import { countChanges } from './counts.ts';
import type { Lens } from './lens.ts';
import { escapeIcons, joinWords } from './shownText.ts';

/**
 * On each delta in a document what it comes to: `modified · applies`, `added · exists already`, and whether other changes are about the
 * same requirement.
 * @param whole the change, as the index has it
 * @param part what the document says of it
 */
export function deltaLenses(
  index: ProjectIndex,
  whole: Stream,
  { deltas }: Stream,
  lineStarts: LineStarts,
): readonly Lens[] {
  if (whole.archived === true) return [];
  return deltas.map((delta) => {
    const others = index.deltas.overlapsOf(whole, delta).length;
    return {
      line: lineAt(lineStarts, delta.location.range.start),
      title: escapeIcons(
        joinWords([
          deltaWord(delta),
          deltaStateWord(index.deltas.stateOf(whole, delta)),
          others === 0 ? undefined : countChanges(others + 1),
        ]),
      ),
      tooltip: t('Open the board of this change'),
      action: { kind: 'board' },
    };
  });
}

/** On a requirement of a living spec, while changes are about it: `modified by add-2fa · 3/7`. */
export function requirementLenses(
  index: ProjectIndex,
  spec: Spec,
  criterion: Criterion,
  lineStarts: LineStarts,
): readonly Lens[] {
  const changes = describeChangesOf(index, spec, criterion);
  if (changes === '') return [];
  return [
    {
      line: lineAt(lineStarts, criterion.location.range.start),
      title: escapeIcons(changes),
      tooltip: t('Show {0} in the sidebar', criterion.id),
      action: { kind: 'reveal', criterion: criterion.id },
    },
  ];
}
