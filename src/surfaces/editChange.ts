import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../core/base/disposable.ts';
import { fieldWord } from '../core/messages/changeEdits.ts';
import { refusalMessage } from '../core/messages/refusals.ts';
import { changeFields, type ChangeField } from '../core/model/changeField.ts';
import { refuseText } from '../core/model/changeNames.ts';
import type { TextDelta } from '../core/model/changeText.ts';
import { refusal } from '../core/model/refusal.ts';
import { addDelta } from '../core/operations/changes/addDelta.ts';
import { findChange, type FoundChange } from '../core/operations/changes/onChange.ts';
import { setChangeField } from '../core/operations/changes/setChangeField.ts';
import { pathOf } from '../core/model/item.ts';
import { toKey, type Key } from '../core/text/key.ts';
import { commands } from '../ids.ts';
import { askTitle, showInput, showPick, Steps } from './widgets/ask.ts';
import { askDelta, type AskedDelta } from './widgets/askDelta.ts';
import { pickChange } from './widgets/changePick.ts';
import { runWithFeedback } from './widgets/runWithFeedback.ts';
import { showPlace } from './widgets/showPlace.ts';
import { toSpecUri } from './widgets/specUri.ts';
import { toFileTarget, type FileTarget } from './widgets/target.ts';
import { showWarning } from './widgets/tell.ts';
import type { Services } from './surface.ts';

/** Edit Change Field and Add Delta: on a change, or from the palette, where they ask which one is meant. */
export function registerEditChange(services: Services): Disposable {
  const store = new DisposableStore();
  const t = vscode.l10n.t;
  const register = (
    id: typeof commands.editChangeField | typeof commands.addDelta,
    title: string,
    run: (change: FoundChange, target: FileTarget) => Promise<void>,
  ): void => {
    const onChange = services.guard(title, async (argument: unknown) => {
      await services.project.load();
      const given =
        toFileTarget(argument) ??
        (await pickChange(
          services,
          title,
          vscode.l10n.t('There is no open change here.'),
          ({ archived }) => archived !== true,
        ));
      if (given === undefined) return;
      const found = changeAt(services, given);
      if (found.kind === 'refused') void showWarning(refusalMessage(found));
      else await run(found, { folder: given.folder, key: documentOf(services, found, given) });
    });
    store.add(vscode.commands.registerCommand(id, onChange));
  };
  register(commands.editChangeField, t('Edit Change Field'), (change, target) =>
    edit(services, change, target),
  );
  register(commands.addDelta, t('Add Delta'), (change, target) => add(services, change, target));
  return store;
}

function changeAt({ project }: Services, { folder, key }: FileTarget) {
  const state = project.folder(folder);
  if (state === undefined) return refusal('change.missing', { path: key });
  const found = findChange(state, key);
  return found.kind === 'change' && found.stream.archived === true
    ? refusal('change.archived', { name: found.name })
    : found;
}

/** The key of a document of the change, whichever it was asked for. */
function documentOf({ project }: Services, { stream }: FoundChange, { folder, key }: FileTarget): Key {
  return toKey(project.folder(folder)?.index.keyOf(stream.location) ?? key);
}

interface FieldItem extends vscode.QuickPickItem {
  readonly field?: ChangeField;
  readonly delta?: TextDelta;
}

/** What of a change can be edited: its fields, and the texts of its deltas where they are no documents. */
async function edit(services: Services, change: FoundChange, target: FileTarget): Promise<void> {
  const title = vscode.l10n.t('Edit Change Field');
  const steps = new Steps();
  const deltas = await textDeltas(services, change, target);
  const fields = changeFields.map((field): FieldItem => ({ label: fieldWord(field), field }));
  const items: readonly FieldItem[] = [
    ...fields,
    ...deltas.map((delta) => ({ label: `${delta.capability}: ${delta.requirement}`, delta })),
  ];
  const placeHolder = vscode.l10n.t('Choose what to edit of {0}', change.name);
  const picked = await showPick(items, { title, at: steps.next(), placeHolder, ignoreFocusOut: true });
  if (picked?.delta !== undefined) await openDelta(change, target, picked.delta);
  else if (picked?.field === 'title') await editTitle(services, change, target, steps);
  else if (picked?.field !== undefined) await openField(services, change, target, picked.field);
}

