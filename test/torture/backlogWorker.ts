// One of several that write into one task of Backlog.md: by that tool's own command line, or as we change files. Each line that it was
// told is written goes into its log.
import * as fs from 'node:fs';
import { BacklogTool } from '../support/backlogTool.ts';
import { folderId, openFolder } from '../support/openedProject.ts';

/** What a worker is told, as JSON in its first argument. */
export interface NotingTask {
  readonly as: 'us' | 'tool';
  readonly root: string;
  /** The file of the task, from the root; and its ID. */
  readonly path: string;
  readonly id: string;
  readonly name: string;
  readonly log: string;
  /** How many lines it writes. */
  readonly lines: number;
}

const task = JSON.parse(process.argv[2] ?? '') as NotingTask;
const tool = new BacklogTool(task.root);
const { documents } = openFolder(task.root);
const folder = folderId(task.root);
const document = { folder, path: task.path };
const lock = {
  tool: 'Backlog.md',
  document,
  root: { folder, path: 'backlog' },
  names: ['.locks', `task-${task.id.toLowerCase()}`],
  staleAfterMs: 10_000,
};

/** Adds a line to the end of the task's description; whether it was told to be there. */
async function writeAsUs(line: string): Promise<boolean> {
  const { result } = await documents.commit(
    { documents: [document], through: 'disk' },
    {
      plan: ([now]) => {
        if (now?.kind !== 'text') throw new Error(JSON.stringify(now));
        const at = now.text.indexOf('<!-- SECTION:DESCRIPTION:END');
        const edits = [{ range: { start: at, end: at }, expect: '', text: `${line}\n` }];
        return Promise.resolve({
          kind: 'plan',
          changes: [{ kind: 'edit', document, edits }],
          toolLocks: [lock],
        });
      },
    },
  );
  if (result.kind === 'done') return true;
  if (result.kind !== 'refused' || result.code !== 'file.busy') throw new Error(JSON.stringify(result));
  return false;
}

/** The same with its notes; it says at once when somebody has the lock. */
async function writeAsTool(line: string): Promise<boolean> {
  const { exit, error } = await tool.run('task', 'edit', task.id, '--append-notes', line);
  if (exit === 0) return true;
  if (!error.includes('is being modified by another process')) throw new Error(error);
  return false;
}

for (let i = 0; i < task.lines && process.ppid !== 1;) {
  const line = `line ${task.name}-${i}.`;
  if (!(await (task.as === 'us' ? writeAsUs : writeAsTool)(line))) continue;
  fs.appendFileSync(task.log, `${line}\n`);
  i++;
}
