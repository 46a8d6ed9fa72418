import { setBox } from '../boxTaskEdits.ts';
import type { TaskEdits } from '../format.ts';
import { addTask } from './addTask.ts';

/** How the boxes of `tasks.md` are ticked, and tasks are added. Who is at one is kept beside the file. */
export const taskEdits: TaskEdits<'lines'> = { set: setBox, add: addTask };
