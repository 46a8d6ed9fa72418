import { t } from '@vscode/l10n';
import type { HeadProblems } from '../model/codes/heads.ts';
import type { FrontMatterFault } from '../text/frontMatter.ts';
import type { Sentences } from './sentences.ts';

export const headProblems: Sentences<HeadProblems> = {
  'frontMatter.invalid': frontMatterMessage,
  'head.underlined': () => t('The line below turns this text into a heading. Put a blank line between them.'),
  'title.missing': () => t('Missing heading: the file name is used as the title.'),
  'branch.missing': () => t('Missing “Branch:” line: add the branch these tasks belong to.'),
  'branch.unclear': ({ text }) => t('“{0}” is not the name of a branch.', text),
  'branch.second': ({ branch }) => t('This file names a second branch. {0} is used.', branch),
  'branch.remark': ({ branch, remark }) =>
    t('The branch is {0}. “{1}” is treated as a remark.', branch, remark),
  'branch.otherFile': ({ branch, paths }) =>
    t(
      'On its branch, {0} has another progress file: {1}. The tasks of this one are not shown. Move them there, or name another branch.',
      branch,
      paths.join(', '),
    ),
  'branch.duplicate': ({ branch, others, count }) =>
    count > others.length
      ? t(
          '{0} other progress files are for {1}: {2} and more. Merge them into one.',
          count,
          branch,
          others.join(', '),
        )
      : t('Another progress file is for {0}: {1}. Merge them into one.', branch, others.join(', ')),
};

/** Why front matter could not be read: `The front matter is too long to be read.` */
export function frontMatterMessage(fault: FrontMatterFault): string {
  switch (fault.kind) {
    case 'tooLong':
      return t('The front matter is too long to be read.');
    case 'tooDeep':
      return t('The front matter is nested too deeply to be read.');
    case 'notClosed':
      return t('The line “---” below the front matter is missing.');
    case 'noKey':
      return t('This line of the front matter has no key.');
    case 'invalid':
      return t('The front matter is not valid YAML: {0}', fault.said);
  }
}
