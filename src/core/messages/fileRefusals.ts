import { t } from '@vscode/l10n';
import type { Coded } from '../model/codes/coded.ts';
import type {
  FileDoubts,
  FileRefusals,
  LockHolder,
  NoTextProblems,
  ProcessName,
  WhyNotOurs,
  WhyNotWritten,
} from '../model/codes/files.ts';
import { databaseRefusals } from './databases.ts';
import { fileProblems, unreadableSentence } from './fileProblems.ts';
import { sentenceOf, type Sentences } from './sentences.ts';

export const fileRefusals: Sentences<FileRefusals> = {
  ...databaseRefusals,
  'file.missing': ({ path }) => t('{0} no longer exists.', path),
  'file.notWritten': notWritten,
  'file.moved': ({ name }) => `${name}: ${leadsElsewhere()}`,
  'file.lockLost': ({ name }) =>
    `${name}: ${t('nothing was changed: its lock was taken over or removed. Try again.')}`,
  'folder.fixed': ({ path, reason }) =>
    reason === 'noFolder'
      ? t('{0} is a link or a file, so it is not moved. Make it a folder first.', path)
      : t('{0} is on another disk than its new place, so it is not moved. Move it by hand.', path),
  'file.hardLink': ({ name }) =>
    `${name}: ${t('nothing was changed: the file has another name (a hard link), which would keep the old text.')}`,
  'file.owner': ({ name }) =>
    `${name}: ${t(
      'nothing was changed: the file belongs to another user or group, and writing it would change that. Write as its owner, or make it writable for one of your groups.',
    )}`,
  'file.encoding': noText,
  'file.tooLarge': noText,
  'file.binary': noText,
  'file.busy': ({ name, holder, locks }) =>
    t(
      '{0} is being changed by {1}, so nothing was changed. Try again. If nothing is changing it, remove {2}.',
      name,
      holderName(holder),
      locks,
    ),
  'file.dirty': ({ path }) => t('{0} has unsaved changes in an editor.', path),
  'file.dirtyElsewhere': ({ path, process, records }) =>
    t(
      '{0} has unsaved changes in another window ({1}), so nothing was changed. Save or close it there, then try again. If there is no such window, remove the folder {2}.',
      path,
      processName(process),
      records,
    ),
  'file.readOnly': ({ path }) =>
    t('{0} is read-only (setting files.readonlyInclude), so nothing was changed.', path),
  'link.outside': ({ path }) => t('{0} leads out of the workspace, so nothing was changed.', path),
  'workspace.untrusted': () => t('Read-only: this workspace is not trusted.'),
  'workspace.virtual': () => t('Read-only: this folder is not on a local disk.'),
};

export const fileDoubts: Sentences<FileDoubts> = {
  'file.changedAfter': ({ name }) => t('{0} was changed by someone else right after your change.', name),
  'file.incomplete': ({ name, why }) =>
    t('{0} may have been written, but the write did not complete: {1}', name, unreadableSentence(why)),
  'files.incomplete': ({ names }) =>
    t(
      'The change to {0} did not complete: some of these files may have changed. Check them.',
      names.join(', '),
    ),
};

/** Why our own folders cannot be used, with what helps. */
export function notOursSentence(why: WhyNotOurs): string {
  switch (why.reason) {
    case 'inTheWay':
      return t('{0} is not a regular folder. Rename or remove it.', why.path);
    case 'notFile':
      return t('{0} is not a regular file. Rename or remove it.', why.path);
    case 'notEmpty':
      return t('{0} is not empty. If nothing is using it, remove it.', why.path);
    case 'notWritable':
      return t('You cannot write {0}. Give it the owner, group and mode of {1}.', why.folder, why.like);
    case 'other':
      return why.text;
  }
}

function notWritten({ name, ...why }: FileRefusals['file.notWritten']): string {
  switch (why.reason) {
    case 'noLock':
      return t('{0}: nothing was written, its lock cannot be taken: {1}', name, notOursSentence(why.why));
    case 'notRemoved':
      return t('{0} could not be removed.', name);
    default:
      return `${name}: ${whyNotWritten(why)}`;
  }
}

/** Put behind the name of the file. */
function whyNotWritten(why: WhyNotWritten): string {
  switch (why.reason) {
    case 'diskFull':
      return t('nothing was changed: the disk is full.');
    case 'diskReadOnly':
      return t('nothing was changed: the disk is read-only.');
    case 'missing':
      return t('nothing was changed: the file does not exist.');
    case 'misfit':
      return t('nothing was changed: the edit does not fit the text.');
    case 'moved':
      return leadsElsewhere();
    case 'readOnly':
      return t('nothing was changed: the file or its folder is read-only.');
    case 'other':
      return t('nothing was changed: {0}', why.text);
  }
}

function leadsElsewhere(): string {
  return t('nothing was changed: the file was replaced by another folder or link. Try again.');
}

function noText({
  name,
  problem,
}: {
  readonly name: string;
  readonly problem: Coded<NoTextProblems>;
}): string {
  return `${name}: ${sentenceOf(fileProblems, problem)}`;
}

function holderName(holder: LockHolder): string {
  switch (holder.kind) {
    case 'process':
      return processName(holder);
    case 'unknown':
      return t('an unknown process');
    case 'others':
      return t('others');
    case 'tool':
      return holder.name;
  }
}

function processName({ pid, host }: ProcessName): string {
  return t('process {0} on {1}', pid, host);
}
