import { parentPort } from 'node:worker_threads';
import { initializeRows, listRows, prepareRows, readRows, type PreparedChange } from './specDatabase.ts';
import { databaseReady, type DatabaseAnswer, type DatabaseQuestion } from './databaseThread.ts';

// The worker's entry: asks SQLite, which may take its time, one question after the other.

// That SQLite is new in Node.js is nothing to tell.
process.removeAllListeners('warning');
const prepared = new Map<number, PreparedChange>();

function answer(question: DatabaseQuestion): DatabaseAnswer['result'] {
  switch (question.kind) {
    case 'list':
      return listRows(question.path);
    case 'read':
      return readRows(question.path, question.documents);
    case 'prepare': {
      const result = prepareRows(question.path, question.changes, question.isUndo);
      if (result.kind !== 'prepared') return result;
      prepared.set(question.id, result);
      return { kind: 'prepared', id: question.id, now: result.now };
    }
    case 'finish': {
      const problem = prepared.get(question.prepared)?.finish(question.isWanted);
      prepared.delete(question.prepared);
      return problem === undefined ? { kind: 'done' } : { kind: 'failed', problem };
    }
    case 'initialize':
      return initializeRows(question.path, question.schema) ?? { kind: 'done' };
  }
}

parentPort?.on('message', (question: DatabaseQuestion) => {
  const { id } = question;
  parentPort?.postMessage({ id, result: answer(question) } satisfies DatabaseAnswer);
});
parentPort?.postMessage(databaseReady);
