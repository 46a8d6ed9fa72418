// A plain script of Node.js: opens a folder, lists what is free, claims the next task, and follows what others do.
import { claimNext } from '../../src/core/operations/claim.ts';
import { MarkdownWorker } from '../../src/platform/node/markdownWorker.ts';
import { openWorld } from '../../src/platform/node/openWorld.ts';
import { Project } from '../../src/project/project.ts';
import { runOn } from '../support/attempt.ts';

const [root = '', me = '', workerFile = ''] = process.argv.slice(2);
const markdown = new MarkdownWorker({ workerFile, onError: console.error });
const project = new Project(openWorld([root], { markdown, log: console.error, watch: true }), console.error);
await project.load();
await project.idle();
const say = (): void => {
  const streams = project.folders.flatMap(({ index }) => index.streams());
  const tasks = streams.flatMap((each) =>
    each.tasks.map(({ title, owner }) => `${title.value}: ${owner.value ?? 'free'}`),
  );
  process.send?.(tasks.join(', '));
};
say();
project.onDidChange(say);
for (const { folder, index } of project.folders)
  for (const { key } of index.streams().slice(0, 1))
    await runOn(project, { folder: folder.id, key }, claimNext, {}, { me, through: 'disk' });
setInterval(() => undefined, 1000);
