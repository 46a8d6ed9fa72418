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
import { fileProblems, unreadableSentence } from './fileProblems.ts';
import { sentenceOf, type Sentences } from './sentences.ts';

export const fileRefusals: Sentences<FileRefusals> = {
  'file.missing': ({ path }) => t('{0} is no longer there.', path),
  'file.notWritten': notWritten,
  'file.moved': ({ name }) => `${name}: ${leadsElsewhere()}`,
  'file.lockLost': ({ name }) =>
    `${name}: ${t('nothing was written, its lock was taken over or removed. Try again.')}`,
  'file.hardLink': ({ name }) =>
    `${name}: ${t('nothing was written, the file has another name (a hard link) that would keep the old text.')}`,
  'file.owner': ({ name }) =>
    `${name}: ${t(
      'nothing was written, the file belongs to another user or group and would not any more. Write as its owner, or make it writable for a group of yours.',
    )}`,
  'file.encoding': noText,
  'file.tooLarge': noText,
  'file.binary': noText,
  'file.busy': ({ name, holder, locks }) =>
    t(
      '{0} is being changed by {1}; nothing was written. Try again. If nothing is changing it, remove the folder {2}.',
      name,
      holderName(holder),
      locks,
    ),
  'file.dirty': ({ path }) => t('{0} has unsaved changes in an editor.', path),
  'file.dirtyElsewhere': ({ path, process, records }) =>
    t(
      '{0} has unsaved changes in another window ({1}); nothing was written. Save or close it there, then try again. If there is no such window, remove the folder {2}.',
      path,
      processName(process),
      records,
    ),
  'file.readOnly': ({ path }) =>
    t('{0} is read-only by the setting files.readonlyInclude; nothing was written.', path),
  'link.outside': ({ path }) => t('{0} leads out of the workspace; nothing was written.', path),
  'workspace.untrusted': () => t('Read-only: this workspace is not trusted.'),
  'workspace.virtual': () => t('Read-only: this folder is not on a disk of this machine.'),
};

export const fileDoubts: Sentences<FileDoubts> = {
  'file.changedAfter': ({ name }) => t('{0} was changed by someone else right after the change.', name),
  'file.incomplete': ({ name, why }) =>
    t('{0} may have been written, but the write did not complete: {1}', name, unreadableSentence(why)),
  'files.incomplete': ({ names }) =>
    t(
      'The change to {0} did not complete: some of these files may have changed and others not. Check them.',
      names.join(', '),
    ),
};

/** Why our own folders cannot be used, with what helps. */
export function notOursSentence(why: WhyNotOurs): string {
  switch (why.reason) {
    case 'inTheWay':
      return t('{0} is in the way: it is not a plain folder. Rename or remove it.', why.path);
    case 'notWritable':
      return t(
        '{0} is not writable for this user. Give it the owner, group and mode of {1}.',
        why.folder,
        why.like,
      );
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
      return t('nothing was written, the disk is full.');
    case 'diskReadOnly':
      return t('nothing was written, the disk is read-only.');
    case 'missing':
      return t('nothing was written, the file is not there.');
    case 'misfit':
      return t('nothing was written, the edit does not fit.');
    case 'moved':
      return leadsElsewhere();
    case 'readOnly':
      return t('nothing was written, the file or its folder is read-only.');
    case 'other':
      return t('nothing was written: {0}', why.text);
  }
}

function leadsElsewhere(): string {
  return t('nothing was written, another folder or link was put in its place. Try again.');
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
  }
}

function processName({ pid, host }: ProcessName): string {
  return t('process {0} on {1}', pid, host);
}
