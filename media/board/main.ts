import { changedTasks, ownersOn, tasksOf } from './boardTasks.ts';
import { h, LongList, patchChildren } from './dom.ts';
import { element, host } from './host.ts';
import { moveInGrid, moveInList, oneTabStop } from './keys.ts';
import { setText, textOf } from './kit.ts';
import { RowFocus } from './rowFocus.ts';
import { overviewViews } from './overviewView.ts';
import {
  boardActions,
  readToPage,
  type Answer,
  type Board,
  type BoardAction,
  type BoardTask,
} from '../../src/core/board/protocol.ts';
import type { Rich } from '../../src/core/text/rich.ts';
import { marks, shortcuts } from './parts.ts';
import { goneView, nothingView } from './emptyViews.ts';
import { readSaved } from './savedState.ts';
import { sectionsOf, type PageState, type Refusal, type Section } from './sections.ts';
import { StatusLine } from './statusLine.ts';
import { streamHead } from './streamHead.ts';
import { sectionView } from './streamView.ts';
import { t } from './texts.ts';

const root = element('board');
const statusLine = new StatusLine();
const rowFocus = new RowFocus(root);
const saved = readSaved(host.getState());

let board: Board | undefined;
let statuses = new Set(saved.statuses);
let text = saved.text;
let menu: string | undefined;
/** How far the page was scrolled before the window was reloaded. */
let restore: number | undefined = saved.scroll;
const refusals = new Map<string, Refusal>();
const texts = new Map<string, readonly Rich[]>();
const waiting = new Map<
  number,
  { readonly action: BoardAction; readonly id: string; readonly from: Element | undefined }
>();
let requests = 0;

/** Sections that are seen, or nearly: only they have icons, buttons and rendered text, which are dear by the thousand. */
const near = new Set<string>();
const watcher = new IntersectionObserver(
  (entries) => {
    const came = entries.flatMap(({ isIntersecting, target }) => {
      const key = target.getAttribute('data-key') ?? '';
      if (!isIntersecting || near.has(key)) return [];
      near.add(key);
      return [key];
    });
    sections.touch(came, factsOf);
  },
  { rootMargin: '600px' },
);
const sections = new LongList<Section>(
  (section) => sectionView(section, stateNow()),
  (element) => {
    watcher.observe(element);
  },
);

function stateNow(): PageState {
  return { statuses, text, menu, refusals, kept: rowFocus.focused, texts, near };
}

function draw(): void {
  const state = stateNow();
  if (board === undefined) return;
  const at = rowFocus.focused;
  const drawn = (): void => {
    settle(true);
    // What was pressed may be gone now: its row has the focus then.
    if (at !== undefined && document.activeElement === document.body) rowFocus.rowOf(at)?.focus();
  };
  if (board.kind === 'stream') {
    void drawStream(state).then(drawn);
    settle(false);
  } else {
    patchChildren(
      root,
      board.kind === 'overview'
        ? [h('div', { key: 'page', class: 'page' }, overviewViews(board, state))]
        : [goneView(board)],
    );
    drawn();
  }
  const field = document.getElementById('filter');
  if (field !== null && document.activeElement !== field) setText(field, text);
  oneTabStop(root, '.toggles', '.toggle');
  save();
}

async function drawStream(state: PageState): Promise<void> {
  if (board?.kind !== 'stream') return;
  const shown = sectionsOf(board, state);
  const empty = shown.length > 0 ? undefined : nothingView(board);
  patchChildren(
    root,
    [
      h('div', { key: `page ${board.id}`, class: 'page' }, streamHead(board, state)),
      h(
        'div',
        { key: 'heads', class: 'page heads-box', 'aria-hidden': 'true' },
        h(
          'div',
          { class: 'heads' },
          board.grid.heads.map((head) => h('span', {}, head)),
        ),
      ),
      empty === undefined ? undefined : h('div', { key: 'empty', class: 'page' }, empty),
      h('div', { key: `grid ${board.id}`, class: 'page grid-box', 'data-list': '' }),
    ].filter((each) => each !== undefined),
  );
  const box = root.lastElementChild;
  if (box === null) return;
  let grid = box.querySelector(':scope > table');
  if (grid === null) {
    grid = document.createElement('table');
    grid.className = 'grid';
    grid.setAttribute('role', 'grid');
    const caption = document.createElement('caption');
    caption.className = 'spoken';
    grid.append(caption);
    box.append(grid);
  }
  grid.setAttribute('aria-label', board.grid.name);
  const caption = grid.querySelector('caption');
  if (caption !== null && caption.textContent !== board.name) caption.textContent = board.name;
  await sections.update(grid, shown, ({ key }) => key, factsOf);
}

