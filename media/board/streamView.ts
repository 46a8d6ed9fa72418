import { h, type Child, type View } from './dom.ts';
import { icon } from './icons.ts';
import { button, textField } from './kit.ts';
import {
  actButton,
  bar,
  labels,
  nameOf,
  ownerMark,
  ownerMarks,
  readOnlyNotice,
  spokenAction,
  statusWord,
  toggle,
} from './parts.ts';
import type {
  BoardAction,
  BoardCriterion,
  BoardNote,
  BoardStatus,
  BoardTask,
  StreamBoard,
} from '../../src/core/board/protocol.ts';
import type { Rich } from '../../src/core/text/rich.ts';
import { richViews } from './rich.ts';
import { t } from './texts.ts';

/** What the person did in the page: it outlives every change of the board. */
export interface PageState {
  readonly statuses: ReadonlySet<string>;
  readonly text: string;
  /** Id of the row whose menu is open. */
  readonly menu: string | undefined;
  /** What was refused, by the row that it is about. */
  readonly refusals: ReadonlyMap<string, Refusal>;
  /** Row that stays although the filter hides it, as it has the focus. */
  readonly kept: string | undefined;
  readonly texts: ReadonlyMap<string, readonly Rich[]>;
  /** Keys of the sections that are seen, or nearly. */
  readonly near: ReadonlySet<string>;
}

export interface Refusal {
  readonly text: string;
  readonly action: BoardAction;
  /** The button that does it all the same. */
  readonly again: string | undefined;
}

/** Everything of a stream above its grid. */
export function streamHead(board: StreamBoard, state: PageState): readonly (Child | undefined)[] {
  const { progress } = board;
  return [
    h(
      'nav',
      { key: 'way', class: 'way' },
      h(
        'button',
        { class: 'back', type: 'button', 'data-act': 'allStreams', 'data-id': '' },
        icon('back'),
        t('All streams'),
      ),
    ),
    h(
      'header',
      { key: 'header' },
      h('h1', {}, icon('branch', board.current ? 'current' : 'branch'), board.name),
      board.title === '' ? undefined : h('p', { class: 'title' }, board.title),
    ),
    readOnlyNotice(board.readOnly),
    h(
      'ul',
      { key: 'links', class: 'links', 'aria-label': t('Links') },
      board.links.map(({ id, kind, text, problem }) =>
        h(
          'li',
          { key: `${kind} ${id}` },
          icon(problem === undefined ? kind : 'warning'),
          h(
            'a',
            { href: '#', 'data-act': 'openPlace', 'data-id': id },
            kind === 'pullRequest' ? h('span', { class: 'spoken' }, `${t('Pull request')} `) : undefined,
            text,
          ),
          problem === undefined ? undefined : h('span', { class: 'warn' }, ` ${problem}`),
        ),
      ),
    ),
    h(
      'div',
      { key: 'progress', class: 'progress' },
      h('span', { class: 'count' }, h('b', {}, `${progress.done}/${progress.total}`), ` ${t('tasks done')}`),
      bar(progress),
      board.hasSpec
        ? h(
            'span',
            { class: 'quiet' },
            t('{0}/{1} covered · {2}/{3} met', board.covered, board.counted, board.met, board.counted),
          )
        : undefined,
      ownerMarks(board.owners),
    ),
    h(
      'div',
      { key: 'tools', class: 'tools' },
      h(
        'div',
        { key: 'toggles', class: 'toggles', role: 'toolbar', 'aria-label': t('Filter by status') },
        toggles(board, state),
      ),
      board.writable ? actButton('addTask', board.id, t('Add Task to {0}', board.name)) : undefined,
      board.writable
        ? actButton('addNote', board.id, t('Add Note to {0}', board.name), { label: t('Add Note') })
        : undefined,
      actButton('copyBrief', board.id, t('Copy Brief of {0}', board.name)),
      textField(t('Filter by text or owner'), t('Filter by text or owner'), {
        key: 'filter',
        id: 'filter',
        class: 'filter',
      }),
    ),
    ...board.warnings.map(({ id, text }) =>
      h(
        'p',
        { key: `warning ${id}${text}`, class: 'notice' },
        icon('warning'),
        h('a', { href: '#', 'data-act': 'openPlace', 'data-id': id }, text),
      ),
    ),
  ];
}

function toggles(board: StreamBoard, { statuses }: PageState): readonly View[] {
  const without = board.criteria.filter(({ status }) => status === 'none').length;
  const counts = [
    ...board.progress.counts,
    ...(without > 0 ? [{ status: 'none' as BoardStatus, count: without }] : []),
  ];
  return counts.map(({ status, count }) => {
    const word = statusWord(status);
    const spoken =
      status === 'none' ? t('Show {0} {1} (criteria)', count, word) : t('Show {0} {1} (tasks)', count, word);
    return toggle(status, statuses.has(status), count, word, spoken, status);
  });
}

