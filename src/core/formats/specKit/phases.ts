import type { Question, Stream, StreamPart } from '../../model/item.ts';
import { isUnfinished } from '../../model/taskRules.ts';
import type { Location } from '../../text/document.ts';

/** A stage of the workflow of a feature, and how far it is. */
export interface Phase {
  /** As the commands of the tool are called. */
  readonly name: 'specify' | 'clarify' | 'plan' | 'tasks' | 'implement';
  /** `blocked`: something has to be done before. */
  readonly state: 'done' | 'ready' | 'blocked';
  /** What it makes. */
  readonly location?: Location;
  /** What is open in it. */
  readonly questions: readonly Question[];
}

/** Whether a stream is a feature of spec-kit. */
export function isFeature({ called }: { readonly called?: Stream['called'] | undefined }): boolean {
  return called === 'specKit';
}

/** What is still to be clarified in the spec of a stream. */
export function questionsOf({ parts }: Pick<Stream, 'parts'>): readonly Question[] {
  return parts.flatMap(({ questions = [] }) => questions);
}

/** Where a feature stands: its spec, what is still to be asked, its plan, its tasks, and the work itself. */
export function phasesOf(stream: Pick<Stream, 'parts' | 'tasks'>): readonly Phase[] {
  const find = (role: StreamPart['role']): Location | undefined =>
    stream.parts.find((part) => part.role === role)?.location;
  const [spec, plan, tasks] = [find('intent'), find('plan'), find('tasks')];
  const questions = questionsOf(stream);
  const made = (name: Phase['name'], location: Location | undefined, isNext: boolean): Phase =>
    location === undefined
      ? { name, state: isNext ? 'ready' : 'blocked', questions: [] }
      : { name, state: 'done', location, questions: [] };
  const isOver = stream.tasks.length > 0 && !stream.tasks.some(isUnfinished);
  return [
    made('specify', spec, true),
    {
      name: 'clarify',
      state: spec === undefined ? 'blocked' : questions.length > 0 ? 'ready' : 'done',
      ...(spec === undefined ? {} : { location: spec }),
      questions,
    },
    made('plan', plan, spec !== undefined && questions.length === 0),
    made('tasks', tasks, plan !== undefined),
    {
      name: 'implement',
      state: isOver ? 'done' : stream.tasks.length > 0 ? 'ready' : 'blocked',
      ...(tasks === undefined ? {} : { location: tasks }),
      questions: [],
    },
  ];
}

/** The phase that a feature is in: behind the last one that is done, what can be done now; undefined once all of them are. */
export function currentPhase(phases: readonly Phase[]): Phase | undefined {
  const last = phases.findLastIndex(({ state, name }) => state === 'done' && name !== 'clarify');
  return phases.slice(last + 1).find(({ state }) => state === 'ready');
}
