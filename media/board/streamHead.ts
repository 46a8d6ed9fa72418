import { h, type Child, type View } from './dom.ts';
import { icon } from './icons.ts';
import { textField } from './kit.ts';
import {
  actButton,
  bar,
  labels,
  ownerMarks,
  readOnlyNotice,
  spokenAction,
  statusWord,
  toggle,
} from './parts.ts';
import type { BoardStatus, StreamBoard } from '../../src/core/board/protocol.ts';
import type { PageState } from './sections.ts';
import { t } from './texts.ts';

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
        t('All branches'),
      ),
    ),
    h(
      'header',
      { key: 'header' },
      h('h1', {}, icon('branch', board.current ? 'current' : 'branch'), board.name),
      board.title === '' ? undefined : h('p', { class: 'title' }, board.title),
    ),
    readOnlyNotice(board.readOnly),
    checkOutNotice(board),
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
    board.records.length === 0
      ? undefined
      : h(
          'ul',
          { key: 'records', class: 'links', 'aria-label': t('On the same branch') },
          board.records.map(({ id, kind, text, state }) =>
            h(
              'li',
              { key: id },
              icon(kind),
              h('a', { href: '#', 'data-act': 'openBoard', 'data-id': id }, text),
              h('span', { class: 'quiet' }, state),
            ),
          ),
        ),
    h(
      'div',
      { key: 'progress', class: 'progress' },
      h('span', { class: 'count' }, h('b', {}, `${progress.done}/${progress.total}`), ` ${t('tasks done')}`),
      bar(progress),
      board.criteriaCount === undefined
        ? undefined
        : h('span', { class: 'quiet' }, board.criteriaCount.sentence),
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
      board.takesNotes
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

/** That nothing can be changed as the branch is checked out nowhere, with the ways to change that. */
function checkOutNotice({ id, name, notCheckedOut }: StreamBoard): View | undefined {
  if (notCheckedOut === undefined) return undefined;
  const act = (action: 'checkOut' | 'openInNewWorktree'): View =>
    actButton(action, id, spokenAction(labels[action], name));
  return h(
    'p',
    { key: 'notCheckedOut', class: 'notice' },
    notCheckedOut,
    ' ',
    act('checkOut'),
    ' ',
    act('openInNewWorktree'),
  );
}
