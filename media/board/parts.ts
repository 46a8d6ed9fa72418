import { h, type View } from './dom.ts';
import { icon } from './icons.ts';
import { button } from './kit.ts';
import type { BoardAction, BoardOwner, BoardProgress, BoardStatus } from './protocol.ts';

/** Words of the buttons and menus, by what they do. */
export const labels: Readonly<Record<BoardAction, string>> = {
  claim: 'Claim',
  takeOver: 'Take Over',
  finish: 'Finish',
  release: 'Release',
  reopen: 'Reopen',
  assign: 'Assign…',
  setStatus: 'Set Status…',
  addNote: 'Add Note…',
  defer: 'Defer to Tech Debt…',
  addTask: 'Add Task',
  copyBrief: 'Copy Brief',
  openRow: 'Open Row',
  openPlace: 'Open',
  openBoard: 'Open Board',
  allStreams: 'All streams',
  manageTrust: 'Manage Trust',
  initialize: 'Initialize Tracking',
};

export function statusWord(status: BoardStatus): string {
  return status === 'none' ? 'without task' : status;
}

/** `4 of 10 tasks done: 4 done, 2 wip`, one part of the bar for each task, or for each share of very many. */
export function bar({ done, total, counts }: BoardProgress): View {
  const words = counts.map(({ status, count }) => `${count} ${status}`).join(', ');
  const all = counts.reduce((sum, { count }) => sum + count, 0);
  const share = Math.max(1, Math.ceil(all / 40));
  return h(
    'span',
    { class: 'bar', role: 'img', 'aria-label': `${done} of ${total} tasks done: ${words || 'no tasks'}` },
    counts.flatMap(({ status, count }) =>
      Array.from({ length: Math.ceil(count / share) }, () => h('span', { class: `part part-${status}` })),
    ),
  );
}

/** Two letters of a person, the first letter and the first sign of the suffix of an agent. */
export function ownerMark({ name, you, agent }: BoardOwner): View {
  const letters = Array.from(name.replace(/[^\p{L}\p{N}]/gu, ''));
  const second = agent ? name.charAt(name.lastIndexOf('-') + 1) : letters[1];
  const text = `${letters[0] ?? ''}${second ?? ''}`;
  return h(
    'span',
    {
      key: name,
      class: `mark${agent ? ' agent' : ''}${you ? ' you' : ''}`,
      title: you ? `${name} (you)` : name,
      'aria-hidden': 'true',
    },
    text.toUpperCase(),
  );
}

export function ownerMarks(owners: readonly BoardOwner[]): View {
  const shown = owners.slice(0, 6);
  const names = owners.map(({ name, you }) => (you ? `${name} (you)` : name)).join(', ');
  return h(
    'span',
    { class: 'marks', role: 'img', 'aria-label': names === '' ? 'Nobody is on it' : `Owners: ${names}` },
    shown.map(ownerMark),
    owners.length > shown.length
      ? h('span', { class: 'quiet' }, `+${owners.length - shown.length}`)
      : undefined,
  );
}

/** Why nothing can be changed, with the way to change that. */
export function readOnlyNotice(why: string | undefined): View | undefined {
  if (why === undefined) return undefined;
  const manage = actButton('manageTrust', '', 'of this workspace');
  return h('p', { key: 'readOnly', class: 'notice' }, why, ' ', manage);
}

/** A button of the toolbar that is on or off; who hears it hears `Show` before what is seen, and `tail` behind it. */
export function toggle(
  name: string,
  on: boolean,
  tail: string,
  count: number,
  word: string,
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
      title: `Show ${count} ${word} ${tail}`,
      tabindex: '-1',
    },
    status === undefined ? undefined : icon(status),
    h('span', { class: 'spoken' }, 'Show '),
    h('b', {}, String(count)),
    ' ',
    h('span', { class: 'word' }, word),
    h('span', { class: 'spoken' }, ` ${tail}`),
  );
}

/** A button that does something with a thing; what it is called for who hears it names the thing. */
export function actButton(
  action: BoardAction,
  id: string,
  of: string,
  more: { readonly icon?: 'add'; readonly label?: string } = {},
): View {
  const label = more.label ?? labels[action];
  return button(
    `${label.replace('…', '')} ${of}`.trim(),
    { key: `${action} ${id}`, 'data-act': action, 'data-id': id, class: 'act' },
    ...(more.icon === undefined ? [] : [icon(more.icon)]),
    label,
  );
}
