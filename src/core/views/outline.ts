import { t } from '@vscode/l10n';
import { compareText } from '../base/compareText.ts';
import { ProjectIndex } from '../index/projectIndex.ts';
import { problemMessage } from '../messages/problems.ts';
import type { Checkouts } from '../model/branch.ts';
import type { ChecklistItem } from '../model/item.ts';
import type { Key } from '../text/key.ts';
import type { Problem } from '../model/problem.ts';
import type { AgeOf } from './age.ts';
import { countProblems } from './counts.ts';
import type { Filter } from './filter.ts';
import { warningIcon, type Icon } from './icon.ts';
import type { GitView } from './gitView.ts';
import { shownText, withoutStop } from './shownText.ts';
import { fileTooltip, problemsTooltip, problemTooltip } from './tooltip.ts';

/** What a click on a row opens, and what its commands are about. */
export interface OutlinePlace {
  readonly key: Key;
  /** Zero-based. */
  readonly line: number;
  readonly taskKey?: Key;
  /** ID of the criterion, when `key` is its spec's. */
  readonly criterion?: string;
  /** A criterion of the task. */
  readonly check?: Pick<ChecklistItem, 'id' | 'list' | 'text'>;
  /** An address outside of the workspace, to be opened instead of the file. */
  readonly url?: string;
}

/** A row of a tree, before any widget. */
export interface OutlineNode {
  /** Unique in its folder and tree, stable while the item is there. */
  readonly id: string;
  readonly kind:
    | 'folder'
    | 'group'
    | 'stream'
    | 'task'
    | 'link'
    | 'pullRequest'
    | 'git'
    | 'branch'
    | 'notes'
    | 'note'
    | 'backlogItem'
    | 'check'
    | 'debtItem'
    | 'spec'
    | 'criterion'
    | 'problem';
  readonly label: string;
  readonly description?: string;
  readonly icon: Icon;
  /** Markdown in which everything that comes from a file is escaped; made when somebody points at the row. */
  readonly tooltip: () => string;
  /** What the tooltip alone tells of what changes without a change of the files: the row is drawn anew when it does. */
  readonly tooltipAlone?: string;
  /** What a screen reader says: kind, title, state, progress. */
  readonly accessibilityLabel: string;
  /** Words for `viewItem =~ /\bclaim\b/`: the kind, and what can be done. */
  readonly context: string;
  readonly open?: OutlinePlace;
  readonly collapsed: 'expanded' | 'collapsed' | 'none';
  /** The branch that commands of the row are about, where it has no file. */
  readonly branch?: string;
  /** Shown as a check box when there: whether the task is done. */
  readonly checkbox?: boolean;
  readonly children?: () => readonly OutlineNode[];
}

export interface OutlineContext {
  /** The branch that is checked out in the folder. */
  readonly currentBranch?: string;
  /** The owner name of whoever looks. */
  readonly me?: string;
  readonly checkboxes: boolean;
  /** Whether anything can be changed at all. */
  readonly writable: boolean;
  readonly ageOf: AgeOf;
  readonly filter: Filter;
  readonly arrangement: Arrangement;
  /** What git said; missing without git, and until it was asked. */
  readonly git?: GitView;
  /** What is checked out in the clone; missing without git, and until it was asked. */
  readonly checkouts?: Checkouts | undefined;
}

/** How each tree is ordered and grouped. */
export interface Arrangement {
  readonly branchProgress: 'name' | 'newest' | 'openTasks';
  readonly backlog: 'priority' | 'newest' | 'title' | 'milestone';
  readonly techDebt: 'branch' | 'newest';
  readonly specs: 'path' | 'leastMet';
}

export const defaultArrangement: Arrangement = {
  branchProgress: 'name',
  backlog: 'priority',
  techDebt: 'branch',
  specs: 'path',
};