/** A criterion or a group of rows, as one body of the grid. */
export interface Section {
  readonly key: string;
  readonly criterion?: BoardCriterion;
  readonly head?: { readonly title: string; readonly text: string };
  readonly tasks: readonly BoardTask[];
  readonly notes?: readonly BoardNote[];
  readonly writable: boolean;
}

/** What of a board passes the filter, in the order of the files. */
export function sectionsOf(board: StreamBoard, state: PageState): readonly Section[] {
  const { writable } = board;
  const filtering = state.statuses.size > 0 || state.text.trim() !== '';
  const found = board.criteria.flatMap((criterion): Section[] => {
    const whole =
      filtering && fitsText(state.text, criterion.name, criterion.text) && state.statuses.size === 0;
    const tasks = filtering && !whole ? criterion.tasks.filter((task) => fits(task, state)) : criterion.tasks;
    const gap =
      state.statuses.has('none') &&
      criterion.status === 'none' &&
      fitsText(state.text, criterion.name, criterion.text);
    if (filtering && !whole && !gap && tasks.length === 0 && state.kept !== criterion.id) return [];
    return [{ key: criterion.id, criterion, tasks, writable }];
  });
  const others = filtering ? board.others.filter((task) => fits(task, state)) : board.others;
  if (others.length > 0)
    found.push({
      key: 'others',
      tasks: others,
      writable,
      head: board.othersHead,
    });
  const notes = filtering
    ? board.notes.filter(
        ({ text, author }) => state.statuses.size === 0 && fitsText(state.text, text, author),
      )
    : board.notes;
  if (notes.length > 0)
    found.push({ key: 'notes', tasks: [], notes, writable, head: { title: t('Notes'), text: '' } });
  return found;
}

function fits(task: BoardTask, { statuses, text, kept }: PageState): boolean {
  if (task.id === kept) return true;
  return (
    (statuses.size === 0 || statuses.has(task.status)) &&
    fitsText(text, task.title, task.owner?.name ?? t('free'), task.note, task.word, task.criteria)
  );
}

/** Whether each word stands in one of the texts, in any case. */
export function fitsText(text: string, ...texts: readonly (string | undefined)[]): boolean {
  const all = texts.join('\n').toLowerCase();
  return text
    .toLowerCase()
    .split(/\s+/)
    .every((word) => all.includes(word));
}

/** One body of the grid: what was promised, and who serves it. */
export function sectionView(
  { key, criterion, head, tasks, notes, writable }: Section,
  state: PageState,
): View {
  if (!state.near.has(key) && criterion !== undefined) return farView(criterion, tasks);
  return h(
    'tbody',
    { class: tasks.some(({ id }) => id === state.menu) ? 'section open' : 'section', role: 'rowgroup' },
    criterion === undefined ? headRow(head) : criterionRow(criterion, state),
    tasks.map((task) => taskRow(task, state)),
    criterion?.status === 'none' ? gapRow(criterion, writable) : undefined,
    (notes ?? []).map(noteRow),
  );
}

/** A criterion that is far out of sight: the same rows in words alone, for who listens or searches, and for the keys. */
function farView(criterion: BoardCriterion, tasks: readonly BoardTask[]): View {
  const { status, word, name, text } = criterion;
  return h(
    'tbody',
    { class: 'section', role: 'rowgroup' },
    h(
      'tr',
      criterionRowAttributes(criterion),
      h('th', { scope: 'rowgroup', role: 'rowheader' }, `${word}: ${name} ${text}`),
    ),
    tasks.map((task) => h('tr', taskRowAttributes(task, false), h('td', { role: 'gridcell' }, task.title))),
    status === 'none' ? gapRow(criterion, false) : undefined,
  );
}

function headRow(head: Section['head']): View {
  return h(
    'tr',
    { class: 'criterion', role: 'row' },
    h(
      'th',
      { scope: 'rowgroup', role: 'rowheader' },
      h(
        'div',
        { class: 'text' },
        h('b', {}, head?.title ?? ''),
        head?.text ? h('p', { class: 'quiet' }, head.text) : undefined,
      ),
    ),
  );
}

function criterionRowAttributes({ id }: BoardCriterion) {
  return {
    key: 'criterion',
    class: 'criterion row',
    role: 'row',
    tabindex: '-1',
    'data-row': id,
    'data-open': 'openPlace',
  };
}

function criterionRow(criterion: BoardCriterion, { texts }: PageState): View {
  const { id, name, text, status, word } = criterion;
  const rich = texts.get(id);
  return h(
    'tr',
    criterionRowAttributes(criterion),
    h(
      'th',
      { scope: 'rowgroup', role: 'rowheader' },
      icon(status),
      h(
        'div',
        { class: 'text' },
        h('span', { class: 'spoken' }, `${word}: `),
        h(
          'a',
          { key: 'name', class: 'id', href: '#', tabindex: '-1', 'data-act': 'openPlace', 'data-id': id },
          name,
        ),
        status === 'dropped'
          ? h('span', { key: 'word', class: 'quiet', 'aria-hidden': 'true' }, ` ${word}`)
          : undefined,
        ' ',
        h('span', { key: 'text', class: 'promise' }, rich === undefined ? text : richViews(rich)),
      ),
    ),
  );
}

