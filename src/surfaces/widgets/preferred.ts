import * as vscode from 'vscode';
import { activePlace } from './activePlace.ts';
import { toPlaceTarget, type PlaceTarget } from './target.ts';
import type { Services } from '../surface.ts';

/** A place that the person is at, and how that is known: by the editor in front, or by the row that was selected last. */
export interface Preference {
  readonly place: PlaceTarget;
  readonly from: 'editor' | 'sidebar';
}

/** What a command of the palette is likely about: what is nearer comes first. */
export async function preferences(services: Services): Promise<readonly Preference[]> {
  const inEditor = await activePlace(services);
  const selected = toPlaceTarget(services.selection.row);
  return [
    ...(inEditor === undefined ? [] : [{ place: inEditor, from: 'editor' as const }]),
    ...(selected === undefined ? [] : [{ place: selected, from: 'sidebar' as const }]),
  ];
}

/** The first item that the person is at; undefined when there is none. */
export function findPreferred<Item>(
  items: readonly Item[],
  preferred: readonly Preference[],
  isAt: (item: Item, place: PlaceTarget) => boolean,
): { readonly item: Item; readonly from: Preference['from'] } | undefined {
  for (const { place, from } of preferred) {
    const item = items.find((each) => isAt(each, place));
    if (item !== undefined) return { item, from };
  }
  return undefined;
}

/** The same items with the one that the person is at on top, under a heading of its own: Enter takes it. */
export function preferredFirst<Item extends vscode.QuickPickItem>(
  items: readonly Item[],
  preferred: readonly Preference[],
  isAt: (item: Item, place: PlaceTarget) => boolean,
  inEditor: string,
): readonly (Item | vscode.QuickPickItem)[] {
  const found = findPreferred(items, preferred, isAt);
  if (found === undefined) return items;
  const others = items.filter(
    (each, i) =>
      each !== found.item &&
      // A heading that has lost its only item.
      !(isHeading(each) && items[i + 1] === found.item && isHeading(items[i + 2])),
  );
  const heading = (label: string) => ({ label, kind: vscode.QuickPickItemKind.Separator });
  return [
    heading(found.from === 'editor' ? inEditor : vscode.l10n.t('Selected')),
    found.item,
    ...(others.length === 0 || isHeading(others[0]) ? [] : [heading(vscode.l10n.t('Others'))]),
    ...others,
  ];
}

function isHeading(item: vscode.QuickPickItem | undefined): boolean {
  return item === undefined || item.kind === vscode.QuickPickItemKind.Separator;
}
