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
      ? t('{0} is free again in {1}: someone else wrote the file after your claim.', title, path)
      : t('{0} is free again in {1}: someone else wrote the file after your change.', title, path),
  'row.taken': ({ path, title, owner, wasClaimed }) =>
    wasClaimed
      ? t('{0} is {1}’s now in {2}: someone else wrote the file after your claim.', title, owner, path)
      : t('{0} is {1}’s now in {2}: someone else wrote the file after your change.', title, owner, path),
  'row.restored': ({ path, title }) =>
    t('{0} is as it was before in {1}: someone else wrote the file after your change.', title, path),
  'rows.lost': ({ path, titles }) => {
    const named = titles.slice(0, titlesNamed).join(', ');
    return t(
      '{0} tasks in {1} are no longer as you left them because someone else wrote the file: {2}',
      titles.length,
      path,
      titles.length > titlesNamed ? `${named}, …` : named,
    );
  },
  'change.undone': ({ path, changes }) =>
    t('Your change to {0} was overwritten by someone else: {1}', path, changes.map(outcomeMessage).join(' ')),
  'write.notMerged': ({ path }) =>
    t(
      'Someone else was writing {0} while it was changed here, and not all of that is in the file. Compare both to bring in what is missing.',
      path,
    ),
  'write.kept': ({ path, titles }) =>
    t(
      'Someone else was writing {0} while it was changed here; both changed {1}. The text in the file was kept.',
      path,
      titles.join(', '),
    ),
};

/** One sentence for whoever lost something. */
export function lossMessage(loss: Loss): string {
  return sentenceOf(sentences, loss);
}
