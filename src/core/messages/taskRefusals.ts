import { t } from '@vscode/l10n';
import type { TaskRefusals, TaskRequest } from '../model/codes/tasks.ts';
import { itemStateReason } from './itemStates.ts';
import { ownerNameMessage } from './names.ts';
import type { Sentences } from './sentences.ts';
import { someOf } from './someOf.ts';

export const taskRefusals: Sentences<TaskRefusals> = {
  'file.onlyShown': ({ path }) => t('{0} is read-only: Throughline shows it but does not change it.', path),
  'stream.missing': ({ path }) => t('{0} contains no tasks.', path),
  'task.missing': ({ path, label }) => t('The task “{0}” is no longer in {1}.', label, path),
  'task.noTitle': ({ lines }) =>
    t('The row has neither a title nor an ID (line {0}). Add one to change it.', lines.join(', ')),
  'task.ambiguous': ({ label, lines, isAlike }) =>
    isAlike
      ? t(
          '“{0}” is on lines {1}. Give the rows different names so that they can be changed.',
          label,
          lines.join(', '),
        )
      : t(
          '“{0}” can no longer be told apart from another row (line {1}). Look again and choose the row.',
          label,
          lines.join(', '),
        ),
  'task.taken': takenSentence,
  'task.notOpen': notOpenSentence,
  'task.noneOpen': ({ stream, why }) => {
    switch (why) {
      case 'noTasks':
        return t('{0} has no tasks yet.', stream);
      case 'allDone':
        return t('Every task of {0} is done.', stream);
      case 'noneFree':
        return t('{0} has no free tasks.', stream);
    }
  },
  'task.dropped': ({ title }) => t('{0} was dropped. Reopen it first.', title),
  'task.closed': ({ title, status, asked }) =>
    asked === 'release'
      ? t('{0} is {1}. Reopen it first.', title, status)
      : t('{0} is {1}, so it cannot be deferred.', title, status),
  'task.title': (data) => {
    switch (data.why) {
      case 'empty':
        return t('Enter a task title.');
      case 'lines':
        return t('A task title must be a single line.');
      case 'tooLong':
        return t('A title can have at most {0} characters.', data.most);
      case 'form':
        return t('“{0}” cannot stand in the table of {1} as it is written.', data.title, data.path);
    }
  },
  'task.exists': ({ title, line }) => t('A task named “{0}” already exists on line {1}.', title, line),
  'task.noTable': ({ heading, path, headings }) =>
    headings.length === 0
      ? t('{0} has no tasks under “{1}”.', path, heading)
      : t('{0} has no tasks under “{1}”. Choose one of: {2}.', path, heading, someOf(headings, 10)),
  'task.struck': ({ title }) =>
    t('The title of {0} is struck through. Remove the ~~ to change its status.', title),
  'owner.invalid': ({ fault }) => ownerNameMessage(fault),
  'row.cutOff': ({ title }) =>
    t('A blank line separates {0} from its table. Join the row to the table above first.', title),
  'row.short': () => t('The row ends before its Status and Owner columns. Complete it first.'),
  'column.missing': ({ title, column }) =>
    t('The table of {0} has no {1} column. Add one first.', title, column),
  'cell.refused': ({ title, why, text }) => `${title}: ${unfitSentence(why, text)}`,
  'box.status': ({ title, status, isReopenedFirst }) => {
    switch (status) {
      case 'wip':
        return isReopenedFirst
          ? t('A check box is in progress when it has an owner. Reopen {0}, then claim it.', title)
          : t('A check box is in progress when it has an owner. Claim {0} instead.', title);
      case 'todo':
        return isReopenedFirst
          ? t('A check box is in progress while it has an owner. Reopen {0}, then release it.', title)
          : t('A check box is in progress while it has an owner. Release {0} instead.', title);
      default:
        return t(
          'A check box shows only whether {0} is done and who owns it. It cannot show {1}.',
          title,
          status,
        );
    }
  },
  'feature.noWord': ({ path, status, words }) =>
    t('{0} has no word for {1}. It uses: {2}.', path, status, words.join(', ')),
  'table.noStatus': ({ line }) => t('The Tasks table has no Status column (line {0}). Add one first.', line),
  'note.none': ({ path }) => t('{0} keeps no notes.', path),
  'note.text': ({ why }) => (why === 'empty' ? t('Enter a note.') : t('A note must be a single line.')),
  'debt.title': () => t('Enter a title for the tech-debt item.'),
  'item.missing': ({ path }) => t('{0} contains no item.', path),
  'item.boxes': ({ path }) => t('{0} has no check boxes.', path),
  'item.notDone': ({ title, why }) => t('“{0}” is not done yet: {1}.', title, itemStateReason(why)),
  'item.removal': ({ title, path, state }) => {
    if (state === undefined) return t('Closing “{0}” removes {1}.', title, path);
    const why = itemStateReason(state.why);
    return state.isDone
      ? t('“{0}” is done: {1}. Closing it removes {2}.', title, why, path)
      : t('“{0}” is not done yet: {1}. Closing it removes {2}.', title, why, path);
  },
  'item.branch': ({ title, branch }) => t('{0} already names another branch: {1}.', title, branch),
  'item.value': ({ path, why, text }) =>
    why === 'form'
      ? t('{0} cannot be written in {1}.', text, path)
      : t('“{0}” in {1} is not a plain value on one line.', text, path),
  'branch.unwritable': ({ branch, path }) =>
    t('{0} cannot be written in {1}, so nothing was changed.', branch, path),
  'file.conflict': ({ path }) => t('{0} has merge conflict markers. Resolve them first.', path),
  'conflict.none': ({ path, hasMarkers }) =>
    hasMarkers
      ? t('{0}: its conflict markers do not fit together; resolve them by hand.', path)
      : t('{0} has no merge conflict.', path),
  'merge.elsewhere': ({ path }) =>
    t('{0} is not in this folder. Open the worktree that has its branch to merge it.', path),
  'merge.branches': ({ path, other }) => t('{0} and {1} are for different branches.', path, other),
  'merge.removal': ({ path, other }) => t('Merging {0} into {1} removes {0}.', other, path),
  'merge.undecided': ({ path, other, choices: [choice] }) =>
    t('{0} and {1} differ in “{2}”, so nothing was changed. Try again.', path, other, choice?.title ?? ''),
  'merge.incomplete': ({ path, other, lost }) =>
    t(
      '{0} and {1} cannot be merged without losing “{2}”, so nothing was changed. Merge them by hand.',
      path,
      other,
      lost,
    ),
  'workflow.marks': ({ begin, end }) =>
    t('the markers {0} and {1} must each appear once, in this order', begin, end),
};

