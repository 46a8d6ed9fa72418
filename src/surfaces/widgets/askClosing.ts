import * as vscode from 'vscode';
import type { ProjectIndex } from '../../core/index/projectIndex.ts';
import type { WorkItem } from '../../core/model/item.ts';
import { doneWord, type Closing } from '../../core/operations/items.ts';
import { showPick } from './ask.ts';

/** Asks how items of a list are closed in this repository; undefined when the person leaves the question. */
export async function askClosing(
  index: ProjectIndex,
  item: WorkItem,
  title: string,
): Promise<Closing | undefined> {
  const t = vscode.l10n.t;
  const word = doneWord({ index }, item.list);
  const saying = index.workItems(item.list).some(({ task }) => task.status.value === 'done');
  const items = [
    {
      label: t('Set its status to {0}', word),
      description: saying ? t('same as the other items in this folder') : '',
      how: 'status' as const,
    },
    ...(item.list === 'backlog' ? [{ label: t('Tick its check boxes'), how: 'boxes' as const }] : []),
    { label: t('Remove the file'), how: 'remove' as const },
  ];
  const picked = await showPick(items, {
    title,
    placeHolder: t(
      'How should “{0}” be closed? Your choice is kept for this repository.',
      item.task.title.value,
    ),
  });
  return picked?.how;
}
