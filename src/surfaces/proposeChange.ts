import * as vscode from 'vscode';
import type { Disposable } from '../core/base/disposable.ts';
import { outcomeMessage } from '../core/messages/outcomes.ts';
import { refusalMessage } from '../core/messages/refusals.ts';
import { refuseSlug, refuseText } from '../core/model/changeNames.ts';
import type { Refusal } from '../core/model/refusal.ts';
import { proposeChange } from '../core/operations/changes/proposeChange.ts';
import { toKey } from '../core/text/key.ts';
import { commands } from '../ids.ts';
import { askTitle, showInput, showPick, Steps } from './widgets/ask.ts';
import { pickFolder } from './widgets/folderPick.ts';
import { showPlace } from './widgets/showPlace.ts';
import { tellRefusal } from './widgets/tellRefusal.ts';
import type { Services } from './surface.ts';

/** Propose Change: asks what it is called, why it is made and what it changes, makes it, and shows it. */
export function registerProposeChange(services: Services): Disposable {
  const title = vscode.l10n.t('Propose Change');
  const propose = async (): Promise<void> => {
    const { project, outcomes, owner, uri } = services;
    await project.load();
    const steps = new Steps();
    const folder = await pickFolder(services, title, steps, 4);
    const change = folder === undefined ? undefined : await askAll(title, steps);
    if (folder === undefined || change === undefined) return;
    const options = { me: owner.name ?? '', through: 'disk' } as const;
    let result = await project.run(folder, proposeChange, change, options);
    const places = result.kind === 'refused' ? placesOf(result) : [];
    if (places.length > 0) {
      const store = await pickPlace(title, steps, places);
      if (store === undefined) return;
      result = await project.run(folder, proposeChange, { ...change, store }, options);
    }
    if (result.kind === 'refused' || result.kind === 'unknown') {
      await tellRefusal(services, folder, result);
      return;
    }
    const { outcome } = result;
    outcomes.tell(outcomeMessage(outcome), [{ kind: 'change', folder, outcome, confirmed: [] }]);
    if (outcome.code !== 'change.proposed') return;
    const key = toKey(outcome.data.path);
    // A place that is new is not followed yet.
    if (places.length > 0) await project.refresh();
    await project.settled([{ folder, key }]);
    await showPlace(uri(folder, key), undefined);
    await vscode.commands.executeCommand(commands.revealInSidebar, { folder, key });
  };
  return vscode.commands.registerCommand(commands.proposeChange, services.guard(title, propose));
}

/** Where it could be kept, if that has to be said. */
function placesOf(refused: Refusal): readonly string[] {
  if (refused.code === 'change.noStore') return refused.data.offers;
  return refused.code === 'change.severalStores' ? refused.data.stores : [];
}

async function pickPlace(
  title: string,
  steps: Steps,
  places: readonly string[],
): Promise<string | undefined> {
  const items = places.map((label) => ({ label }));
  const placeHolder = vscode.l10n.t('Choose where changes are kept');
  return (await showPick(items, { title, at: steps.next(0), placeHolder }))?.label;
}

async function askAll(title: string, steps: Steps) {
  const t = vscode.l10n.t;
  const slug = await showInput({
    title,
    prompt: t('Name of the change'),
    placeHolder: 'add-export',
    at: steps.next(3),
    ignoreFocusOut: true,
    validateInput: (text) => messageOf(refuseSlug(text)),
  });
  if (slug === undefined) return undefined;
  const titled = await askTitle(title, {
    prompt: t('Optional: title of the change'),
    mayBeEmpty: true,
    at: steps.next(2),
  });
  if (titled === undefined) return undefined;
  const why = await askProse(title, steps, t('Why it is made'), 'why', 1);
  if (why === undefined) return undefined;
  const what = await askProse(title, steps, t('What it changes'), 'what', 0);
  return what === undefined ? undefined : { slug, title: titled, why, what };
}

/** Longer texts are written in the document then. */
function askProse(
  title: string,
  steps: Steps,
  prompt: string,
  field: 'why' | 'what',
  rest: number,
): Promise<string | undefined> {
  return showInput({
    title,
    prompt,
    at: steps.next(rest),
    ignoreFocusOut: true,
    validateInput: (text) => messageOf(refuseText(field, text)),
  });
}

function messageOf(refused: Refusal | undefined): string | undefined {
  return refused && refusalMessage(refused);
}
