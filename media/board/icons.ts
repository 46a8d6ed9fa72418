import type { BoardLink, BoardNote, BoardRecord, BoardStatus } from '../../src/core/board/protocol.ts';
import { h, type View } from './dom.ts';

/** Drawn after the codicons of the same meaning, with strokes: a few bytes each, and no font to load. */
const ring = (more: Readonly<Record<string, string>> = {}): View =>
  h('circle', { key: 'ring', cx: '8', cy: '8', r: '6.4', ...more });
const line = (d: string): View => h('path', { key: d, d });
const solid = (d: string): View => h('path', { key: d, d, class: 'solid' });

const shapes = {
  todo: () => [ring()],
  wip: () => [ring(), solid('M8 1.6a6.4 6.4 0 0 1 0 12.8z')],
  blocked: () => [ring(), solid('M5.7 5.7h4.6v4.6H5.7z')],
  done: () => [ring({ class: 'solid' }), h('path', { d: 'M4.9 8.2l2.2 2.2 4.1-4.4', class: 'cut' })],
  failed: () => [ring(), line('M5.5 5.5l5 5m0-5l-5 5')],
  dropped: () => [ring(), line('M3.6 12.4l8.8-8.8')],
  none: () => [ring({ 'stroke-dasharray': '2.6 2.4' })],
  unknown: () => [ring(), line('M6.2 6.4a1.8 1.8 0 1 1 2.6 1.7c-.6.3-.8.6-.8 1.2M8 11.1v.4')],
  branch: () => [
    line('M4.5 5v6M4.5 11c0-2.5 7-.8 7-3.5'),
    h('circle', { key: 'a', cx: '4.5', cy: '3', r: '1.9' }),
    h('circle', { key: 'b', cx: '4.5', cy: '13', r: '1.9' }),
    h('circle', { key: 'c', cx: '11.5', cy: '5.5', r: '1.9' }),
  ],
  warning: () => [line('M8 1.8L14.3 13.5H1.7zM8 6v3.5M8 11v.7')],
  spec: () => [
    line(
      'M8 3.3v10M2 3h4.5A1.5 1.5 0 0 1 8 4.3 1.5 1.5 0 0 1 9.5 3H14v10H9.5A1.5 1.5 0 0 0 8 14a1.5 1.5 0 0 0-1.5-1H2z',
    ),
  ],
  pullRequest: () => [
    line('M3.5 5v6M12.5 11V6.5a2 2 0 0 0-2-2H8m1.8-2L7.8 4.5l2 2'),
    h('circle', { key: 'a', cx: '3.5', cy: '3.5', r: '1.7' }),
    h('circle', { key: 'b', cx: '3.5', cy: '12.5', r: '1.7' }),
    h('circle', { key: 'c', cx: '12.5', cy: '12.5', r: '1.7' }),
  ],
  backlog: () => [line('M2 2.5h12v11H2zM2 9h3.5c.3 1.5 1 2 2.5 2s2.2-.5 2.5-2H14')],
  debt: () => [line('M3.5 2v3.5a2 2 0 0 0 4 0V2M5.5 7.5V14M11.5 2v6m-1.5 0h3v6h-3z')],
  docs: () => [line('M3.5 1.5h9v13h-9zM5.5 5h5M5.5 8h5M5.5 11h3')],
  note: () => [line('M2.5 2.5h11v7l-4 4h-7zM13.5 9.5h-4v4')],
  file: () => [line('M3.5 1.5h6l3 3v10h-9zM9.5 1.5v3h3')],
  steps: () => [line('M6 4h8M6 8h8M6 12h8M2 3l1-.5v3M2 7.5h1.5M2 12h1.5')],
  features: () => [line('M2 2.5h12v8H2zM8 10.5v3M5 13.5h6')],
  phases: () => [
    line(
      'M6 10c0-4.5 2.5-7.5 8-8 0 5.5-3.5 7.5-8 8zM6 10L4 8M6 10l2 2M6.5 6H3.5L2 8h2.5M10 9.5v3L8 14v-2.5M2 14l2-2',
    ),
    h('circle', { key: 'a', cx: '10.5', cy: '5.5', r: '1' }),
  ],
  next: () => [line('M2.5 8h11M9.5 4l4 4-4 4')],
  position: () => [line('M8 14.5s4.5-4.5 4.5-8a4.5 4.5 0 0 0-9 0c0 3.5 4.5 8 4.5 8z')],
  session: () => [ring(), line('M8 4v4l2.8 1.6')],
  back: () => [line('M9.5 3L5 8l4.5 5')],
  add: () => [line('M8 2.5v11M2.5 8h11')],
  more: () => [solid('M3 7h2v2H3zM7 7h2v2H7zM11 7h2v2h-2z')],
} satisfies Record<
  | BoardStatus
  | BoardLink['kind']
  | BoardRecord['kind']
  | NonNullable<BoardNote['icon']>
  | 'branch'
  | 'warning'
  | 'note'
  | 'back'
  | 'add'
  | 'more',
  () => View[]
>;

export type IconName = keyof typeof shapes;

/** An icon beside words that say the same: nothing for who hears the page. */
export function icon(name: IconName, tone: string = name, slot?: 'start'): View {
  return h(
    'svg',
    { key: `icon ${name}`, class: `icon tone-${tone}`, viewBox: '0 0 16 16', 'aria-hidden': 'true', slot },
    shapes[name](),
  );
}
