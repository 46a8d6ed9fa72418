// Started with a folder that holds tasks of Backlog.md: prints, as JSON, the milliseconds from opening it until all are in the index,
// and those of each of some status changes, until they are on the disk and shown.
import { setStatus } from '../../src/core/operations/setStatus.ts';
import { runOn } from '../support/attempt.ts';
import { OpenedProject } from '../support/openedProject.ts';

const [folder = '.', changes = '20'] = process.argv.slice(2);
const begun = performance.now();
const opened = new OpenedProject(folder);
await opened.load();
const loaded = performance.now() - begun;
const items = opened.index.workItems('backlog');
const each: number[] = [];
for (let i = 0; i < Number(changes); i++) {
  const key = items[(i * 37) % items.length]?.task.key;
  if (key === undefined) throw new Error('no tasks');
  const from = performance.now();
  const result = await runOn(
    opened.project,
    { folder: opened.folder, key },
    setStatus,
    { task: key, status: 'wip' },
    { me: 'maple', through: 'disk' },
  );
  if (result.kind !== 'done') throw new Error(JSON.stringify(result));
  each.push(performance.now() - from);
}
opened.dispose();
console.log(JSON.stringify({ loaded, each }));