async function editTitle(
  services: Services,
  { stream }: FoundChange,
  target: FileTarget,
  steps: Steps,
): Promise<void> {
  const title = vscode.l10n.t('Edit Change Field');
  const prompt = vscode.l10n.t('Title of the change');
  const value = await askTitle(title, { prompt, value: stream.title, at: steps.next(0) });
  if (value === undefined) return;
  await runWithFeedback(services, target, {
    operation: setChangeField,
    input: { document: target.key, field: 'title', value },
    verb: vscode.l10n.t('Change'),
    me: services.owner.name ?? '',
  });
}

/** Opens a document of its own, or the section of the file that the field is in. */
async function openField(
  services: Services,
  change: FoundChange,
  target: FileTarget,
  field: Exclude<ChangeField, 'title'>,
): Promise<void> {
  const { store, stream, name } = change;
  if (store.texts !== undefined) {
    await showPlace(toSpecUri(name, field, { ...target, part: field }), undefined);
    return;
  }
  const { project, uri, owner } = services;
  const path = store.pathOf(stream, field);
  const index = project.folder(target.folder)?.index;
  const part = stream.parts.find((each) => pathOf(each) === path);
  if (part !== undefined && index !== undefined) {
    const key = toKey(index.keyOf(part.location));
    const line = store.lineOf?.((await project.text({ folder: target.folder, key })) ?? '', field) ?? 0;
    await showPlace(uri(target.folder, key), { line, character: 0 });
    return;
  }
  // What files hold is in no other language.
  const value = field === 'design' ? '# Design' : await askText(field);
  if (value === undefined) return;
  const done = await runWithFeedback(services, target, {
    operation: setChangeField,
    input: { document: target.key, field, value },
    verb: vscode.l10n.t('Change'),
    me: owner.name ?? '',
  });
  if (done?.code === 'change.fieldSet') await showPlace(uri(target.folder, toKey(done.data.path)), undefined);
}

function askText(field: 'why' | 'what'): Promise<string | undefined> {
  const title = vscode.l10n.t('Edit Change Field');
  return showInput({
    title,
    prompt: fieldWord(field),
    ignoreFocusOut: true,
    validateInput: (text) => {
      const refused = refuseText(field, text);
      return refused && refusalMessage(refused);
    },
  });
}

async function textDeltas(
  { project }: Services,
  { store }: FoundChange,
  target: FileTarget,
): Promise<readonly TextDelta[]> {
  const text = store.texts === undefined ? undefined : await project.text(target);
  return text === undefined ? [] : (store.texts?.deltas(text) ?? []);
}

function openDelta({ name }: FoundChange, target: FileTarget, each: TextDelta): Promise<void> {
  const called = `${each.capability} ${each.requirement}`;
  return showPlace(toSpecUri(name, called, { ...target, part: { delta: each.delta } }), undefined);
}

/** Asks for a delta, adds it, and opens its text. */
async function add(services: Services, change: FoundChange, target: FileTarget): Promise<void> {
  const asked = await askDelta(services, change, target.folder);
  if (asked === undefined) return;
  const done = await runWithFeedback(services, target, {
    operation: addDelta,
    input: { document: target.key, ...asked },
    verb: vscode.l10n.t('Add'),
    me: services.owner.name ?? '',
  });
  if (done?.code === 'delta.added') await openAdded(services, change, target, asked);
}

async function openAdded(
  services: Services,
  change: FoundChange,
  target: FileTarget,
  asked: AskedDelta,
): Promise<void> {
  const { project, uri } = services;
  const isAsked = ({
    operation,
    capability,
    requirement,
  }: Pick<AskedDelta, 'operation' | 'capability' | 'requirement'>): boolean =>
    operation === asked.operation && capability === asked.capability && requirement === asked.requirement;
  if (change.store.texts !== undefined) {
    const added = (await textDeltas(services, change, target)).findLast(isAsked);
    if (added !== undefined) await openDelta(change, target, added);
    return;
  }
  await project.settled();
  const index = project.folder(target.folder)?.index;
  const delta = index?.findStream(target.key)?.deltas.findLast(isAsked);
  if (index === undefined || delta === undefined) return;
  const { key, line } = index.placeIn(delta.location);
  await showPlace(uri(target.folder, toKey(key)), { line, character: 0 });
}