function gapRow({ id, name }: BoardCriterion, writable: boolean): View {
  return h(
    'tr',
    {
      key: 'gap',
      class: 'task row missing',
      role: 'row',
      tabindex: '-1',
      'data-row': `gap ${id}`,
      'data-add': id,
    },
    h('td', { role: 'gridcell' }, t('No task serves this criterion')),
    writable
      ? h(
          'td',
          { role: 'gridcell', class: 'always' },
          actButton('addTask', id, t('Add Task for {0}', name), { icon: 'add' }),
        )
      : undefined,
  );
}

function noteRow({ id, author, text }: BoardNote): View {
  return h(
    'tr',
    {
      key: id,
      class: 'task row note',
      role: 'row',
      tabindex: '-1',
      'data-row': id,
      'data-open': 'openPlace',
    },
    h('td', { role: 'gridcell', class: 'name' }, icon('note'), h('span', { class: 'words' }, text)),
    h('td', { role: 'gridcell', class: 'owner' }, author ?? ''),
  );
}

function taskRowAttributes({ id, title, status, word, owner, criteria }: BoardTask, open: boolean) {
  const spoken = [title, word, owner === undefined ? t('free') : nameOf(owner), criteria].filter(
    (each) => each !== '',
  );
  return {
    key: id,
    class: `task row is-${status}${open ? ' open' : ''}`,
    role: 'row',
    tabindex: '-1',
    'data-row': id,
    'data-open': 'openRow',
    'aria-label': spoken.join(', '),
  };
}

function taskRow(task: BoardTask, state: PageState): View {
  const { id, title, status, word, owner, note, can } = task;
  const refusal = state.refusals.get(id);
  return h(
    'tr',
    taskRowAttributes(task, state.menu === id),
    h(
      'td',
      { role: 'gridcell', class: 'name' },
      icon(status),
      h(
        'span',
        { class: 'words' },
        h('span', { class: 'what' }, title),
        status === 'unknown' ? h('span', { class: 'quiet' }, ` ${word}`) : undefined,
        note === '' ? undefined : h('span', { class: 'note-text quiet' }, note),
        refusal === undefined ? undefined : refusalView(task, refusal),
      ),
    ),
    h(
      'td',
      { role: 'gridcell', class: 'actions' },
      inlineActions(task).map((action) => actButton(action, id, spokenAction(labels[action], title))),
      can.length === 0
        ? undefined
        : button(
            t('More actions for {0}', title),
            {
              key: 'more',
              class: 'act more',
              'data-menu': id,
              'aria-haspopup': 'menu',
              'aria-expanded': String(state.menu === id),
            },
            icon('more'),
          ),
      state.menu === id ? menuView(task) : undefined,
    ),
    h(
      'td',
      { role: 'gridcell', class: 'owner' },
      owner === undefined
        ? h('span', { class: 'quiet' }, status === 'done' || status === 'dropped' ? '' : t('free'))
        : [ownerMark(owner), h('span', { class: 'owner-name' }, owner.name)],
    ),
  );
}

/** What is seen at once: claim what is free, finish and release what is yours. */
function inlineActions({ can, owner }: BoardTask): readonly BoardAction[] {
  const yours = owner?.you === true;
  if (can.includes('claim') && !yours) return ['claim'];
  if (!yours) return [];
  return (['claim', 'finish', 'release'] as const).filter((action) => can.includes(action)).slice(0, 2);
}

function refusalView({ id, title }: BoardTask, { text, action, again }: Refusal): View {
  return h(
    'span',
    { key: 'refusal', class: 'refusal' },
    icon('warning'),
    h('span', {}, text),
    again === undefined
      ? undefined
      : button(
          spokenAction(again, title),
          { key: 'again', class: 'act', 'data-act': action, 'data-id': id, 'data-again': 'true' },
          again,
        ),
    actButton('openRow', id, spokenAction(t('Show Row'), title), { label: t('Show Row') }),
  );
}

function menuView({ id, title, can }: BoardTask): View {
  const entries: readonly BoardAction[] = [...can, 'openRow'];
  return h(
    'ul',
    { key: 'menu', class: 'menu', role: 'menu', 'aria-label': t('Actions for {0}', title) },
    entries.map((action) =>
      h(
        'li',
        { key: action, role: 'none' },
        h(
          'button',
          { role: 'menuitem', type: 'button', tabindex: '-1', 'data-act': action, 'data-id': id },
          labels[action],
        ),
      ),
    ),
  );
}
