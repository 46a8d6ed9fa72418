import type { Syntax } from '../../text/syntax.ts';
import type { Format, System } from '../format.ts';
import { branchOfFeature } from './branchClues.ts';
import { parseChecklist } from './checklist.ts';
import { featureOf, isSign, markers, placeOfActive, toolFolderIn } from './places.ts';
import { parsePlan } from './plan.ts';
import { parseActive, parseContext } from './settings.ts';
import { parseSpec } from './spec.ts';
import { taskEdits } from './taskEdits.ts';
import { parseTasks } from './tasks.ts';

/** What the documents of a feature have in common; `glob` is from its folder. */
function inFeature<S extends Syntax>(
  glob: string,
  format: Pick<Format<S>, 'id' | 'syntax' | 'holds' | 'parseInSteps' | 'tasks'>,
): Format<S> {
  return {
    ...format,
    globs: (root) => (root.path.endsWith('.specify') ? [] : [glob]),
    listed: 'everywhere',
    inWorktrees: [`specs/*/${glob}`],
    branchOf: branchOfFeature,
  };
}

const spec = inFeature<'markdown'>('spec.md', {
  id: 'specKit.spec',
  syntax: 'markdown',
  holds: 'spec',
  parseInSteps: parseSpec,
});

const plan = inFeature<'markdown'>('plan.md', {
  id: 'specKit.plan',
  syntax: 'markdown',
  holds: 'stream',
  *parseInSteps(document, context) {
    yield;
    return parsePlan(document, context);
  },
});

const tasks = inFeature<'lines'>('tasks.md', {
  id: 'specKit.tasks',
  syntax: 'lines',
  holds: 'stream',
  parseInSteps: parseTasks,
  tasks: taskEdits,
});

const checklist = inFeature<'lines'>('checklists/*.md', {
  id: 'specKit.checklist',
  syntax: 'lines',
  holds: 'stream',
  parseInSteps: parseChecklist,
});

const context = inFeature<'data'>('.spec-context.json', {
  id: 'specKit.context',
  syntax: 'data',
  holds: 'stream',
  *parseInSteps(document, given) {
    yield;
    return parseContext(document, given);
  },
});

/** `.specify/feature.json` */
const active: Format<'data'> = {
  id: 'specKit.active',
  syntax: 'data',
  holds: 'stream',
  globs: (root) => (root.path.endsWith('.specify') ? ['feature.json'] : []),
  listed: 'everywhere',
  branchOf: branchOfFeature,
  *parseInSteps(document) {
    yield;
    return parseActive(document);
  },
};

/** Features that are specified, planned and done task by task: `specs/016-avatar/`. */
export const specKit: System = {
  id: 'specKit',
  formats: [spec, plan, tasks, checklist, context, active],
  markers: () => markers,
  isSign,
  rootOf: (path, _settings, { signs }) => {
    const place = placeOfActive(path);
    if (place !== undefined) return { system: 'specKit', path: toolFolderIn(place), place };
    const feature = featureOf(path, signs);
    return feature && { system: 'specKit', path: feature.path, place: feature.place };
  },
};