/** The page is where it was before the window was reloaded, and a row has the focus if it is to have it. */
function settle(allDrawn: boolean): void {
  if (board === undefined) return;
  const acting = new Set(tasksOf(board).flatMap(({ id, can }) => (can.length > 0 ? [id] : [])));
  const { kind } = board;
  const isWritable = kind === 'stream' && board.writable;
  const canAct = ({ dataset: { row = '', add } }: HTMLElement): boolean =>
    kind === 'overview' || acting.has(row) || (isWritable && add !== undefined);
  const scroll = restore;
  if (allDrawn && scroll !== undefined) {
    restore = undefined;
    window.scrollTo(0, scroll);
  }
  rowFocus.settle(keyOf(board), canAct, allDrawn, scroll !== undefined && scroll > 0);
}

/** What a section depends on besides the board: an open menu, refusals, rendered texts. */
function factsOf({ key, criterion, tasks }: Section): string {
  if (!near.has(key)) return '';
  const rich = criterion === undefined ? undefined : texts.get(criterion.id);
  const own = tasks.filter(({ id }) => id === menu || refusals.has(id));
  return JSON.stringify([rich, own.map(({ id }) => [id === menu, refusals.get(id)])]);
}

function save(): void {
  host.setState({
    view: board?.kind === 'stream' ? board.id : '',
    statuses: [...statuses],
    text,
    scroll: Math.round(window.scrollY),
    focus: board === undefined ? '' : rowFocus.lastOn(keyOf(board)),
  });
}

function act(action: BoardAction, id: string, again = false, from?: Element): void {
  const request = ++requests;
  waiting.set(request, { action, id, from });
  refusals.delete(id);
  from?.setAttribute('aria-busy', 'true');
  host.postMessage({ type: 'act', request, action, id, again });
}

/** An answer may come after its row is gone: then only the line for all results says it. */
function answered(request: number, { ok, text: said, again, row, undo }: Answer): void {
  const asked = waiting.get(request);
  waiting.delete(request);
  asked?.from?.removeAttribute('aria-busy');
  const isUndone = asked?.action === 'undo';
  if (said !== '' || isUndone) statusLine.say(said, undo === true ? row : undefined);
  // The button that was pressed is gone.
  if (isUndone && document.activeElement === document.body) rowFocus.rowOf(asked.id)?.focus();
  if (asked !== undefined && !ok && row !== undefined)
    refusals.set(row, { text: said, action: asked.action, again });
  draw();
}

function show(next: Board): void {
  const before = board;
  board = next;
  marks.learn(ownersOn(next));
  const moved = before !== undefined && keyOf(before) !== keyOf(next);
  if (before === undefined) rowFocus.remember(keyOf(next), saved.focus);
  if (moved) {
    // Whoever went on by keyboard goes on in the new page, and comes back to the branch that was left.
    rowFocus.want('once');
    if (before.kind === 'stream' && next.kind === 'overview') rowFocus.remember('overview', before.id);
    window.scrollTo(0, 0);
    statuses = new Set();
    text = '';
    menu = undefined;
    refusals.clear();
    statusLine.say('');
    const field = document.getElementById('filter');
    if (field !== null) setText(field, '');
  }
  const changed = moved ? [] : changedTasks(before, next);
  draw();
  for (const id of changed) markChanged(id);
}

/** Tints a row for a moment, so that the eye finds what somebody else did. */
function markChanged(id: string): void {
  const row = rowFocus.rowOf(id);
  if (row === null || !near.has(row.closest('.section')?.getAttribute('data-key') ?? '')) return;
  row.dataset['changed'] = '';
}

document.addEventListener('animationend', ({ target }) => {
  const row = target instanceof Element ? target.closest<HTMLElement>('[data-changed]') : null;
  if (row !== null) delete row.dataset['changed'];
});

function keyOf(each: Board): string {
  return each.kind === 'stream' ? each.id : each.kind;
}

window.addEventListener('message', ({ data, origin }: MessageEvent<unknown>) => {
  // The panel's messages come from the frame around this one, which has the same origin.
  if (origin !== window.origin) return;
  const message = readToPage(data);
  if (message?.type === 'show') show(message.board);
  else if (message?.type === 'answer') answered(message.request, message.answer);
  else if (message?.type === 'focus') {
    rowFocus.want('force');
    settle(true);
  } else if (message?.type === 'texts') {
    for (const [id, rich] of Object.entries(message.texts)) texts.set(id, rich);
    const seen = Object.keys(message.texts).filter((id) => near.has(id));
    sections.touch(seen, factsOf);
  }
});

document.addEventListener('click', (event) => {
  const from = event.target instanceof Element ? event.target : undefined;
  const target = from?.closest<HTMLElement>('[data-act], [data-toggle], [data-menu]');
  if (menu !== undefined && target?.dataset['menu'] === undefined) closeMenu();
  if (target === null || target === undefined) return;
  event.preventDefault();
  const { act: action, id = '', toggle, menu: opens, again } = target.dataset;
  if (opens !== undefined) openMenu(menu === opens ? undefined : opens);
  else if (toggle !== undefined) toggled(toggle);
  else {
    const known = boardActions.find((each) => each === action);
    if (known !== undefined) act(known, id, again === 'true', target);
  }
});