/** A file that holds no item that could be read: its row is that of its problems. */
export function fileNode(index: ProjectIndex, key: Key, kind: OutlineNode['kind']): OutlineNode {
  const problems = index.problems(key);
  const path = index.pathOf(key);
  const name = path.slice(path.lastIndexOf('/') + 1);
  return {
    id: key,
    kind,
    label: shownText(name),
    description: countProblems(problems.length),
    icon: warningIcon,
    tooltip: () => fileTooltip(index, key, problems),
    accessibilityLabel: t('File {0}, {1}', shownText(name), countProblems(problems.length)),
    context: [kind, ...fixesOf(problems)].join(' '),
    open: { key, line: 0 },
    collapsed: 'collapsed',
    children: () => problemNodes(index, key, problems),
  };
}

/** The words by which menus know the command that fixes a problem. */
const fixes: Readonly<Partial<Record<Problem['code'], string>>> = {
  'file.outside': 'allowLink',
  'row.cutOff': 'cutOff',
  'branch.duplicate': 'mergeFiles',
  'conflict.markers': 'resolveConflict',
};

/** What fixes these problems, for menus: a row that has one fix has it as a button, too. */
function fixesOf(problems: readonly Problem[]): readonly string[] {
  const words = [...new Set(problems.flatMap(({ code }) => fixes[code] ?? []))];
  return words.length > 1 ? [...words, 'severalFixes'] : words;
}

/** Rows for what is wrong; hints are for the editor alone. */
export function problemNodes(
  index: ProjectIndex,
  key: Key,
  problems: readonly Problem[],
): readonly OutlineNode[] {
  return seriousOf(problems).map((problem, i): OutlineNode => {
    const line = index.lineIn(key, problem.range);
    const message = shownText(problemMessage(problem));
    return {
      id: `${key}!${i}:${problem.code}`,
      kind: 'problem',
      label: message,
      description: t('line {0}', line + 1),
      icon: warningIcon,
      tooltip: () => problemTooltip(problem, index.pathOf(key), line),
      accessibilityLabel: t('Problem: {0}, line {1}', withoutStop(message), line + 1),
      context: ['problem', ...fixesOf([problem])].join(' '),
      open: { key, line },
      collapsed: 'none',
    };
  });
}

/** The same in one row, which has the single ones below it where there are several: beside rows that people look for first. */
export function foldedProblems(
  index: ProjectIndex,
  id: string,
  documents: readonly { readonly key: Key; readonly problems: readonly Problem[] }[],
): readonly OutlineNode[] {
  const serious = documents.map(({ key, problems }) => ({ key, problems: seriousOf(problems) }));
  const nodes = serious.flatMap(({ key, problems }) => problemNodes(index, key, problems));
  if (nodes.length < 2) return nodes;
  const label = countProblems(nodes.length);
  // Commands of its menu are about the file that it opens.
  const [first] = nodes;
  const open = nodes.find(({ context }) => context !== 'problem')?.open ?? first?.open;
  return [
    {
      id: `${id}!problems`,
      kind: 'problem',
      label,
      icon: warningIcon,
      tooltip: () => problemsTooltip(index, serious),
      accessibilityLabel: label,
      context: ['problem', ...fixesOf(serious.flatMap(({ problems }) => problems))].join(' '),
      ...(open === undefined ? {} : { open }),
      collapsed: 'collapsed',
      children: () => nodes,
    },
  ];
}

/** The problems of a file, looked for when a row first needs them: thousands of files have a row, and few rows are seen. */
export class LazyProblems {
  readonly #find: () => readonly Problem[];
  #known: readonly Problem[] | undefined;

  constructor(find: () => readonly Problem[]) {
    this.#find = find;
  }

  get all(): readonly Problem[] {
    return (this.#known ??= this.#find());
  }

  get serious(): number {
    return seriousOf(this.all).length;
  }

  /** `2 problems`; undefined where there is none. */
  get described(): string | undefined {
    const { serious } = this;
    return serious > 0 ? countProblems(serious) : undefined;
  }
}

export function seriousOf(problems: readonly Problem[]): readonly Problem[] {
  return problems.filter(({ severity }) => severity !== 'hint');
}

/** Later days first, those without a day last. */
export function compareNewest(a: string | undefined, b: string | undefined): number {
  return compareText(b ?? '', a ?? '');
}