/** The button that does it although the task is somebody else's. */
export function takenButton(asked: TaskRequest): string {
  switch (asked) {
    case 'claim':
      return t('Take Over');
    case 'finish':
      return t('Finish');
    case 'release':
      return t('Release');
    case 'reopen':
      return t('Reopen');
    case 'assign':
      return t('Assign');
    case 'setStatus':
      return t('Set Status');
    case 'defer':
      return t('Defer');
  }
}

function takenSentence({ title, owner, asked, isBegun }: TaskRefusals['task.taken']): string {
  switch (asked) {
    case 'claim':
      return isBegun
        ? t('{0} is already claimed by {1}.', title, owner)
        : t('{0} is assigned to {1}.', title, owner);
    case 'finish':
      return t('{0} belongs to {1}. Finish it anyway?', title, owner);
    case 'release':
      return t('{0} belongs to {1}. Release it anyway?', title, owner);
    case 'reopen':
      return t('{0} belongs to {1}. Reopen it anyway?', title, owner);
    case 'assign':
      return t('{0} belongs to {1}. Assign it anyway?', title, owner);
    case 'setStatus':
      return t('{0} belongs to {1}. Set its status anyway?', title, owner);
    case 'defer':
      return t('{0} belongs to {1}. Defer it anyway?', title, owner);
  }
}

function notOpenSentence({ title, status, written }: TaskRefusals['task.notOpen']): string {
  switch (status) {
    case 'done':
      return t('{0} is done. Reopen it first.', title);
    case 'dropped':
      return t('{0} was dropped. Reopen it first.', title);
    case 'blocked':
      return t('{0} is blocked. Reopen it once it is unblocked.', title);
    case 'failed':
      return t('{0} has failed. Reopen it to try again.', title);
    case 'unknown':
      return t('{0} has the unknown status “{1}”. Set its status first.', title, written);
  }
}

function unfitSentence(why: TaskRefusals['cell.refused']['why'], text: string): string {
  switch (why) {
    case 'lines':
      return t('A table cell must be a single line.');
    case 'noCells':
      return t('The row has no cells.');
    case 'form':
      return t('“{0}” does not fit into this row as it is written.', text);
  }
}
