import { parentPort } from 'node:worker_threads';
import { readMarkdown } from '../../core/text/markdownRemark.ts';
import { toRich } from '../../core/text/richText.ts';
import { workerReady, type WorkerAnswer, type WorkerQuestion } from './markdownLane.ts';

// The worker's entry: reads one text after the other with remark. Bundled by itself, so that the extension does not load remark.
parentPort?.on('message', (question: WorkerQuestion) => {
  const { id } = question;
  const answer: WorkerAnswer =
    question.kind === 'parse'
      ? { kind: 'parsed', id, result: readMarkdown(question.text) }
      : { kind: 'rendered', id, rich: question.rich.map(({ markdown, lead }) => toRich(markdown, lead)) };
  parentPort?.postMessage(answer);
});
parentPort?.postMessage(workerReady);
