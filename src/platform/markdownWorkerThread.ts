import { parentPort } from 'node:worker_threads';
import { readMarkdown } from '../core/text/markdownRemark.ts';
import { workerReady, type WorkerAnswer, type WorkerQuestion } from './markdownWorker.ts';

// The worker's entry: reads one text after the other with remark. Bundled by itself, so that the extension does not load remark.
parentPort?.on('message', ({ id, text }: WorkerQuestion) => {
  const answer: WorkerAnswer = { id, result: readMarkdown(text) };
  parentPort?.postMessage(answer);
});
parentPort?.postMessage(workerReady);
