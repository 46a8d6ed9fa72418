/** Arrow keys, Home and End in a list of buttons; `roving` leaves the Tab key with the one that has the focus. */
export function moveInList(event: KeyboardEvent, items: readonly HTMLElement[], roving = false): boolean {
  const at = items.findIndex((each) => each === event.target);
  const to = { ArrowDown: at + 1, ArrowRight: at + 1, ArrowUp: at - 1, ArrowLeft: at - 1, Home: 0, End: -1 }[
    event.key
  ];
  if (to === undefined) return false;
  const next = items.at(to >= items.length ? 0 : to);
  if (next === undefined) return false;
  event.preventDefault();
  if (roving) for (const each of items) each.tabIndex = each === next ? 0 : -1;
  next.focus();
  return true;
}

/** Up and Down from row to row, Left and Right into what can be pressed in a row and out of it. */
export function moveInGrid(
  event: KeyboardEvent,
  row: HTMLElement,
  target: HTMLElement,
  rows: readonly HTMLElement[],
): boolean {
  if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return false;
  const at = rows.indexOf(row);
  const within = [...row.querySelectorAll<HTMLElement>('a, vscode-button')];
  const inside = within.indexOf(target);
  let next: HTMLElement | undefined;
  switch (event.key) {
    case 'ArrowDown':
      next = rows[at + 1];
      break;
    case 'ArrowUp':
      next = rows[at - 1];
      break;
    case 'Home':
      next = rows[0];
      break;
    case 'End':
      next = rows.at(-1);
      break;
    case 'ArrowRight':
      next = within[inside + 1];
      break;
    case 'ArrowLeft':
      next = inside > 0 ? within[inside - 1] : row;
      break;
    default:
      return false;
  }
  event.preventDefault();
  next?.focus();
  next?.scrollIntoView({ block: 'nearest' });
  return true;
}

/** One of them takes the Tab key: the one that had the focus, else the first. */
export function oneTabStop(root: Element, container: string, item: string): void {
  const box = root.querySelector(container);
  if (box === null) return;
  const items = [...box.querySelectorAll<HTMLElement>(item)];
  const stops = items.filter((each) => each.tabIndex === 0);
  const [first] = items;
  if (stops.length === 1 || first === undefined) return;
  for (const each of stops.slice(1)) each.tabIndex = -1;
  if (stops.length === 0) first.tabIndex = 0;
}
