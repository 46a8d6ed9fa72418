import type { Problem } from '../../model/problem.ts';
import type { SourceText } from '../../text/sourceText.ts';
import type { Format, System } from '../format.ts';
import { configProblems, workflowProblems } from './config.ts';
import {
  backlogMarkers,
  isConfigPath,
  isOwnConfig,
  isWorkflowPath,
  rootsIn,
  taskGlobs,
  workflowMarker,
} from './places.ts';
import { commandsFor, newTask } from './newTask.ts';
import { parseTask } from './task.ts';
import { createLock, taskLock } from './taskLock.ts';
import { addNote, commandOfTask, setCheck, setTask } from './taskEdits.ts';

/** `backlog/tasks/back-12 - Show-parent.md`: one task with its criteria. */
const task: Format<'lines'> = {
  id: 'backlogMd.task',
  syntax: 'lines',
  holds: 'backlog',
  // Without a configuration it is anybody's folder.
  globs: (root) => (root.config === undefined ? [] : taskGlobs),
  listed: 'everywhere',
  recognizes: ({ id }) => !/(?:^|\/)readme\.md$/i.test(id.path),
  parseInSteps: (document, { root }) => parseTask(document, root),
  toolLock: taskLock,
  tasks: { set: setTask, addNote, setCheck, commandOf: commandOfTask },
};

/** A file that decides how tasks are read. It is shown where something in it cannot be used. */
function decisive(
  id: Format['id'],
  markers: readonly string[],
  accepts: (path: string) => boolean,
  problemsIn: (source: SourceText) => readonly Problem[],
): Format<'lines'> {
  return {
    id,
    syntax: 'lines',
    holds: 'backlog',
    globs: (root) => (root.path === '' ? markers : []),
    accepts,
    listed: 'search',
    recognizes: ({ source }) => problemsIn(source).length > 0,
    *parseInSteps({ id: document, key, source }) {
      yield;
      const { lineStarts } = source;
      return {
        id: document,
        key,
        format: id,
        holds: 'backlog',
        lineStarts,
        parts: [],
        problems: problemsIn(source),
      };
    },
  };
}

/** `backlog/config.yml` */
const config: Format<'lines'> = {
  ...decisive('backlogMd.config', backlogMarkers, isConfigPath, (source) =>
    isOwnConfig(source.text) ? configProblems(source) : [],
  ),
  isForOneMachine: () => true,
};

/** `flowspec_workflow.yml`: its states are the statuses of the tasks beside it. */
const workflow = decisive('backlogMd.workflow', [workflowMarker], isWorkflowPath, workflowProblems);

/** Tasks of Backlog.md, each a file, where a configuration says that the tool is used. */
export const backlogMd: System = {
  id: 'backlogMd',
  formats: [task, config, workflow],
  markers: () => [...backlogMarkers, workflowMarker],
  isConfig: (path) => isConfigPath(path) || isWorkflowPath(path),
  items: { roots: rootsIn, create: newTask, lock: createLock, commandsFor },
  rootOf: (path, _settings, { configs }) =>
    rootsIn(configs).find(({ path: root }) => path.startsWith(`${root}/`)),
};
