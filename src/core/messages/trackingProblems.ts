import { t } from '@vscode/l10n';
import type { TrackingProblems } from '../model/codes/tracking.ts';
import { headProblems } from './headProblems.ts';
import type { Sentences } from './sentences.ts';
import { tableProblems } from './tableProblems.ts';

export const trackingProblems: Sentences<TrackingProblems> = {
  ...headProblems,
  ...tableProblems,
  'link.missing': ({ path }) => t('{0} was not found.', path),
  'link.outside': ({ destination }) =>
    t('“{0}” leads out of the workspace, so it is not followed.', destination),
  'link.folder': ({ destination }) => t('“{0}” leads to a folder, not to a file.', destination),
  'link.scheme': ({ destination }) =>
    t('“{0}” is not followed: only https, http and mailto links are.', destination),
  'link.inexact': ({ exact }) =>
    t('This link is relative to another folder. From this file it is {0}.', exact),
  'links.tooMany': ({ most }) => t('Only the first {0} links of this file are followed.', most),
  'status.unknown': ({ word }) =>
    t('Unknown status “{0}”. Use todo, wip, blocked, done, failed or dropped.', word),
  'box.unknown': ({ sign }) =>
    t('Unknown mark “[{0}]”. Use [ ] or [x], and @name at the end for whoever works on it.', sign),
  'box.broken': ({ written, meant }) =>
    t('“{0}” is not a check box, so this line is not a task. Write “{1}”.', written.trim(), meant.trim()),
  'box.heading': (heading) => {
    switch (heading.kind) {
      case 'owner':
        return t(
          'This box is the heading of the boxes below it. Its owner {0} owns none of them.',
          heading.owner,
        );
      case 'itemOwner':
        return t(
          'This item is the heading of the check boxes below it. Its owner {0} owns none of them.',
          heading.owner,
        );
      case 'open':
        return t('This box is the heading of the boxes below it. It is open, but all of them are done.');
      case 'closed':
        return t('This box is the heading of the boxes below it. It is done, but not all of them are.');
    }
  },
  'criterion.duplicate': ({ id, line }) =>
    t('{0} is already defined on line {1}; that one counts.', id, line),
  'criterion.ambiguous': ({ id, specs, more }) =>
    more > 0
      ? t(
          'Several specs define {0}: {1} and {2} more. Add a “Spec:” line to choose one.',
          id,
          specs.join(', '),
          more,
        )
      : t('Several specs define {0}: {1}. Add a “Spec:” line to choose one.', id, specs.join(', ')),
  'criterion.otherShape': ({ count, first }) =>
    count === 1
      ? t(
          '“{0}” looks like a criterion, but is not read as one. The setting {1} decides what IDs look like.',
          first,
          'throughline.criteria.pattern',
        )
      : t(
          '{0} lines look like criteria, such as “{1}”, but are not read as such. The setting {2} decides what IDs look like.',
          count,
          first,
          'throughline.criteria.pattern',
        ),
  'criterion.near': ({ written, id }) => t('“{0}” is not read as a criterion. Write {1}.', written, id),
  'criterion.undefined': ({ id }) => t('No spec defines {0}.', id),
  'file.misplaced': ({ path, folder, holds }) => {
    switch (holds) {
      case 'stream':
        return t('{0} is not read: progress files are in {1}, one for each branch.', path, folder);
      case 'backlog':
        return t('{0} is not read: backlog items are in {1}, one file each.', path, folder);
      case 'debt':
        return t('{0} is not read: tech-debt items are in {1}, one file each.', path, folder);
    }
  },
  'item.list': ({ list, count }) =>
    list === 'backlog'
      ? t('The {0} entries of this file are not shown as items: backlog items are one file each.', count)
      : t('The {0} entries of this file are not shown as items: tech-debt items are one file each.', count),
  'conflict.markers': () => t('This file has merge conflict markers. Resolve them to change its tasks.'),
  'conflict.byHand': () =>
    t('This file has merge conflict markers. Resolve them in the merge editor or by hand.'),
};
