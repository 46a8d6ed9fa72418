import { toProblem, type Problem } from '../../model/problem.ts';
import type { Root } from '../../model/system.ts';
import { readKeyedLines, type FrontMatterEntry } from '../../text/frontMatterLines.ts';
import { SourceText } from '../../text/sourceText.ts';
import { namedFolder } from './places.ts';

/** What a project says of its tasks: `config.yml`. */
export interface BacklogConfig {
  readonly statuses: readonly string[];
  readonly defaultStatus: string | undefined;
  /** Lower case, without the hyphen: `back`. */
  readonly prefix: string;
  /** How many digits an ID has at least; undefined where numbers are as they are. */
  readonly digits: number | undefined;
  readonly definitionOfDone: readonly string[];
  readonly dateFormat: string;
  /** The tool asks no git. */
  readonly isWithoutGit: boolean;
  /** A command that the tool runs when it changes a status. */
  readonly onStatusChange: string | undefined;
}

const defaultStatuses: readonly string[] = ['To Do', 'In Progress', 'Done'];

let last:
  | { readonly text: string; readonly workflow: string | undefined; readonly config: BacklogConfig }
  | undefined;

/** What the configuration of a root says, with the tool's own defaults for what it does not. */
export function configOf({ config: text = '', workflow }: Root): BacklogConfig {
  // Nearly always it is asked for the same root again.
  if (last?.text !== text || last.workflow !== workflow)
    last = { text, workflow, config: readConfig(text, workflow) };
  return last.config;
}

function readConfig(text: string, workflow: string | undefined): BacklogConfig {
  const { entries } = readKeyedLines(new SourceText(text));
  const list = (key: string): readonly string[] => listOf(entries.find((entry) => entry.key === key));
  const one = (key: string): string | undefined => {
    const [value = ''] = list(key);
    return value === '' || value === 'null' ? undefined : value;
  };
  const states = workflow === undefined ? [] : readStates(new SourceText(workflow));
  const configured = states.length > 0 ? states : list('statuses');
  const statuses = [...new Set(configured.filter((word) => word !== ''))];
  const digits = Number(one('zero_padded_ids'));
  return {
    statuses: statuses.length === 0 ? defaultStatuses : statuses,
    defaultStatus: one('default_status'),
    prefix: (one('task_prefix') ?? 'task').toLowerCase(),
    digits: Number.isInteger(digits) && digits > 0 && digits < 20 ? digits : undefined,
    definitionOfDone: list('definition_of_done'),
    dateFormat: one('date_format') ?? 'yyyy-mm-dd hh:mm',
    isWithoutGit: one('filesystem_only')?.toLowerCase() === 'true',
    onStatusChange: one('onStatusChange'),
  };
}

/** The states of a workflow, in their order: `states: ["To Do", "Planned", "Done"]`. */
function readStates(source: SourceText): readonly string[] {
  return listOf(statesIn(source));
}

function statesIn(source: SourceText): FrontMatterEntry | undefined {
  return readKeyedLines(source).entries.find(({ key }) => key === 'states');
}

/** That a workflow names no states, at the place where it should. */
export function workflowProblems(source: SourceText): readonly Problem[] {
  if (readStates(source).some((word) => word !== '')) return [];
  const range = statesIn(source)?.range ?? source.lineRange(0);
  return [toProblem('workflow.noStates', 'warning', {}, range)];
}

/** What of a configuration cannot be used, each with its place. */
export function configProblems(source: SourceText): readonly Problem[] {
  const { entries, problems } = readKeyedLines(source);
  const found: Problem[] = problems.map(({ fault, range }) =>
    toProblem('config.line', 'error', fault, range),
  );
  const entryOf = (key: string): FrontMatterEntry | undefined => entries.find((entry) => entry.key === key);
  const words = listOf(entryOf('statuses'));
  const status = entryOf('default_status');
  const [word = ''] = listOf(status);
  if (status !== undefined && word !== '' && words.length > 0 && !words.some((each) => isSame(each, word)))
    found.push(
      toProblem(
        'config.status',
        'warning',
        { word, words },
        status.value.kind === 'scalar' ? status.value.scalar.range : status.range,
      ),
    );
  const directory = entryOf('backlog_directory');
  const [written = ''] = listOf(directory);
  if (directory !== undefined && written !== '' && namedFolder(written) === undefined)
    found.push(toProblem('config.directory', 'error', { written }, directory.range));
  return found.sort((a, b) => a.range.start - b.range.start);
}

function listOf(entry: FrontMatterEntry | undefined): readonly string[] {
  switch (entry?.value.kind) {
    case 'scalar':
      return [entry.value.scalar.value];
    case 'list':
      return entry.value.items.map(({ value }) => value);
    case 'empty':
    case 'other':
    case undefined:
      return [];
  }
}

function isSame(a: string, b: string): boolean {
  return a.trim().toLowerCase() === b.trim().toLowerCase();
}
