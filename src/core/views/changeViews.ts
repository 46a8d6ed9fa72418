import { t } from '@vscode/l10n';
import type { DeltaState } from '../index/deltaGraph.ts';
import type { ProjectIndex } from '../index/projectIndex.ts';
import { someOf } from '../messages/someOf.ts';
import { ownNameOf, type Criterion, type RequirementDelta, type Spec, type Stream } from '../model/item.ts';
import { countChanges, countDeltas } from './counts.ts';
import { fitsText, isFiltering, namesOf } from './filter.ts';
import { uncountedIcon, warningIcon, type Icon } from './icon.ts';
import type { OutlineContext, OutlineNode } from './outline.ts';
import { shortProgress } from './progress.ts';
import { escapeMarkdown, joinSpoken, joinWords, shownText } from './shownText.ts';

/** `2 deltas`; nothing where there are none. */
export function describeDeltas({ deltas }: Stream): string {
  return deltas.length === 0 ? '' : countDeltas(deltas.length);
}

/** What a delta does, in the word of its files. */
export function deltaWord({ operation }: RequirementDelta): string {
  switch (operation) {
    case 'added':
      return t('added');
    case 'modified':
      return t('modified');
    case 'removed':
      return t('removed');
    case 'renamed':
      return t('renamed');
  }
}

/** What comes of it: `applies`, `target missing`, `exists already`. */
export function deltaStateWord(state: DeltaState): string {
  switch (state.kind) {
    case 'applies':
      return t('applies');
    case 'targetMissing':
      return t('target missing');
    case 'exists':
      return state.sameText ? t('applied already') : t('exists already');
  }
}

/** Whether it keeps a change from being archived. */
export function isInTheWay(state: DeltaState): boolean {
  return state.kind === 'targetMissing' || (state.kind === 'exists' && !state.sameText);
}

/** `Sign in`, `Sign in → Log in`: the requirement that a delta is about. */
export function deltaTitle({ requirement, newName }: RequirementDelta): string {
  const name = shownText(requirement, 100);
  return newName === undefined ? name : `${name} → ${shownText(newName, 100)}`;
}

const deltaIcons: Readonly<Record<RequirementDelta['operation'], Icon>> = {
  added: { codicon: 'diff-added' },
  modified: { codicon: 'diff-modified' },
  removed: { codicon: 'diff-removed' },
  renamed: { codicon: 'diff-renamed' },
};

/** A row for each delta of a change, by capability: what it does to which requirement, and what comes of that. */
export function deltaNodes(
  index: ProjectIndex,
  stream: Stream,
  { filter }: OutlineContext,
): readonly OutlineNode[] {
  const { statuses, owners } = filter;
  if (statuses.length + owners.length > 0) return [];
  return stream.deltas.flatMap((delta, i) =>
    !isFiltering(filter) || fitsText(filter, delta.requirement, delta.capability, namesOf(stream))
      ? [deltaNode(index, stream, delta, i)]
      : [],
  );
}

function deltaNode(index: ProjectIndex, stream: Stream, delta: RequirementDelta, at: number): OutlineNode {
  const isOver = stream.archived === true;
  const state =
    isOver || index.elsewhere(stream) !== undefined ? undefined : index.deltas.stateOf(stream, delta);
  const others = state === undefined ? [] : index.deltas.overlapsOf(stream, delta);
  const title = deltaTitle(delta);
  const capability = shownText(delta.capability, 60);
  const words = joinWords([
    deltaWord(delta),
    state === undefined ? undefined : deltaStateWord(state),
    others.length === 0 ? undefined : t('also {0}', someOf(others.map(ownNameOf), 2, shownName)),
  ]);
  const { path } = delta.location.document;
  return {
    id: `${stream.key}>delta:${at}`,
    kind: 'note',
    label: `${capability}: ${title}`,
    description: words,
    icon: state !== undefined && isInTheWay(state) ? warningIcon : deltaIcons[delta.operation],
    tooltip: () =>
      [
        `**${escapeMarkdown(capability)}: ${escapeMarkdown(title)}** · ${escapeMarkdown(words)}`,
        ...paragraphsOf(delta).map((text) => escapeMarkdown(shownText(text, 500))),
        escapeMarkdown(shownText(path, 300)),
      ].join('\n\n'),
    accessibilityLabel: joinSpoken([t('Delta {0}: {1}', capability, title), words]),
    context: 'note',
    open: index.placeIn(delta.location),
    collapsed: 'none',
  };
}

function shownName(name: string): string {
  return shownText(name, 40);
}

/** What a delta says, scenario by scenario: for a tooltip, a board, a brief. */
export function paragraphsOf({ body, scenarios, reason, migration }: RequirementDelta): readonly string[] {
  const [said = ''] = body.split(/^####/m);
  return [
    said.trim(),
    ...scenarios,
    reason === undefined ? '' : t('Reason: {0}', reason),
    migration === undefined ? '' : t('Migration: {0}', migration),
  ].filter((text) => text !== '');
}

/** `1 changing`: how many requirements of a living spec open changes are about. */
export function describeChanging(index: ProjectIndex, spec: Spec): string {
  const names = new Set(index.deltas.deltasOn(spec.key).map(({ delta }) => delta.requirement));
  return names.size === 0 ? '' : t('{0} changing', names.size);
}

/** `modified by add-2fa · 3/7`: what open changes do to a living requirement. */
export function describeChangesOf(index: ProjectIndex, spec: Spec, { requirement }: Criterion): string {
  if (requirement === undefined) return '';
  const found = index.deltas.deltasOn(spec.key).filter(({ delta }) => delta.requirement === requirement.name);
  const [first, ...more] = found;
  if (first === undefined) return '';
  if (more.length > 0) return countChanges(found.length);
  const { stream, delta } = first;
  return joinWords([
    t('{0} by {1}', deltaWord(delta), shownName(ownNameOf(stream))),
    stream.tasks.length === 0 ? undefined : shortProgress(stream.tasks),
  ]);
}

/** The scenarios of a living requirement, below it. */
export function scenarioNodes(index: ProjectIndex, spec: Spec, criterion: Criterion): readonly OutlineNode[] {
  if (criterion.requirement === undefined) return [];
  const open = index.placeIn(criterion.location);
  return (criterion.scenarios ?? []).map((scenario, i): OutlineNode => {
    const label = shownText(scenario, 300);
    return {
      id: `${spec.key}#${criterion.id}>scenario:${i}`,
      kind: 'note',
      label,
      icon: uncountedIcon,
      tooltip: () => escapeMarkdown(shownText(scenario, 1000)),
      accessibilityLabel: t('Scenario: {0}', label),
      context: 'note',
      open,
      collapsed: 'none',
    };
  });
}
