import { t } from '@vscode/l10n';
import { compareText } from '../base/compareText.ts';
import type { ProjectIndex } from '../index/projectIndex.ts';
import { criterionStatus, isUncounted } from '../model/criterionState.ts';
import { isLivingSpec, type Criterion, type Spec } from '../model/item.ts';
import { describeChanging, describeChangesOf, scenarioNodes } from './changeViews.ts';
import { countTasks } from './counts.ts';
import { fitsOwner, fitsStatus, fitsText, isFiltering, type Filter } from './filter.ts';
import { roleIcons, statusIcon, uncountedIcon, warningIcon } from './icon.ts';
import { fileNode, foldedProblems, LazyProblems, type OutlineContext, type OutlineNode } from './outline.ts';
import { pastChangesOf, type PastChanges } from './pastChanges.ts';
import { joinSpoken, joinWords, shownText } from './shownText.ts';
import { describeCriteria, describeGivenUp, describeMet, specProgress } from './specProgress.ts';
import { criterionWord } from './statusWord.ts';
import { taskNode } from './taskNode.ts';
import { criterionTooltip, specTooltip } from './tooltip.ts';

/** The Specs tree: every file that defines criteria or is linked as a spec, its criteria, and the tasks that serve them. */
export function specs(index: ProjectIndex, context: OutlineContext): readonly OutlineNode[] {
  const { filter, arrangement } = context;
  const rows: { open: number; path: string; node: OutlineNode }[] = [];
  const named = new Map<string, number>();
  for (const { name } of index.specs()) named.set(name, (named.get(name) ?? 0) + 1);
  for (const { key, path, item } of index.entries('spec')) {
    if (item?.kind !== 'spec') {
      if (!isFiltering(filter) || fitsText(filter, path))
        rows.push({ open: 0, path, node: fileNode(index, key, 'spec') });
      continue;
    }
    if (item.criteria.length === 0 && !index.isLinkedAsSpec(path)) continue;
    if (isFiltering(filter) && !item.criteria.some((each) => fitsCriterion(index, item, each, filter)))
      continue;
    const { total, met } = specProgress(index, item);
    const place = named.get(item.name) === 1 ? undefined : shownText(path, 80);
    rows.push({ open: total - met, path, node: specNode(index, item, context, place) });
  }
  return rows
    .sort((a, b) => (arrangement.specs === 'leastMet' ? b.open - a.open : 0) || compareText(a.path, b.path))
    .map(({ node }) => node);
}

function fitsCriterion(index: ProjectIndex, spec: Spec, { id, text }: Criterion, filter: Filter): boolean {
  const tasks = index.tasksOf(spec, id).map(({ task }) => task);
  return (
    fitsStatus(filter, criterionStatus(tasks)) &&
    fitsOwner(
      filter,
      tasks.map(({ owner }) => owner.value),
    ) &&
    (filter.owners.length === 0 || tasks.length > 0) &&
    fitsText(
      filter,
      id,
      text,
      spec.name,
      spec.title,
      tasks.map(({ title }) => title.value),
    )
  );
}

function specNode(index: ProjectIndex, spec: Spec, context: OutlineContext, place?: string): OutlineNode {
  const progress = specProgress(index, spec);
  const problems = new LazyProblems(() => index.problems(spec.key));
  const { filter } = context;
  const state = shownText(spec.state ?? '', 40);
  return {
    id: spec.key,
    kind: 'spec',
    label: shownText(spec.name),
    get description() {
      return joinWords([
        describeMet(progress),
        describeGivenUp(progress),
        describeChanging(index, spec),
        state,
        problems.described,
        place,
      ]);
    },
    get icon() {
      return problems.serious > 0 ? warningIcon : roleIcons.spec;
    },
    tooltip: () => specTooltip(index, spec, progress, problems.all),
    get accessibilityLabel() {
      return joinSpoken([
        t('Spec {0}', shownText(spec.name)),
        describeCriteria(progress),
        describeChanging(index, spec),
        state,
        problems.described,
        place,
      ]);
    },
    context: isLivingSpec(spec) ? 'spec specStatus' : 'spec',
    open: { key: spec.key, line: 0 },
    get collapsed() {
      if (spec.criteria.length + problems.serious === 0) return 'none';
      return isFiltering(filter) ? 'expanded' : 'collapsed';
    },
    children: () => {
      const pastOf = pastChangesOf(index, spec);
      return [
        ...spec.criteria
          .filter((criterion) => !isFiltering(filter) || fitsCriterion(index, spec, criterion, filter))
          .map((criterion) => criterionNode(index, spec, criterion, pastOf, context)),
        ...foldedProblems(index, spec.key, [{ key: spec.key, problems: problems.all }]),
      ];
    },
  };
}

function criterionNode(
  index: ProjectIndex,
  spec: Spec,
  criterion: Criterion,
  pastOf: PastChanges,
  context: OutlineContext,
): OutlineNode {
  const { id, text, requirement, location } = criterion;
  const line = index.lineOf(location);
  const tasks = index.tasksOf(spec, id);
  const serving = tasks.map(({ task }) => task);
  const status = criterionStatus(serving);
  const isLeft = isUncounted(criterion, serving);
  const word = isLeft ? '' : criterionWord(serving);
  const key = `${spec.key}#${id}`;
  const scenarios = scenarioNodes(index, spec, criterion);
  const shown = shownText(text);
  const changes = describeChangesOf(index, spec, criterion);
  return {
    id: key,
    kind: 'criterion',
    label: shownText(id, 70),
    description: joinWords([changes, status === 'none' || status === 'dropped' ? word : '', shown]),
    icon: isLeft ? uncountedIcon : statusIcon(status),
    tooltip: () => criterionTooltip(spec, criterion, line, status, tasks, pastOf(criterion)),
    accessibilityLabel: joinSpoken([
      t('Criterion {0}', id),
      status === 'none' ? word : `${word}, ${countTasks(tasks.length)}`,
      changes,
      shown,
    ]),
    context: joinWords(
      [
        'criterion',
        context.writable && id !== requirement?.name ? 'addTask' : '',
        status === 'none' && !isLeft ? 'noTask' : '',
      ],
      ' ',
    ),
    open: { key: spec.key, line, criterion: id },
    collapsed: tasks.length + scenarios.length === 0 ? 'none' : 'collapsed',
    children: () => [
      ...scenarios,
      ...tasks.map(({ stream, task }) => taskNode(index, task, stream, context, { criterion: key })),
    ],
  };
}
