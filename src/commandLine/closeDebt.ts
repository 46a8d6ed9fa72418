import { closeDebtItem } from '../core/operations/items.ts';
import type { WriteOperation } from '../core/operations/operation.ts';
import type { Command } from './command.ts';
import { checkInput } from './inputFields.ts';
import { findNamed } from './itemCommands.ts';
import { askerOf, runWrite, writeOptions } from './writing.ts';

/** By its status alone: to remove its file, nobody needs a command. */
export const closeDebt: Command = {
  name: 'debt close',
  aliases: ['debt done'],
  summary: closeDebtItem.description,
  positionals: [
    { name: 'ITEM', description: 'title or path of the tech debt item', required: true, words: true },
  ],
  options: writeOptions,
  examples: ['debt close Drop the second key cache'],
  effect: 'write',
  run: async (context) => {
    const opened = context.open();
    const me = await askerOf(context, opened);
    const { index } = await opened.whole();
    const item = findNamed(
      opened,
      index.workItems('debt'),
      context.given.words['ITEM'] ?? '',
      'tech debt item',
    );
    const input = checkInput(closeDebtItem, { document: item.task.key, how: 'status' }, 'debt close ITEM');
    return runWrite(context, closeDebtItem as WriteOperation, input, { me });
  },
};
