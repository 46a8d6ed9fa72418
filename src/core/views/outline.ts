import { t } from '@vscode/l10n';
import { compareText } from '../base/compareText.ts';
import { ProjectIndex } from '../index/projectIndex.ts';
import { problemMessage } from '../messages/problems.ts';
import type { Key } from '../text/key.ts';
import type { Problem } from '../model/problem.ts';
import type { AgeOf } from './age.ts';
import { countProblems } from './counts.ts';
import type { Filter } from './filter.ts';
import { warningIcon, type Icon } from './icon.ts';
import type { GitView } from './gitView.ts';
import { shownText } from './shownText.ts';
import { fileTooltip, problemTooltip } from './tooltip.ts';

/** What a click on a row opens, and what its commands are about. */
export interface OutlinePlace {
  readonly key: Key;
  /** Zero-based. */
  readonly line: number;
  readonly taskKey?: Key;
  /** ID of the criterion, when `key` is its spec's. */
  readonly criterion?: string;
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
    | 'debtItem'
    | 'spec'
    | 'criterion'
    | 'problem';
  readonly label: string;
  readonly description?: string;
  readonly icon: Icon;
  /** Markdown in which everything that comes from a file is escaped; made when somebody points at the row. */
  readonly tooltip: () => string;
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
}

/** How each tree is ordered and grouped. */
export interface Arrangement {
  readonly branchProgress: 'name' | 'newest' | 'openTasks';
  readonly backlog: 'priority' | 'newest' | 'title';
  readonly techDebt: 'branch' | 'newest';
  readonly specs: 'path' | 'leastMet';
}

export const defaultArrangement: Arrangement = {
  branchProgress: 'name',
  backlog: 'priority',
  techDebt: 'branch',
  specs: 'path',
};

/** A file that holds no item that could be read. */
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
    context: problems.some(isOutside) ? `${kind} allowLink` : kind,
    open: { key, line: 0 },
    collapsed: 'collapsed',
    children: () => problemNodes(index, key, problems),
  };
}

/** Whether a person may allow that a link is followed. */
function isOutside({ code }: Problem): boolean {
  return code === 'file.outside';
}

/** Rows for what is wrong; hints are for the editor alone. */
export function problemNodes(
  index: ProjectIndex,
  key: Key,
  problems: readonly Problem[],
): readonly OutlineNode[] {
  return seriousOf(problems).map((problem, i): OutlineNode => {
    const { code } = problem;
    const line = index.lineIn(key, problem.range);
    const message = problemMessage(problem);
    return {
      id: `${key}!${i}:${code}`,
      kind: 'problem',
      label: shownText(message),
      description: t('line {0}', line + 1),
      icon: warningIcon,
      tooltip: () => problemTooltip(problem, index.pathOf(key), line),
      accessibilityLabel: t('Problem: {0}, line {1}', shownText(message), line + 1),
      context: isOutside(problem)
        ? 'problem allowLink'
        : code === 'row.cutOff'
          ? 'problem cutOff'
          : code === 'branch.duplicate'
            ? 'problem mergeFiles'
            : 'problem',
      open: { key, line },
      collapsed: 'none',
    };
  });
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
