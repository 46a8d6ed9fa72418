import { t } from '@vscode/l10n';
import type { CriteriaPatternFault, SettingProblem, SettingProblems } from '../model/codes/settings.ts';
import type { GlobFault } from '../text/glob.ts';
import { sentenceOf, type Sentences } from './sentences.ts';

const sentences: Sentences<SettingProblems> = {
  'setting.noList': ({ setting }) => t('{0} must be a list of patterns. The default is used.', setting),
  'setting.glob': ({ setting, fault }) => `${setting}: ${globMessage(fault)}`,
  'setting.noSystems': ({ setting, known }) =>
    t('{0} must name at least one of: {1}. All of them are read.', setting, known.join(', ')),
  'setting.system': ({ setting, name, known }) =>
    t('{0}: unknown system “{1}”. Choose among: {2}.', setting, name, known.join(', ')),
  'setting.criteria': ({ setting, fault }) =>
    t('{0} is rejected because {1}. The default is used.', setting, criteriaPatternMessage(fault)),
};

/** What of a setting cannot be used: `throughline.specs.include: “../**” leads out of the folder.` */
export function settingMessage(problem: SettingProblem): string {
  return sentenceOf(sentences, problem);
}

/** What is wrong with a glob pattern: `“../**” leads out of the folder.` */
export function globMessage(fault: GlobFault): string {
  switch (fault.kind) {
    case 'noText':
      return t('A pattern is a text such as `**/spec/**/*.md`.');
    case 'tooLong':
      return t('A pattern can have at most {0} characters.', fault.most);
    case 'outside':
      return t('“{0}” leads out of the folder.', fault.pattern);
    case 'turnedAround':
      return t('“{0}” begins with “!”: use the exclude setting instead.', fault.pattern);
  }
}

/** Why a pattern for criteria is refused, as a part of a sentence: `it is empty`. */
export function criteriaPatternMessage(fault: CriteriaPatternFault): string {
  switch (fault.kind) {
    case 'noText':
      return t('it is not text');
    case 'empty':
      return t('it is empty');
    case 'tooLong':
      return t('it has more than {0} characters', fault.most);
    case 'invalid':
      return t('it is not a regular expression ({0})', fault.said);
    case 'unsupported':
      return t('it uses “{0}”, which is not supported', fault.construct);
    case 'tooLarge':
      return t('it repeats too much');
    case 'fitsEmptyText':
      return t('it matches empty text');
  }
}
