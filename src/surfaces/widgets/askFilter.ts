import * as vscode from 'vscode';
import { compareText } from '../../core/base/compareText.ts';
import { eachOwner, isSameOwner } from '../../core/model/owner.ts';
import { statuses } from '../../core/model/status.ts';
import {
  recordKindOf,
  recordKinds,
  recordKindWord,
  type Filter,
  type RecordKind,
} from '../../core/views/filter.ts';
import { branchStates, stateWord, type BranchState, type SignalKind } from '../../core/views/gitView.ts';
import { recordIcons, statusIcon } from '../../core/views/icon.ts';
import { signalIcons } from '../../core/views/signals.ts';
import { statusWord } from '../../core/views/statusWord.ts';
import type { Services } from '../surface.ts';
import { shownItem } from './ask.ts';

interface FilterItem extends vscode.QuickPickItem {
  readonly status?: Filter['statuses'][number];
  readonly owner?: string;
  readonly branch?: BranchState;
  readonly record?: RecordKind;
  /** What rows have to contain. */
  readonly text?: string;
}

/**
 * One list of statuses, owners and states to tick. What is typed narrows the list, and is itself the first choice in it: ticked until
 * something that it found is ticked instead. Undefined when the person leaves it.
 */
export function askFilter({ project, viewState, owner }: Services): Promise<Filter | undefined> {
  const t = vscode.l10n.t;
  const { filter } = viewState;
  const named = filter.owners.filter((name) => name !== '');
  for (const { index } of project.folders)
    for (const { tasks } of index.streams())
      for (const task of tasks) if (task.owner.value) named.push(task.owner.value);
  const me = owner.name;
  const statusItems: FilterItem[] = [...statuses, 'unknown' as const, 'none' as const].map((status) => ({
    label: statusWord(status),
    iconPath: new vscode.ThemeIcon(statusIcon(status).codicon),
    status,
  }));
  const ownerItems: FilterItem[] = [
    { label: t('free'), description: t('unassigned'), owner: '' },
    ...[...eachOwner(me === undefined ? named : [me, ...named])]
      .sort((a, b) => Number(isSameOwner(b, me)) - Number(isSameOwner(a, me)) || compareText(a, b))
      .map((name) =>
        shownItem<FilterItem>({
          label: name,
          ...(isSameOwner(name, me) ? { description: t('you') } : {}),
          owner: name,
        }),
      ),
  ];
  const branchItems: FilterItem[] = branchStates.map((state) => ({
    label: stateWord(state),
    // Those that a row of the tree is known by.
    ...(state in signalIcons
      ? { iconPath: new vscode.ThemeIcon(signalIcons[state as SignalKind].codicon) }
      : {}),
    branch: state,
  }));
  // Most use one system: then there is nothing to choose.
  const used = new Set([
    ...project.folders.flatMap(({ index }) => index.streams().map(recordKindOf)),
    ...filter.records,
  ]);
  const recordItems: FilterItem[] =
    used.size < 2
      ? []
      : recordKinds
          .filter((record) => used.has(record))
          .map((record) => ({
            label: recordKindWord(record),
            iconPath: new vscode.ThemeIcon(
              record === 'progressFile' ? 'git-branch' : recordIcons[record].codicon,
            ),
            record,
          }));
  const choices: readonly FilterItem[] = [
    { label: t('Status'), kind: vscode.QuickPickItemKind.Separator },
    ...statusItems,
    { label: t('Owner'), kind: vscode.QuickPickItemKind.Separator },
    ...ownerItems,
    { label: t('Branches'), kind: vscode.QuickPickItemKind.Separator },
    ...branchItems,
    ...(recordItems.length === 0
      ? []
      : [{ label: t('Systems'), kind: vscode.QuickPickItemKind.Separator }, ...recordItems]),
  ];
  const quickPick = vscode.window.createQuickPick<FilterItem>();
  quickPick.title = t('Filter');
  quickPick.placeholder = t('Type a text, or choose statuses and owners');
  quickPick.canSelectMany = true;
  let typed: FilterItem | undefined;
  let ticked: ReadonlySet<FilterItem> = new Set([
    ...statusItems.filter(({ status }) => status !== undefined && filter.statuses.includes(status)),
    ...ownerItems.filter(({ owner: name }) => name !== undefined && filter.owners.includes(name)),
    ...branchItems.filter(({ branch }) => branch !== undefined && filter.branches.includes(branch)),
    ...recordItems.filter(({ record }) => record !== undefined && filter.records.includes(record)),
  ]);
  const tick = (items: ReadonlySet<FilterItem>): void => {
    ticked = items;
    quickPick.selectedItems = [...items];
  };
  /** What is typed, as a choice. */
  const show = (value: string): void => {
    const text = value.trim();
    const others = [...ticked].filter((item) => item !== typed);
    typed =
      text === ''
        ? undefined
        : { ...shownItem({ label: t('Rows that contain “{0}”', text) }), text, alwaysShow: true };
    quickPick.items = typed === undefined ? choices : [typed, ...choices];
    tick(new Set(typed === undefined ? others : [typed, ...others]));
  };
  quickPick.value = filter.text;
  show(filter.text);
  return new Promise((resolve) => {
    quickPick.onDidChangeValue(show);
    quickPick.onDidChangeSelection((selection) => {
      const now = new Set(selection);
      const added = selection.some((item) => item !== typed && !ticked.has(item));
      // Who ticks what the text found looked for it, and not for the text.
      if (added && typed !== undefined && ticked.has(typed)) {
        now.delete(typed);
        tick(now);
      } else ticked = now;
    });
    quickPick.onDidAccept(() => {
      const chosen = [...ticked];
      resolve({
        text: chosen.find(({ text }) => text !== undefined)?.text ?? '',
        statuses: chosen.flatMap(({ status }) => status ?? []),
        owners: chosen.flatMap(({ owner: name }) => name ?? []),
        branches: chosen.flatMap(({ branch }) => branch ?? []),
        records: chosen.flatMap(({ record }) => record ?? []),
      });
      quickPick.hide();
    });
    quickPick.onDidHide(() => {
      resolve(undefined);
      quickPick.dispose();
    });
    quickPick.show();
  });
}
