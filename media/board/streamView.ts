import { h, type View } from './dom.ts';
import { icon } from './icons.ts';
import { button } from './kit.ts';
import { actButton, labels, nameOf, ownerMark, spokenAction } from './parts.ts';
import type { BoardAction, BoardCriterion, BoardNote, BoardTask } from '../../src/core/board/protocol.ts';
import { richViews } from './rich.ts';
import { type PageState, type Refusal, type Section } from './sections.ts';
import { t } from './texts.ts';

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

function noteRow({ id, icon: name, head, author, text }: BoardNote): View {
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
    h(
      'td',
      { role: 'gridcell', class: 'name' },
      icon(name ?? 'note', 'note'),
      h(
        'span',
        { class: 'words' },
        head === undefined ? undefined : h('span', { class: 'quiet' }, `${head}: `),
        text,
      ),
    ),
    h('td', { role: 'gridcell', class: 'owner' }, author ?? ''),
  );
}

function taskRowAttributes(task: BoardTask, open: boolean) {
  const { id, title, status, word, owner, nobody, criteria } = task;
  const spoken = [title, word, owner === undefined ? nobody : nameOf(owner), criteria].filter(
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
  const { id, title, status, word, owner, nobody, note, can } = task;
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
        ? h('span', { class: 'quiet' }, nobody)
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
