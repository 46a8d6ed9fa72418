import * as vscode from 'vscode';
import { compareText } from '../core/base/compareText.ts';
import { DisposableStore, type Disposable } from '../core/base/disposable.ts';
import { isProgressFile, pathOf, type Stream } from '../core/model/item.ts';
import type { RowChoice } from '../core/model/merge.ts';
import { mergeFiles } from '../core/operations/mergeFiles.ts';
import { commands } from '../ids.ts';
import { showPick } from './widgets/ask.ts';
import { findPreferred, preferences } from './widgets/preferred.ts';
import { problemFix } from './widgets/problemFix.ts';
import { runWithFeedback } from './widgets/runWithFeedback.ts';
import { toFileTarget, type FileTarget } from './widgets/target.ts';
import { showInformation, showWarning } from './widgets/tell.ts';
import type { Services } from './surface.ts';

/** Code of the problem that each of several progress files of a branch has. */
const problemCode = 'branch.duplicate';

/** Progress files of one branch in one tracking directory: the first one stays. */
interface Duplicates {
  readonly folder: string;
  readonly branch: string;
  readonly files: readonly Stream[];
}

/** Merge Progress Files: from the palette, from a problem's row, and as its quick fix. */
export function registerMergeFiles(services: Services): Disposable {
  const store = new DisposableStore();
  const title = vscode.l10n.t('Merge Progress Files');
  const run = services.guard(title, (argument: unknown) => merge(services, argument));
  store.add(vscode.commands.registerCommand(commands.mergeProgressFiles, run));
  store.add(
    problemFix(services, [problemCode], { title, command: commands.mergeProgressFiles, target: 'file' }),
  );
  return store;
}

async function merge(services: Services, argument: unknown): Promise<void> {
  const t = vscode.l10n.t;
  const { project } = services;
  await project.load();
  await project.settled();
  const found = await pickDuplicates(services, toFileTarget(argument));
  if (found === undefined) return;
  const { folder, files } = found;
  const [file, ...others] = files;
  const second = others.length === 1 ? others[0] : await pickOther(file, others);
  if (file === undefined || second === undefined) return;
  const target = { folder, key: file.key };
  const [path, from] = [pathOf(file), pathOf(second)];
  for (const each of [file, second]) {
    const why = whyNot(services, folder, each);
    if (why === undefined) continue;
    void showWarning(why);
    return;
  }
  const me = services.owner.name ?? '';
  const input = { document: file.key, other: second.key };
  const planned = await project.preview(folder, mergeFiles, input, { me, through: 'disk' });
  const decisions: Record<string, 'ours' | 'theirs'> = {};
  if (planned.kind === 'refused' && planned.code === 'merge.undecided')
    for (const choice of planned.data.choices) {
      const side = await askRow(choice, path, from);
      if (side === undefined) return;
      decisions[choice.key] = side;
    }
  const asked = { operation: mergeFiles, input: { ...input, decisions }, verb: t('Merge'), me };
  await runWithFeedback(services, target, asked);
}

/** The files of the branch that the argument or the editor is about, else of the only one that has several, else the person says. */
async function pickDuplicates(
  services: Services,
  target: FileTarget | undefined,
): Promise<Duplicates | undefined> {
  const t = vscode.l10n.t;
  const all = services.project.folders.flatMap(({ folder, index }) =>
    duplicatesIn(folder.id, index.streams()),
  );
  const isAt = ({ folder, files }: Duplicates, at: FileTarget): boolean =>
    folder === at.folder && files.some(({ key }) => key === at.key);
  const wanted =
    target === undefined
      ? findPreferred(all, await preferences(services), isAt)?.item
      : all.find((each) => isAt(each, target));
  if (wanted !== undefined) return wanted;
  if (all.length === 0 || target !== undefined) {
    void showInformation(t('No branch has two progress files.'));
    return undefined;
  }
  if (all.length === 1) return all[0];
  const picked = await showPick(
    all.map((each) => ({ label: each.branch, detail: each.files.map(pathOf).join(', '), each })),
    { title: t('Merge Progress Files'), placeHolder: t('Choose a branch'), matchOnDetail: true },
  );
  return picked?.each;
}

/** By the days in their names the oldest comes first: a branch keeps its file for life. */
function duplicatesIn(folder: string, streams: readonly Stream[]): readonly Duplicates[] {
  const found = new Map<string, { readonly branch: string; readonly files: Stream[] }>();
  for (const stream of streams) {
    const { branch } = stream;
    if (branch === undefined || !isProgressFile(stream)) continue;
    const path = pathOf(stream);
    const name = JSON.stringify([path.slice(0, path.lastIndexOf('/')), branch]);
    const known = found.get(name);
    if (known === undefined) found.set(name, { branch, files: [stream] });
    else known.files.push(stream);
  }
  return [...found.values()].flatMap(({ branch, files }) =>
    files.length < 2
      ? []
      : [{ folder, branch, files: files.sort((a, b) => compareText(pathOf(a), pathOf(b))) }],
  );
}

async function pickOther(file: Stream | undefined, others: readonly Stream[]): Promise<Stream | undefined> {
  const picked = await showPick(
    others.map((each) => ({ label: pathOf(each), each })),
    {
      title: vscode.l10n.t('Merge Progress Files'),
      placeHolder: vscode.l10n.t('Choose the file to merge into {0}', file === undefined ? '' : pathOf(file)),
    },
  );
  return picked?.each;
}

/** Why a file cannot take part: nothing is merged that is not all here, and saved. */
function whyNot({ project, uri }: Services, folder: string, file: Stream): string | undefined {
  const path = pathOf(file);
  const { sources } = project.folder(folder) ?? {};
  if (sources?.find(file.key) !== undefined)
    return vscode.l10n.t(
      '{0} is not in this folder. Open the worktree that has its branch to merge it.',
      path,
    );
  const at = uri(folder, file.key).toString();
  const open = vscode.workspace.textDocuments.find((document) => document.uri.toString() === at);
  return open?.isDirty === true ? vscode.l10n.t('{0} has unsaved changes. Save it first.', path) : undefined;
}

async function askRow(
  { title, ours, theirs }: RowChoice,
  path: string,
  from: string,
): Promise<'ours' | 'theirs' | undefined> {
  const picked = await showPick(
    [
      { label: ours, description: path, side: 'ours' as const },
      { label: theirs, description: from, side: 'theirs' as const },
    ],
    {
      title: vscode.l10n.t('Merge Progress Files'),
      placeHolder: vscode.l10n.t('Both files have “{0}”. Which row do you want to keep?', title),
    },
  );
  return picked?.side;
}
