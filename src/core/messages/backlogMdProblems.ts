import { t } from '@vscode/l10n';
import type { BacklogMdProblems } from '../model/codes/backlogMd.ts';
import type { FrontMatterFault } from '../text/frontMatter.ts';
import type { Sentences } from './sentences.ts';

export const backlogMdProblems: Sentences<BacklogMdProblems> = {
  'config.line': (fault) => t('This line is ignored. {0}', faultMessage(fault)),
  'config.directory': ({ written }) => t('“{0}” leads out of the project, so it is not read.', written),
  'workflow.noStates': () =>
    t(
      'This workflow names no “states”, so the statuses of config.yml are used. List them: states: [To Do, Done].',
    ),
  'config.status': ({ word, words }) =>
    t('“{0}” is not a status of this project. Use {1}.', word, words.join(', ')),
  'item.noFrontMatter': () => t('Missing front matter: add an ID, a title and a status.'),
  'item.noKey': ({ key }) => t('Missing “{0}” in the front matter.', key),
  'item.keyTwice': ({ key, line }) => t('“{0}” is already on line {1}; that one counts.', key, line),
  'item.quotes': ({ key }) =>
    t('Backlog.md itself cannot read this file: put the value of “{0}” in quotes.', key),
  'item.otherId': ({ id, inName }) =>
    t('The ID is {0}, but the name of the file says {1}. {0} is used.', id, inName),
  'item.date': ({ text }) => t('“{0}” is not a date. Write it as 2026-06-11.', text),
  'item.status': ({ word, words }) =>
    t('Unknown status “{0}”. The statuses of this project are {1}.', word, words.join(', ')),
  'item.sameId': ({ id, others, count }) =>
    count > others.length
      ? t('{0} is also the ID of {1} and {2} more.', id, others.join(', '), count - others.length)
      : t('{0} is also the ID of {1}.', id, others.join(', ')),
  'item.noDependency': ({ id }) => t('No task has the ID {0}, so this dependency stays open.', id),
  'item.manyDependencies': ({ id, count }) =>
    t('{0} tasks have the ID {1}, so this dependency stays open.', count, id),
  'item.noParent': ({ id }) => t('No task has the ID {0}: the parent is missing.', id),
  'item.ownDependency': ({ id }) => t('{0} depends on itself.', id),
  'markers.unbalanced': ({ marker, why }) => {
    switch (why) {
      case 'noBegin':
        return t('Nothing begins what “{0}” ends.', marker);
      case 'noEnd':
        return t('Nothing ends what “{0}” begins.', marker);
      case 'nested':
        return t('“{0}” is inside of another section. Backlog.md itself may hide what follows.', marker);
    }
  },
  'check.unseen': ({ form }) =>
    t('Backlog.md itself does not count this line as a criterion. Write “{0}”.', form),
  'check.mark': ({ mark }) => t('Unknown mark “[{0}]”. Use [ ] or [x].', mark),
  'check.sameId': ({ id, lines }) => t('{0} is also on line {1}.', id, lines.join(', ')),
};

function faultMessage(fault: FrontMatterFault): string {
  switch (fault.kind) {
    case 'tooLong':
      return t('It is too long.');
    case 'tooDeep':
      return t('It is nested too deeply.');
    case 'notClosed':
    case 'noKey':
      return t('It has no key.');
    case 'invalid':
      return t('It is not valid YAML: {0}', fault.said);
  }
}
