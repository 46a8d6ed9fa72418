import { h, type View } from './dom.ts';
import { actButton, labels } from './parts.ts';
import type { Gone, StreamBoard } from '../../src/core/board/protocol.ts';
import { t } from './texts.ts';

/** What stands in place of the grid where it has no rows: nothing is there, or the filter hides it. */
export function nothingView({ id, name, writable, progress, criteria }: StreamBoard): View {
  if (progress.total + criteria.length === 0)
    return h(
      'p',
      { key: 'nothing', class: 'notice' },
      t('No tasks yet.'),
      ' ',
      writable ? actButton('addTask', id, t('Add Task to {0}', name)) : undefined,
    );
  return h(
    'p',
    { key: 'nothing', class: 'notice' },
    t('No results for this filter.'),
    ' ',
    h('button', { class: 'plain', type: 'button', 'data-toggle': 'clear' }, t('Clear Filter')),
  );
}

/** What stands in place of a board that is not there. */
export function goneView({ text, action = 'allStreams', button }: Gone): View {
  const label = button ?? labels[action];
  return h(
    'div',
    { key: 'deleted', class: 'page' },
    h('p', { class: 'notice' }, text, ' '),
    actButton(action, '', label, { label }),
  );
}
