import * as vscode from 'vscode';
import type { ProjectIndex } from '../../core/index/projectIndex.ts';
import { pathOf, type Spec, type Stream } from '../../core/model/item.ts';
import { longestTitle, toTitle } from '../../core/model/title.ts';
import { refusal } from '../../core/model/refusal.ts';
import { showPick, showPicks, type Steps } from './ask.ts';
import { askText } from './askStep.ts';
import type { Services } from '../surface.ts';
import type { FileTarget } from './target.ts';

/** A feature that is to be listed. */
export interface AskedFeature {
  readonly name: string;
  readonly description?: string;
}

/** Texts that are written one behind the other: `first; second`. */
export function splitList(line: string): readonly string[] {
  return line
    .split(';')
    .map((each) => each.trim())
    .filter((each) => each !== '');
}

/** Asks for texts of a list, which may be none. */
export async function askList(
  title: string,
  steps: Steps,
  prompt: string,
  { value = [], rest }: { readonly value?: readonly string[]; readonly rest: number },
): Promise<readonly string[] | undefined> {
  const more = { value: value.join('; '), mayBeEmpty: true, rest };
  const line = await askText(title, steps, prompt, () => undefined, more);
  return line === undefined ? undefined : splitList(line);
}

/** Files with changes that are not committed, without those of the workspace itself. */
export async function changedFiles(
  { project, repository }: Services,
  { folder, key }: FileTarget,
): Promise<readonly string[]> {
  const own = project.folder(folder)?.index.findStream(key)?.parts.map(pathOf) ?? [];
  return (await repository.changedFiles(folder)).filter((path) => !own.includes(path)).sort();
}

/** The last question: which of the files that have changed belong to what is written. Nothing is asked where none has. */
export async function askFiles(
  title: string,
  steps: Steps,
  changed: readonly string[],
): Promise<readonly string[] | undefined> {
  if (changed.length === 0) return [];
  const picked = await showPicks(
    changed.map((label) => ({ label })),
    { title, at: steps.next(0), placeHolder: vscode.l10n.t('Optional: choose the files that were changed') },
  );
  return picked?.map(({ label }) => label);
}

/** Asks for features one after the other, or takes the criteria of a spec that the branch works on. */
export async function askFeatures(
  services: Services,
  title: string,
  { folder, key }: FileTarget,
  steps: Steps,
): Promise<AskedFeature[] | undefined> {
  const t = vscode.l10n.t;
  const index = services.project.folder(folder)?.index;
  const stream = index?.findStream(key);
  const branch = services.branches.current(folder);
  const specs = index === undefined || stream === undefined ? [] : specsOf(index, stream, branch);
  if (specs.length > 0) {
    const items: readonly (vscode.QuickPickItem & { readonly spec?: Spec })[] = [
      { label: t('Enter names') },
      ...specs.map((spec) => ({
        label: spec.title,
        description: t('{0} criteria', spec.criteria.length),
        detail: pathOf(spec),
        spec,
      })),
    ];
    const placeHolder = t('Choose what the features are taken from');
    const picked = await showPick(items, { title, at: steps.next(), placeHolder });
    if (picked === undefined) return undefined;
    if (picked.spec !== undefined) return picked.spec.criteria.map(toFeature);
  }
  const features: AskedFeature[] = [];
  for (;;) {
    const isFirst = features.length === 0;
    const line = await askText(
      title,
      steps,
      isFirst
        ? t('Name of the first feature, or “name: description”')
        : t('Name of the next feature, or nothing to finish'),
      (text) => refuseFeature(text, features),
      { mayBeEmpty: !isFirst },
    );
    if (line === undefined) return undefined;
    if (line.trim() === '') return features;
    features.push(parseFeature(line.trim()));
  }
}

/** The specs with criteria that a workspace, or the branch that is checked out, is about. */
function specsOf(index: ProjectIndex, stream: Stream, branch: string | undefined): readonly Spec[] {
  const streams = [stream, ...(branch === undefined ? [] : index.streamsOfBranch(branch))];
  const keys = new Set(streams.flatMap((each) => index.linkedSpecs(each)));
  return [...keys].flatMap((key) => {
    const spec = index.findSpec(key);
    return spec === undefined || spec.criteria.length === 0 ? [] : [spec];
  });
}

/** A criterion as a feature that names it. */
function toFeature({ id, text }: Spec['criteria'][number]): AskedFeature {
  const name = `${id} ${text}`.trim();
  return name.length <= longestTitle ? { name } : { name: id, description: text };
}

function parseFeature(line: string): AskedFeature {
  const at = line.indexOf(': ');
  return at < 0 ? { name: line } : { name: line.slice(0, at), description: line.slice(at + 2).trim() };
}

function refuseFeature(line: string, features: readonly AskedFeature[]) {
  const title = toTitle(parseFeature(line).name);
  if (typeof title !== 'string') return title;
  const at = features.findIndex(({ name }) => name === title);
  return at < 0 ? undefined : refusal('task.exists', { title, line: at + 1 });
}
