import type { FromPage } from '../../src/core/board/protocol.ts';
import type { Saved } from './savedState.ts';

interface Host {
  postMessage(message: FromPage): void;
  getState(): unknown;
  setState(state: Saved): void;
}
declare function acquireVsCodeApi(): Host;

/** The panel, which may be asked for once in a page. */
export const host = acquireVsCodeApi();

export function element(id: string): HTMLElement {
  const found = document.getElementById(id);
  if (found === null) throw new Error(`the page has no ${id}`);
  return found;
}
