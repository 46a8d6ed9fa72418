import { t } from '@vscode/l10n';
import type { DataProblems } from '../model/codes/data.ts';
import type { Sentences } from './sentences.ts';

export const dataProblems: Sentences<DataProblems> = {
  'data.truncated': () => t('This file ends in the middle of its JSON.'),
  'data.continued': () => t('The JSON of this file has ended before this. A file holds one value.'),
  'data.comment': () => t('JSON does not allow comments, so this file cannot be read.'),
  'data.trailingComma': () =>
    t('JSON does not allow a comma after the last value, so this file cannot be read.'),
  'data.invalid': () => t('This is not valid JSON, so this file cannot be read.'),
  'data.tooDeep': ({ levels }) =>
    t('This JSON cannot be read: it is nested more than {0} levels deep.', levels),
  'data.duplicateKey': ({ key, line }) => t('“{0}” is also on line {1}. The last one counts.', key, line),
  'data.prototypeKey': ({ key }) => t('The key “{0}” is not safe: tools may read it differently.', key),
  'data.type': ({ key, expected }) => {
    switch (expected) {
      case 'list':
        return t('“{0}” is not a list, so it is not read.', key);
      case 'object':
        return t('“{0}” is not an object, so it is not read.', key);
      case 'text':
        return t('“{0}” is not text, so it is not read.', key);
    }
  },
};
