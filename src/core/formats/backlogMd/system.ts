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

/** `backlog/config.yml`: it says how tasks are read, and is shown where it cannot be read itself. */
const config: Format<'lines'> = {
  id: 'backlogMd.config',
  syntax: 'lines',
  holds: 'backlog',
  globs: (root) => (root.path === '' ? backlogMarkers : []),
  accepts: isConfigPath,
  listed: 'search',
  isForOneMachine: () => true,
  recognizes: ({ source }) => isOwnConfig(source.text) && configProblems(source).length > 0,
  *parseInSteps({ id, key, source }) {
    yield;
    return {
      id,
      key,
      format: 'backlogMd.config',
      holds: 'backlog',
      lineStarts: source.lineStarts,
      parts: [],
      problems: configProblems(source),
    };
  },
};

/** `flowspec_workflow.yml`: its states are the statuses of the tasks beside it. It is shown where it names none. */
const workflow: Format<'lines'> = {
  id: 'backlogMd.workflow',
  syntax: 'lines',
  holds: 'backlog',
  globs: (root) => (root.path === '' ? [workflowMarker] : []),
  accepts: isWorkflowPath,
  listed: 'search',
  recognizes: ({ source }) => workflowProblems(source).length > 0,
  *parseInSteps({ id, key, source }) {
    yield;
    return {
      id,
      key,
      format: 'backlogMd.workflow',
      holds: 'backlog',
      lineStarts: source.lineStarts,
      parts: [],
      problems: workflowProblems(source),
    };
  },
};

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
