import type { CriterionStatus } from '../model/criterionState.ts';
import type { StreamWord } from '../model/item.ts';
import type { LinkRole } from '../model/link.ts';

/** An icon by its codicon name, and the theme colour it is drawn in where it has one. */
export interface Icon {
  readonly codicon: string;
  readonly color?: string;
}

/** All differ by shape alone: colour never says anything by itself. */
const icons: Record<CriterionStatus | 'unknown', Icon> = {
  todo: { codicon: 'circle-large-outline', color: 'charts.foreground' },
  wip: { codicon: 'color-mode', color: 'charts.blue' },
  blocked: { codicon: 'stop-circle', color: 'charts.yellow' },
  done: { codicon: 'pass-filled', color: 'charts.green' },
  failed: { codicon: 'error', color: 'charts.red' },
  dropped: { codicon: 'circle-slash', color: 'charts.foreground' },
  none: { codicon: 'issue-draft', color: 'charts.purple' },
  unknown: { codicon: 'question', color: 'charts.foreground' },
};

/** `none` is a criterion without a task. */
export function statusIcon(status: CriterionStatus | 'unknown'): Icon {
  return icons[status];
}

/** Of a criterion that no task has to name. */
export const uncountedIcon: Icon = { codicon: 'circle-small', color: 'charts.foreground' };

export const warningIcon: Icon = { codicon: 'warning', color: 'list.warningForeground' };

/** Of records of other systems. */
export const recordIcons: Readonly<Record<StreamWord, Icon>> = {
  openSpec: { codicon: 'diff-multiple' },
  specDatabase: { codicon: 'database' },
  specKit: { codicon: 'rocket' },
  trace: { codicon: 'list-ordered' },
  workspace: { codicon: 'vm' },
};

export const roleIcons: Record<LinkRole, Icon> = {
  spec: { codicon: 'book' },
  backlog: { codicon: 'inbox' },
  debt: { codicon: 'tools' },
  progress: { codicon: 'git-branch' },
  docs: { codicon: 'file-text' },
  artifact: { codicon: 'package' },
  file: { codicon: 'go-to-file' },
  log: { codicon: 'output' },
  memory: { codicon: 'notebook' },
  other: { codicon: 'link' },
};
