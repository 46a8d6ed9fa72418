import type * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../core/base/disposable.ts';
import { Emitter } from '../core/base/event.ts';
import { noFilter, type Filter } from '../core/views/filter.ts';
import { defaultArrangement, type Arrangement } from '../core/views/outline.ts';
import type { ViewState } from './surface.ts';

const key = 'arrangement';

/** The filter lives as long as the window; the order of the trees is kept in the workspace's memory. */
export function createViewState(
  memory: vscode.Memento,
  log: (error: unknown) => void,
): ViewState & Disposable {
  const store = new DisposableStore();
  const changed = store.add(new Emitter<void>(log));
  let filter: Filter = noFilter;
  const stored = (): Arrangement => {
    const value = memory.get<unknown>(key);
    return { ...defaultArrangement, ...(typeof value === 'object' ? (value as Partial<Arrangement>) : {}) };
  };
  let arrangement = stored();
  return {
    onDidChange: changed.event,
    get filter() {
      return filter;
    },
    get arrangement() {
      return arrangement;
    },
    setFilter: (next) => {
      filter = next;
      changed.fire();
    },
    arrange: async (change) => {
      arrangement = { ...arrangement, ...change };
      changed.fire();
      await memory.update(key, arrangement);
    },
    dispose: () => {
      store.dispose();
    },
  };
}
