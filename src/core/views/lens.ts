import type { TaskInStream } from '../index/criteriaGraph.ts';
import type { Stream, StreamTask, Task } from '../model/item.ts';
import type { Key } from '../text/key.ts';
import { statusIcon } from './icon.ts';

/** What a click on a lens does. */
export type LensAction =
  /** Opens the row, or asks which of several. */
  | { readonly kind: 'openRows'; readonly tasks: readonly TaskInStream[] }
  /** Shows the item in the sidebar. */
  | { readonly kind: 'reveal'; readonly taskKey?: Key; readonly criterion?: string }
  | { readonly kind: 'claim' | 'finish' | 'release'; readonly stream: Stream; readonly task: Task }
  | { readonly kind: 'claimNext' }
  | { readonly kind: 'completeStep' | 'failStep'; readonly task: StreamTask }
  | { readonly kind: 'startStep' | 'resumeTrace' }
  | { readonly kind: 'resumeWorkspace' }
  | { readonly kind: 'resolveConflict' }
  /** Opens the progress file that counts. */
  | { readonly kind: 'openFile' }
  /** Opens the board of the branch, or of a branch that works on the spec. */
  | { readonly kind: 'board' }
  | { readonly kind: 'addTask'; readonly criterion?: string };

export interface Lens {
  /** Zero-based. */
  readonly line: number;
  /** With an icon in front where it says a state; text of files has none. */
  readonly title: string;
  readonly tooltip: string;
  readonly action: LensAction;
}

/** VS Code drops an ordinary space behind an icon in a lens. */
export function iconOf(status: Parameters<typeof statusIcon>[0]): string {
  return `$(${statusIcon(status).codicon})\u00A0`;
}
