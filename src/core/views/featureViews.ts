import { t } from '@vscode/l10n';
import { isFeature, phasesOf, type Phase } from '../formats/specKit/phases.ts';
import type { ProjectIndex } from '../index/projectIndex.ts';
import { pathOf, type Question, type Stream, type StreamTask } from '../model/item.ts';
import { isUnfinished } from '../model/taskRules.ts';
import { nameOfFile } from '../text/syntax.ts';
import { isChange } from './changeKind.ts';
import { countQuestions } from './counts.ts';
import { isFiltering } from './filter.ts';
import { statusIcon, type Icon } from './icon.ts';
import type { OutlineContext, OutlineNode } from './outline.ts';
import { describeProgress, progressOf, shortProgress } from './progress.ts';
import { joinSpoken, joinWords, shownText } from './shownText.ts';
import { noteTooltip } from './tooltip.ts';

/** The phases of a feature in one row, with the questions that are open, and below them its checklists. */
export function phaseNodes(
  index: ProjectIndex,
  stream: Stream,
  { filter }: OutlineContext,
): readonly OutlineNode[] {
  if (!isFeature(stream) || isFiltering(filter)) return [];
  const phases = phasesOf(stream);
  const described = phases
    .map(({ name, questions }) => joinWords([name, countOf(questions)], ' '))
    .join(', ');
  return [
    {
      id: `${stream.key}>phases`,
      kind: 'notes',
      label: t('Phases'),
      description: described,
      icon: { codicon: 'milestone' },
      tooltip: () => noteTooltip(t('Phases of the feature'), pathOf(stream)),
      accessibilityLabel: t('Phases of {0}: {1}', shownText(stream.name), described),
      context: 'notes',
      open: index.placeIn(stream.location),
      collapsed: 'collapsed',
      children: () => [
        ...phases.map((phase) => phaseNode(index, stream, phase)),
        ...checklistNodes(index, stream),
      ],
    },
  ];
}

function countOf({ length }: readonly Question[]): string {
  return length === 0 ? '' : String(length);
}

const phaseIcons: Readonly<Record<Phase['state'], Icon>> = {
  done: statusIcon('done'),
  ready: statusIcon('todo'),
  blocked: { codicon: 'circle-outline', color: 'disabledForeground' },
};

function phaseNode(index: ProjectIndex, stream: Stream, phase: Phase): OutlineNode {
  const { name, state, location = stream.location, questions } = phase;
  const word = joinWords([
    phaseWord(state),
    questions.length === 0 ? undefined : countQuestions(questions.length),
  ]);
  return {
    id: `${stream.key}>phase:${name}`,
    kind: 'note',
    label: name,
    description: word,
    icon: phaseIcons[state],
    tooltip: () => noteTooltip(`${name}: ${word}`, location.document.path),
    accessibilityLabel: joinSpoken([t('Phase {0}', name), word]),
    context: 'note',
    open: index.placeIn(location),
    collapsed: questions.length === 0 ? 'none' : 'expanded',
    children: () => questions.map((question, i) => questionNode(index, stream, question, i)),
  };
}

function phaseWord(state: Phase['state']): string {
  switch (state) {
    case 'done':
      return 'done';
    case 'ready':
      return t('ready');
    case 'blocked':
      return t('not yet');
  }
}

function questionNode(index: ProjectIndex, stream: Stream, question: Question, at: number): OutlineNode {
  const { text, location } = question;
  const place = index.placeIn(location);
  const label = shownText(text) || t('(empty)');
  return {
    id: `${stream.key}>question:${at}`,
    kind: 'note',
    label,
    icon: { codicon: 'question' },
    tooltip: () => noteTooltip(text, `${location.document.path}:${place.line + 1}`),
    accessibilityLabel: t('Question: {0}', label),
    context: 'note',
    open: place,
    collapsed: 'none',
  };
}

/** Checklists are the reviewer's: they are counted, and nothing else. */
function checklistNodes(index: ProjectIndex, stream: Stream): readonly OutlineNode[] {
  return stream.parts.flatMap(({ checks, location }): readonly OutlineNode[] => {
    if (checks === undefined) return [];
    const { path } = location.document;
    const label = shownText(nameOfFile(path));
    const counted = `${checks.done}/${checks.total}`;
    return [
      {
        id: `${stream.key}>checklist:${path}`,
        kind: 'note',
        label,
        description: counted,
        icon: { codicon: 'checklist' },
        tooltip: () => noteTooltip(t('{0} of {1} checked', checks.done, checks.total), path),
        accessibilityLabel: t('Checklist {0}, {1} of {2} checked', label, checks.done, checks.total),
        context: 'note',
        open: index.placeIn(location),
        collapsed: 'none',
      },
    ];
  });
}

/** Characters of the name of a phase in its row. */
const longestPhase = 30;

/** Whether the tasks are shown by the headings that they stand below. */
export function isGrouped(stream: Stream): boolean {
  return (isFeature(stream) || isChange(stream)) && stream.groups.some(({ title }) => title !== undefined);
}

/** The tasks of a feature or a change below their phases; of other streams, and without phases, one below the other. */
export function groupedTasks(
  index: ProjectIndex,
  stream: Stream,
  isShown: (task: StreamTask) => boolean,
  nodeOf: (task: StreamTask) => OutlineNode,
  { filter }: OutlineContext,
): readonly OutlineNode[] {
  if (!isGrouped(stream)) return stream.tasks.filter(isShown).map(nodeOf);
  let from = 0;
  return stream.groups.flatMap(({ title, count, location }, i): readonly OutlineNode[] => {
    const all = stream.tasks.slice(from, (from += count));
    const shown = all.filter(isShown);
    if (title === undefined || shown.length === 0) return shown.map(nodeOf);
    const spoken = shownText(title, 100);
    return [
      {
        id: `${stream.key}>group:${i}`,
        kind: 'group',
        // Behind a longer one nobody would see how far it is.
        label: shownText(title, longestPhase),
        description: shortProgress(all),
        icon: { codicon: 'list-unordered' },
        tooltip: () => noteTooltip(`${title} · ${describeProgress(progressOf(all))}`, pathOf(stream)),
        accessibilityLabel: joinSpoken([spoken, describeProgress(progressOf(all))]),
        context: 'group',
        open: index.placeIn(location),
        collapsed: isFiltering(filter) || all.some(isUnfinished) ? 'expanded' : 'collapsed',
        children: () => shown.map(nodeOf),
      },
    ];
  });
}
