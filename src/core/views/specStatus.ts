import { t } from '@vscode/l10n';
import type { PastDelta } from '../index/requirementHistory.ts';
import type { ProjectIndex } from '../index/projectIndex.ts';
import { isLivingSpec, ownNameOf, pathOf, type Spec, type Stream } from '../model/item.ts';
import {
  deltaStateWord,
  deltaTitle,
  deltaWord,
  describeChangesOf,
  describeChanging,
  describeDeltas,
  paragraphsOf,
} from './changeViews.ts';
import { isChange } from './changeKind.ts';
import { markdownCode, markdownText } from './markdownText.ts';
import { describeEarlier, describePast, pastChangesOf, whyOf } from './pastChanges.ts';
import { describeProgress, progressOf, shortProgress } from './progress.ts';
import { joinWords } from './shownText.ts';
import { describeMet, specProgress } from './specProgress.ts';
import { ownerWord } from './statusWord.ts';

const md = (text: string, limit = 500): string => markdownText(text, limit);

/** A document has at most so many rows of one list; the rest is counted. */
const mostRows = 500;

/** All changes to living specs, those that were put away last: by their keys. */
export function changesIn(index: ProjectIndex): readonly Stream[] {
  const all = index
    .entries('stream')
    .flatMap(({ item }) => (item?.kind === 'stream' && isChange(item) ? [item] : []));
  const isOver = (stream: Stream): boolean => stream.archived === true;
  return [...all.filter((each) => !isOver(each)), ...all.filter(isOver)];
}

/** The living specs: those whose criteria are requirements. */
export function livingSpecs(index: ProjectIndex): readonly Spec[] {
  return index.specs().filter(isLivingSpec);
}

/** Every change with how far its tasks are, and every living spec: in Markdown. */
export function allStatus(index: ProjectIndex): string {
  const changes = changesIn(index);
  const open = changes.filter(({ archived }) => archived !== true);
  const specs = livingSpecs(index);
  return documentOf([
    `# ${t('Spec status')}`,
    ...listOf(
      t('Changes'),
      open.map((each) => joinWords([`**${md(ownNameOf(each))}**`, progressIn(each), describeDeltas(each)])),
      t('No change is open.'),
    ),
    ...listOf(
      t('Living specs'),
      specs.map((each) =>
        joinWords([
          `**${md(each.name)}**`,
          describeMet(specProgress(index, each)),
          describeChanging(index, each),
        ]),
      ),
      t('There is no living spec.'),
    ),
    ...(open.length === changes.length
      ? []
      : ['', t('{0} changes were archived.', changes.length - open.length)]),
  ]);
}

function progressIn({ tasks }: Stream): string {
  return tasks.length === 0 ? t('no tasks') : shortProgress(tasks);
}

/** One change: why it is made, what it does to living specs, and its tasks. */
export function changeStatus(index: ProjectIndex, stream: Stream): string {
  const { title, fields, deltas, tasks } = stream;
  const name = ownNameOf(stream);
  return documentOf([
    `# ${md(title)}`,
    '',
    joinWords([
      title === name ? undefined : md(name),
      stream.archived === true ? t('archived') : undefined,
      tasks.length === 0 ? t('no tasks') : describeProgress(progressOf(tasks)),
    ]),
    ...fields.flatMap((field) => ['', `## ${md(field.name)}`, '', md(field.value, 2000)]),
    ...listOf(
      t('Deltas'),
      deltas.flatMap((delta) => {
        const state = stream.archived === true ? '' : deltaStateWord(index.deltas.stateOf(stream, delta));
        const head = `${deltaWord(delta)} **${md(delta.capability)}: ${md(deltaTitle(delta))}**`;
        return [
          [joinWords([head, state]), ...paragraphsOf(delta).map((text) => `  - ${md(text)}`)].join('\n'),
        ];
      }),
      t('It changes no living spec yet.'),
    ),
    ...listOf(
      t('Tasks'),
      tasks.map((task) => {
        const id = task.id === undefined ? '' : `${shownId(task.id)} `;
        const box = task.status.value === 'done' ? '[x]' : '[ ]';
        const who = task.owner.value === undefined ? undefined : md(ownerWord(task), 60);
        const word =
          task.status.value === 'done' || task.status.value === 'todo' ? undefined : task.status.value;
        return `${box} ${joinWords([`${id}${md(task.title.value)}`, word, who])}`;
      }),
      t('It has no tasks yet.'),
    ),
    '',
    ...stream.parts.map((part) => `- ${markdownCode(pathOf(part))}`),
  ]);
}

/** One living spec: its requirements with their scenarios, what open changes do to them, and what made them what they are. */
export function livingSpecStatus(index: ProjectIndex, spec: Spec): string {
  const pastOf = pastChangesOf(index, spec);
  return documentOf([
    `# ${md(spec.title)}`,
    '',
    joinWords([
      spec.title === spec.name ? undefined : md(spec.name),
      describeMet(specProgress(index, spec)),
      describeChanging(index, spec),
    ]),
    ...spec.criteria.slice(0, mostRows).flatMap((criterion) => {
      const { id, requirement, text, scenarios = [] } = criterion;
      const changes = describeChangesOf(index, spec, criterion);
      return [
        '',
        `## ${md(requirement?.name ?? id)}`,
        ...(changes === '' ? [] : ['', `_${md(changes)}_`]),
        ...(text === '' ? [] : ['', md(text)]),
        ...(scenarios.length === 0 ? [] : ['', ...scenarios.map((each) => `- ${md(each)}`)]),
        ...pastLines(pastOf(criterion)),
      ];
    }),
    ...(spec.criteria.length > mostRows ? ['', t('and {0} more', spec.criteria.length - mostRows)] : []),
    '',
    markdownCode(pathOf(spec)),
  ]);
}

/** Which archived change last touched a requirement, and why. */
function pastLines(past: readonly PastDelta[]): readonly string[] {
  const [last] = past;
  if (last === undefined) return [];
  const why = whyOf(last.stream);
  const lines = [describePast(last), why, describeEarlier(past)].filter((line) => line !== '');
  // Each a line of its own.
  return [
    '',
    ...lines
      .map((line) => `> ${md(line)}`)
      .join('  \n')
      .split('\n'),
  ];
}

/** `1.2` is no Markdown as it stands behind a box. */
function shownId(id: string): string {
  return /^\d[\w.]{0,20}$/.test(id) ? id : md(id, 20);
}

function listOf(heading: string, rows: readonly string[], none: string): readonly string[] {
  const more = rows.length - mostRows;
  return [
    '',
    `## ${heading}`,
    '',
    ...(rows.length === 0 ? [none] : rows.slice(0, mostRows).map((row) => `- ${row}`)),
    ...(more > 0 ? [`- ${t('and {0} more', more)}`] : []),
  ];
}

function documentOf(lines: readonly string[]): string {
  return `${lines.join('\n')}\n`;
}
