import { t } from '@vscode/l10n';
import type { LossData } from '../model/codes/losses.ts';
import type { Loss } from '../model/loss.ts';
import { outcomeMessage } from './outcomes.ts';
import { sentenceOf, type Sentences } from './sentences.ts';

/** So many titles are named where many rows are lost at once. */
const titlesNamed = 5;

const sentences: Sentences<LossData> = {
  'row.removed': ({ path, title }) =>
    t('{0} is no longer in {1}: someone else wrote the file after you added it.', title, path),
  'row.freed': ({ path, title, wasClaimed }) =>
    wasClaimed
      ? t('Your claim of {0} in {1} was overwritten: it is free again.', title, path)
      : t('{0} is free again in {1}: someone else wrote the file after you.', title, path),
  'row.taken': ({ path, title, owner, wasClaimed }) =>
    wasClaimed
      ? t('Your claim of {0} in {2} was overwritten: it now belongs to {1}.', title, owner, path)
      : t('{0} now belongs to {1} in {2}: someone else wrote the file after you.', title, owner, path),
  'row.restored': ({ path, title }) =>
    t('{0} was changed back in {1}: someone else wrote the file after you.', title, path),
  'rows.lost': ({ path, titles }) => {
    const named = titles.slice(0, titlesNamed).join(', ');
    return t(
      '{0} of your changes in {1} were overwritten by someone else: {2}',
      titles.length,
      path,
      titles.length > titlesNamed ? `${named}, …` : named,
    );
  },
  'change.undone': ({ path, changes }) =>
    t('Your change to {0} was overwritten by someone else: {1}', path, changes.map(outcomeMessage).join(' ')),
  'write.notMerged': ({ path }) =>
    t(
      'Someone else changed {0} at the same time, and not all of their changes are in the file. Compare both to add what is missing.',
      path,
    ),
  'write.kept': ({ path, titles }) =>
    t(
      'Someone else changed {0} at the same time; both changed {1}. The text in the file was kept.',
      path,
      titles.join(', '),
    ),
};

/** One sentence for whoever lost something. */
export function lossMessage(loss: Loss): string {
  return sentenceOf(sentences, loss);
}
