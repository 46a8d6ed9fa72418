import { t } from '@vscode/l10n';
import type { WhyItemState } from '../model/codes/items.ts';
import { someOf } from './someOf.ts';

/** `open`, `in progress`, `done`, or the file's own word. */
export function itemStateWord(why: WhyItemState): string {
  switch (why.reason) {
    case 'said':
      return why.written;
    case 'notLinked':
      return t('open');
    case 'linked':
    case 'started':
      return t('in progress');
    case 'finished':
    case 'merged':
      return t('done');
  }
}

/** `feat/rpc-retry links it` */
export function itemStateReason(why: WhyItemState): string {
  if (why.reason === 'said') return t('the file says so');
  if (why.reason === 'started')
    return t('linked by {0}; the file says “{1}”', someOf(why.streams, 5), why.written);
  const said = streamsSay(why);
  return why.written === '' ? said : t('“{0}” is no known status; {1}', why.written, said);
}

function streamsSay({ reason, streams }: Exclude<WhyItemState, { reason: 'said' | 'started' }>): string {
  switch (reason) {
    case 'notLinked':
      return t('no branch has started it');
    case 'linked':
      return t('linked by {0}', someOf(streams, 5));
    case 'merged':
      return t('{0} is merged', someOf(streams, 1));
    case 'finished':
      return t('every task of {0} is done', someOf(streams, 1));
  }
}