document.addEventListener('dblclick', (event) => {
  const row = event.target instanceof Element ? event.target.closest<HTMLElement>('.row') : null;
  if (row !== null) openRow(row);
});

document.addEventListener('input', (event) => {
  const field = document.getElementById('filter');
  if (field === null || !event.composedPath().includes(field)) return;
  text = textOf(field);
  draw();
});

document.addEventListener('focusin', (event) => {
  const row = event.target instanceof Element ? event.target.closest<HTMLElement>('.row') : null;
  if (row === null || board === undefined) return;
  rowFocus.came(keyOf(board), row);
  save();
});
window.addEventListener('focus', () => {
  settle(true);
});
document.addEventListener('focusout', () => {
  // What stayed for the focus alone may go once the focus is somewhere else.
  if (statuses.size > 0 || text !== '') setTimeout(draw);
});
window.addEventListener('scroll', () => {
  save();
});

document.addEventListener('keydown', (event) => {
  const target = event.target instanceof HTMLElement ? event.target : undefined;
  if (target === undefined || event.isComposing) return;
  if (event.key === 'Escape') {
    escape(target);
    return;
  }
  if (target.closest('.menu') !== null)
    moveInList(event, [...root.querySelectorAll<HTMLElement>('.menu [role=menuitem]')]);
  else if (target.closest('.toggles') !== null)
    moveInList(event, [...root.querySelectorAll<HTMLElement>('.toggle')], true);
  else if (target.closest('[role=grid]') !== null) gridKey(event, target);
  else if (target === document.body && /^(?:Arrow(?:Up|Down)|Home|End)$/.test(event.key)) {
    event.preventDefault();
    rowFocus.want('once');
    settle(true);
  } else if (event.key === '/' && target.id !== 'filter') {
    event.preventDefault();
    document.getElementById('filter')?.focus();
  }
});

function gridKey(event: KeyboardEvent, target: HTMLElement): void {
  const row = target.closest<HTMLElement>('.row');
  if (row === null || moveInGrid(event, row, target, rowFocus.rows)) return;
  if (event.key === '/') {
    event.preventDefault();
    document.getElementById('filter')?.focus();
    return;
  }
  if ((event.key === 'F10' && event.shiftKey) || event.key === 'ContextMenu') {
    event.preventDefault();
    openMenu(row.dataset['row']);
    return;
  }
  if (target !== row || event.ctrlKey || event.metaKey || event.altKey) return;
  const { row: id = '', add } = row.dataset;
  if (event.key === 'Enter') openRow(row);
  else if (event.key.toLowerCase() === 'a' && board?.kind === 'stream' && board.writable)
    act('addTask', add ?? (row.classList.contains('criterion') ? id : board.id));
  else {
    const pressed = event.key.toUpperCase();
    const action = taskOf(id)?.can.find((each) => shortcuts[each] === pressed);
    if (action === undefined) return;
    act(action, id);
  }
  event.preventDefault();
}

function taskOf(id: string): BoardTask | undefined {
  return tasksOf(board).find((task) => task.id === id);
}

function openRow(row: HTMLElement): void {
  const { row: id = '', open, add } = row.dataset;
  if (open === 'openRow' || open === 'openPlace' || open === 'openBoard') act(open, id);
  else if (add !== undefined) act('addTask', add);
}

function openMenu(id: string | undefined): void {
  if (id !== undefined && (taskOf(id)?.can.length ?? 0) === 0) return;
  menu = id;
  draw();
  root.querySelector<HTMLElement>('.menu [role=menuitem]')?.focus();
}

function closeMenu(): void {
  const id = menu;
  menu = undefined;
  const inside = document.activeElement?.closest('.menu') !== null;
  draw();
  if (id !== undefined && inside) rowFocus.rowOf(id)?.focus();
}

/** First the menu, then the filter, then back to all streams. */
function escape(target: HTMLElement): void {
  const row = target.closest<HTMLElement>('.row');
  if (menu !== undefined) closeMenu();
  else if (row !== null && target !== row) row.focus();
  else if (statuses.size > 0 || text !== '') toggled('clear');
  else if (board?.kind === 'stream') act('allStreams', '');
}

function toggled(name: string): void {
  if (name === 'clear' || name === 'all') {
    statuses = new Set();
    text = name === 'clear' ? '' : text;
    const field = document.getElementById('filter');
    if (field !== null) setText(field, text);
  } else if (!statuses.delete(name)) statuses.add(name);
  draw();
  const shown = root.querySelectorAll('.grid .row:not(.criterion), .streams .stream').length;
  statusLine.say(
    statuses.size === 0 && text === '' ? t('Everything is shown.') : t('{0} rows are shown.', shown),
  );
}

host.postMessage({ type: 'ready' });
