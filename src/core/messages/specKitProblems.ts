import { t } from '@vscode/l10n';
import type { SpecKitProblems } from '../model/codes/specKit.ts';
import type { Sentences } from './sentences.ts';
import { someOf } from './someOf.ts';

export const specKitProblems: Sentences<SpecKitProblems> = {
  'box.otherMark': ({ mark }) =>
    t('Unknown mark “[{0}]”. Use [ ] for what is not done, and [x] for what is.', mark),
  'box.sameId': ({ id, lines }) =>
    t('“{0}” is also the ID on line {1}. Give each task its own.', id, lines.join(', ')),
  'box.noSuchTask': ({ id }) => t('There is no task {0} in this file.', id),
  'fence.unclosed': () => t('Nothing closes this code block or comment. The tasks below it are read anyway.'),
  'branch.ofNoFeature': ({ branches, features }) =>
    t(
      'The branch {0} fits {1} by its number, so it is shown with none of them. Name it in “Feature Branch”.',
      someOf(branches, 3),
      features.join(', '),
    ),
  'active.path': ({ path }) => t('{0} is not a folder of this project.', path),
};
