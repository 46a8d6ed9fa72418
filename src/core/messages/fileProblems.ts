import { t } from '@vscode/l10n';
import type { FileProblems, WhyNoMarkdown, WhyUnreadable } from '../model/codes/files.ts';
import { databaseProblems } from './databases.ts';
import type { Sentences } from './sentences.ts';

export const fileProblems: Sentences<FileProblems> = {
  ...databaseProblems,
  'file.empty': () => t('This file is empty.'),
  'file.unreadable': (why) => {
    switch (why.reason) {
      case 'folder':
        return t('This is a folder, not a file.');
      case 'leadsOut':
        return t('This symbolic link leads out of the repository. Check out the branch to read it.');
      default:
        return unreadableSentence(why);
    }
  },
  'file.encoding': ({ found }) =>
    found === 'utf16'
      ? t('This file is UTF-16. Save it as UTF-8 so that Throughline can read it.')
      : t('This file is not valid UTF-8. Save it as UTF-8 so that Throughline can read it.'),
  'file.tooLarge': ({ bytes }) =>
    t('This file is too large ({0} MiB; the limit is 5 MiB).', (bytes / 1024 / 1024).toFixed(1)),
  'file.binary': () => t('This is not a text file: it contains NUL bytes.'),
  'file.newer': ({ version }) =>
    t('A newer version of Throughline wrote this file (format {0}). Update Throughline to use it.', version),
  'file.outside': ({ target }) =>
    t('This link leads out of the workspace, to {0}. Allow it to read what is there.', target),
  'file.name': () => t('This file name is not valid UTF-8. Rename the file so that Throughline can read it.'),
  'file.markdown': (why) => t('This file cannot be read as Markdown: {0}.', whyNoMarkdown(why)),
  'folder.unreadable': (why) => {
    switch (why.reason) {
      case 'file':
        return t('This is a file, not a folder.');
      case 'linkOffDisk':
        return t('Links to folders are followed only on a local disk.');
      case 'notListed':
        return t('The files of this folder could not be listed: {0}. Refresh to try again.', why.text);
      case 'denied':
        return t('This folder cannot be read: permission denied.');
      default:
        return unreadableSentence(why);
    }
  },
  'folder.tooMany': ({ entries, folder }) =>
    t('More than {0} files and folders in {1}: the rest is not shown.', entries.toLocaleString('en'), folder),
  'folder.tooDeep': ({ levels }) =>
    t('This folder is more than {0} levels deep. Its contents are not shown.', levels),
};

/** Why a file could not be read, as one sentence. */
export function unreadableSentence(why: WhyUnreadable): string {
  switch (why.reason) {
    case 'circle':
      return t('This symbolic link leads in a circle.');
    case 'missing':
      return t('This file does not exist.');
    case 'denied':
      return t('This file cannot be read: permission denied.');
    case 'notRegular':
      return t('This is not a regular file.');
    case 'tooManyOpen':
      return t('Too many files are open. Refresh to try again.');
    case 'pathTooLong':
      return t('The path is too long for this operating system.');
    case 'leadsNowhere':
      return t('This symbolic link leads to a file that does not exist.');
    case 'other':
      return why.text;
  }
}

function whyNoMarkdown(why: WhyNoMarkdown): string {
  switch (why.reason) {
    case 'early':
      return t('reading it stopped early');
    case 'error':
      return t('reading it failed');
    case 'noThread':
      return t('no thread could be started for it');
    case 'tooDeep':
      return t('it is nested too deeply');
    case 'tooSlow':
      return t('reading it takes longer than {0} seconds', why.seconds);
    case 'other':
      return why.text;
  }
}
