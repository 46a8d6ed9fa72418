import { h, type View } from './dom.ts';
import { icon } from './icons.ts';
import { button } from './kit.ts';
import { Marks } from './marks.ts';
import type { BoardAction, BoardOwner, BoardProgress, BoardStatus } from '../../src/core/board/protocol.ts';
import { t } from './texts.ts';

/** Words of the buttons and menus, by what they do. */
export const labels: Readonly<Record<BoardAction, string>> = {
  claim: t('Claim'),
  takeOver: t('Take Over'),
  finish: t('Finish'),
  release: t('Release'),
  reopen: t('Reopen'),
  undo: t('Undo'),
  assign: t('Assign…'),
  setStatus: t('Set Status…'),
  addNote: t('Add Note…'),
  defer: t('Defer to Tech Debt…'),
  addTask: t('Add Task'),
  checkOut: t('Check Out'),
  openInNewWorktree: t('Open in New Worktree…'),
  copyBrief: t('Copy Brief'),
  openRow: t('Open Row'),
  openPlace: t('Open'),
  openBoard: t('Open Board'),
  allStreams: t('All branches'),
  manageTrust: t('Manage Trust'),
  initialize: t('Initialize Tracking'),
};

export function statusWord(status: BoardStatus): string {
  if (status === 'none') return t('without task');
  return status === 'unknown' ? t('unknown') : status;
}

/** `4 of 10 tasks done: 4 done, 2 wip`, one part of the bar for each task, or for each share of very many. */
export function bar({ done, total, counts }: BoardProgress): View {
  const words = counts.map(({ status, count }) => `${count} ${statusWord(status)}`).join(', ');
  const all = counts.reduce((sum, { count }) => sum + count, 0);
  const share = Math.max(1, Math.ceil(all / 40));
  return h(
    'span',
    {
      class: 'bar',
      role: 'img',
      'aria-label': t('{0} of {1} tasks done: {2}', done, total, words || t('no tasks')),
    },
    counts.flatMap(({ status, count }) =>
      Array.from({ length: Math.ceil(count / share) }, () => h('span', { class: `part part-${status}` })),
    ),
  );
}

export const marks = new Marks();

export function ownerMark({ name, you, agent }: BoardOwner): View {
  return h(
    'span',
    {
      key: name,
      class: `mark${agent ? ' agent' : ''}${you ? ' you' : ''}`,
      title: nameOf({ name, you }),
      'aria-hidden': 'true',
    },
    marks.of(name, agent),
  );
}

/** `maple`, `otter (you)`. */
export function nameOf({ name, you }: Pick<BoardOwner, 'name' | 'you'>): string {
  return you ? t('{0} (you)', name) : name;
}

export function ownerMarks(owners: readonly BoardOwner[]): View {
  const shown = owners.slice(0, 6);
  const names = owners.map(nameOf).join(', ');
  return h(
    'span',
    {
      class: 'marks',
      role: 'img',
      'aria-label': names === '' ? t('Unassigned') : t('Owners: {0}', names),
    },
    shown.map(ownerMark),
    owners.length > shown.length
      ? h('span', { class: 'quiet' }, `+${owners.length - shown.length}`)
      : undefined,
  );
}

/** Why nothing can be changed, with the way to change that. */
export function readOnlyNotice(why: string | undefined): View | undefined {
  if (why === undefined) return undefined;
  const manage = actButton('manageTrust', '', t('Manage Trust of this workspace'));
  return h('p', { key: 'readOnly', class: 'notice' }, why, ' ', manage);
}

/** A button of the toolbar that is on or off: how many there are of what `word` says, and the same as a sentence. */
export function toggle(
  name: string,
  on: boolean,
  count: number,
  word: string,
  spoken: string,
  status?: BoardStatus | 'warning',
): View {
  return h(
    'button',
    {
      key: `toggle ${name}`,
      class: 'toggle',
      type: 'button',
      'data-toggle': name,
      'aria-pressed': String(on),
      'aria-label': spoken,
      title: spoken,
      tabindex: '-1',
    },
    status === undefined ? undefined : icon(status),
    h('b', {}, String(count)),
    ' ',
    h('span', { class: 'word' }, word),
  );
}

/** The keys that do something with the row that has the focus. */
export const shortcuts: Partial<Readonly<Record<BoardAction, string>>> = {
  claim: 'C',
  finish: 'F',
  release: 'R',
  setStatus: 'S',
  addTask: 'A',
};

/** A button that does something; who hears it is told `spoken`, which names the thing that it is done with. */
export function actButton(
  action: BoardAction,
  id: string,
  spoken: string,
  more: { readonly icon?: 'add'; readonly label?: string } = {},
): View {
  const shortcut = shortcuts[action];
  const label = more.label ?? labels[action];
  return button(
    spoken,
    {
      key: `${action} ${id}`,
      'data-act': action,
      'data-id': id,
      class: 'act',
      ...(shortcut === undefined ? {} : { title: `${label} (${shortcut})`, 'aria-keyshortcuts': shortcut }),
    },
    ...(more.icon === undefined ? [] : [icon(more.icon, more.icon, 'start')]),
    label,
  );
}

/** `Claim Add jitter`: what is done, and with which task. */
export function spokenAction(label: string, title: string): string {
  return t('{0} {1}', label.replace('…', ''), title);
}
