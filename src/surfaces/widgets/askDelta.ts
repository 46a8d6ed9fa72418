import * as vscode from 'vscode';
import { refusalMessage } from '../../core/messages/refusals.ts';
import { refuseCapability, refuseName, refuseText } from '../../core/model/changeNames.ts';
import type { RequirementDelta } from '../../core/model/item.ts';
import type { Refusal } from '../../core/model/refusal.ts';
import { deltaOperations } from '../../core/operations/changes/addDelta.ts';
import type { FoundChange } from '../../core/operations/changes/onChange.ts';
import { livingSpecs } from '../../core/views/specStatus.ts';
import type { Services } from '../surface.ts';
import { pickOrType, showInput, showPick, Steps } from './ask.ts';

/** What a person says of a delta. */
export interface AskedDelta {
  readonly operation: RequirementDelta['operation'];
  readonly capability: string;
  readonly requirement: string;
  readonly text?: string;
  readonly scenarios?: readonly { readonly name: string; readonly when_then: string }[];
  readonly reason?: string;
  readonly migration?: string;
  readonly newName?: string;
}

/** Asks what a change does to which requirement; undefined when the person leaves a question. */
export async function askDelta(
  services: Services,
  change: FoundChange,
  folder: string,
): Promise<AskedDelta | undefined> {
  const t = vscode.l10n.t;
  const asking = new Asking(t('Add Delta'));
  const words: Readonly<Record<RequirementDelta['operation'], string>> = {
    added: t('A new requirement'),
    modified: t('A requirement says something else'),
    removed: t('A requirement goes'),
    renamed: t('A requirement gets another name'),
  };
  const operation = await asking.pick(
    deltaOperations.map((label) => ({ label, description: words[label] })),
    t('What the change does'),
  );
  const capability = operation && (await askCapability(services, change, folder, operation.label, asking));
  if (operation === undefined || capability === undefined) return undefined;
  const names = requirementsOf(services, change, folder, capability);
  const requirement =
    operation.label === 'added'
      ? await asking.text(t('Name of the requirement'), (text) => refuseName('requirement', text.trim()))
      : (
          await asking.pick(
            names.map((label) => ({ label })),
            t('Choose a requirement'),
          )
        )?.label;
  if (requirement === undefined) return undefined;
  const more = await askMore(operation.label, asking);
  return more && { operation: operation.label, capability, requirement: requirement.trim(), ...more };
}

/** Questions of one command, as many as there come. */
class Asking {
  readonly #title: string;
  readonly #steps = new Steps();

  constructor(title: string) {
    this.#title = title;
  }

  pick<Item extends vscode.QuickPickItem>(
    items: readonly Item[],
    placeHolder: string,
  ): Promise<Item | undefined> {
    return showPick(items, { title: this.#title, placeHolder, at: this.#steps.next(), ignoreFocusOut: true });
  }

  pickOrType(
    names: readonly string[],
    placeHolder: string,
    faultOf: (name: string) => string | undefined,
  ): Promise<vscode.QuickPickItem | undefined> {
    const options = { title: this.#title, placeHolder, at: this.#steps.next(), ignoreFocusOut: true };
    const toItem = (label: string): vscode.QuickPickItem => ({ label });
    return pickOrType(names.map(toItem), options, { faultOf, toItem });
  }

  text(
    prompt: string,
    faultOf: (text: string) => Refusal | undefined,
    placeHolder = '',
  ): Promise<string | undefined> {
    return showInput({
      title: this.#title,
      prompt,
      placeHolder,
      at: this.#steps.next(),
      ignoreFocusOut: true,
      validateInput: (text) => {
        const refused = faultOf(text);
        return refused && refusalMessage(refused);
      },
    });
  }
}

/** Names of living specs of the store that the change is in; one that is added to may be a new one. */
async function askCapability(
  services: Services,
  change: FoundChange,
  folder: string,
  operation: RequirementDelta['operation'],
  asking: Asking,
): Promise<string | undefined> {
  const t = vscode.l10n.t;
  const names = livingNames(services, change, folder);
  const picked = await (operation === 'added'
    ? asking.pickOrType(names, t('Choose a living spec, or type the name of a new one'), (name) => {
        const refused = refuseCapability(name);
        return refused && refusalMessage(refused);
      })
    : asking.pick(
        names.map((label) => ({ label })),
        t('Choose a living spec'),
      ));
  return picked?.label;
}

function livingNames(
  { project }: Services,
  { store, stream }: FoundChange,
  folder: string,
): readonly string[] {
  const index = project.folder(folder)?.index;
  const specs = index === undefined ? [] : livingSpecs(index);
  return specs.flatMap(({ key, name }) => (store.livingSpecOf(stream, name) === key ? [name] : []));
}

/** What living requirements are called, by their new names where the change renames them. */
function requirementsOf(
  { project }: Services,
  { store, stream }: FoundChange,
  folder: string,
  capability: string,
): readonly string[] {
  const key = store.livingSpecOf(stream, capability);
  const spec = key === undefined ? undefined : project.folder(folder)?.index.findSpec(key);
  const renamed = new Map(stream.deltas.map(({ requirement, newName }) => [requirement, newName]));
  return (spec?.criteria ?? []).flatMap(({ requirement }) =>
    requirement === undefined ? [] : [renamed.get(requirement.name) ?? requirement.name],
  );
}

async function askMore(
  operation: RequirementDelta['operation'],
  asking: Asking,
): Promise<Pick<AskedDelta, 'text' | 'scenarios' | 'reason' | 'migration' | 'newName'> | undefined> {
  const t = vscode.l10n.t;
  switch (operation) {
    case 'modified':
      return {};
    case 'renamed': {
      const newName = await asking.text(t('New name'), (text) => refuseName('newName', text.trim()));
      return newName === undefined ? undefined : { newName };
    }
    case 'removed': {
      const mayBeEmpty = (field: 'reason' | 'migration') => (text: string) =>
        text.trim() === '' ? undefined : refuseText(field, text);
      const reason = await asking.text(t('Optional: why it goes'), mayBeEmpty('reason'));
      if (reason === undefined) return undefined;
      const migration = await asking.text(t('Optional: what to do instead'), mayBeEmpty('migration'));
      return migration === undefined ? undefined : { reason, migration };
    }
    case 'added': {
      const text = await asking.text(
        t('What the requirement says'),
        (each) => refuseText('text', each),
        t('The system SHALL ...'),
      );
      if (text === undefined) return undefined;
      const name = await asking.text(t('Name of its first scenario'), (each) =>
        refuseName('scenario', each.trim()),
      );
      if (name === undefined) return undefined;
      const steps = await asking.text(
        t('What is done, and what comes of it'),
        (each) => refuseText('steps', each),
        'WHEN ... THEN ...',
      );
      return steps === undefined ? undefined : { text, scenarios: [{ name, when_then: steps }] };
    }
  }
}
