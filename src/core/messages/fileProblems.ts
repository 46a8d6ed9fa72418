import { t } from '@vscode/l10n';
import type { FileProblems, WhyNoMarkdown, WhyUnreadable } from '../model/codes/files.ts';
import type { Sentences } from './sentences.ts';

export const fileProblems: Sentences<FileProblems> = {
  'file.empty': () => t('This file is empty.'),
  'file.unreadable': (why) => {
    switch (why.reason) {
      case 'folder':
        return t('This is a folder, not a file.');
      case 'leadsOut':
        return t(
          'This is a symbolic link that leads out of the repository. Check the branch out to read it.',
        );
      default:
        return unreadableSentence(why);
    }
  },
  'file.encoding': ({ found }) =>
    found === 'utf16'
      ? t('This file is UTF-16. Save it as UTF-8 to have it read.')
      : t('This file is not valid UTF-8. Save it as UTF-8 to have it read.'),
  'file.tooLarge': ({ bytes }) =>
    t('This file is too large to be read ({0} MiB; the limit is 5 MiB).', (bytes / 1024 / 1024).toFixed(1)),
  'file.binary': () => t('This file holds NUL bytes: it is not a text file.'),
  'file.outside': ({ target }) =>
    t('This link leads out of the workspace, to {0}. It is not read until you allow it.', target),
  'file.name': () => t('This name is not valid UTF-8. Rename it to have it read.'),
  'file.markdown': (why) => t('This file cannot be read as Markdown: {0}.', whyNoMarkdown(why)),
  'folder.unreadable': (why) => {
    switch (why.reason) {
      case 'file':
        return t('This is a file, not a folder.');
      case 'linkOffDisk':
        return t('Links to folders are followed only on a disk.');
      case 'notListed':
        return t('The files of this folder could not be listed: {0}. Refresh to try again.', why.text);
      case 'denied':
        return t('This folder may not be read: permission denied.');
      default:
        return unreadableSentence(why);
    }
  },
  'folder.tooMany': ({ entries, folder }) =>
    t(
      'More than {0} files and folders below {1}: the rest is not shown.',
      entries.toLocaleString('en'),
      folder,
    ),
  'folder.tooDeep': ({ levels }) =>
    t('This folder is more than {0} levels down: what it holds is not shown.', levels),
};

/** Why a file could not be read, as one sentence. */
export function unreadableSentence(why: WhyUnreadable): string {
  switch (why.reason) {
    case 'circle':
      return t('This is a symbolic link that leads in a circle.');
    case 'missing':
      return t('This file is not there.');
    case 'denied':
      return t('This file may not be read: permission denied.');
    case 'notRegular':
      return t('This is not a regular file.');
    case 'tooManyOpen':
      return t('Too many files are open. Refresh to try again.');
    case 'pathTooLong':
      return t('The path is too long for this system.');
    case 'leadsNowhere':
      return t('This is a symbolic link to a file that is not there.');
    case 'other':
      return why.text;
  }
}

function whyNoMarkdown(why: WhyNoMarkdown): string {
  switch (why.reason) {
    case 'early':
      return t('reading it ended early');
    case 'error':
      return t('reading it ended with an error');
    case 'noThread':
      return t('no thread can be started for it');
    case 'tooDeep':
      return t('it is nested too deeply');
    case 'tooSlow':
      return t('reading it takes longer than {0} s', why.seconds);
    case 'other':
      return why.text;
  }
}
