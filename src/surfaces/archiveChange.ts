import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../core/base/disposable.ts';
import { confirmationOf } from '../core/messages/confirmations.ts';
import { outcomeMessage } from '../core/messages/outcomes.ts';
import { problemMessage } from '../core/messages/problems.ts';
import type { Obstacle } from '../core/model/codes/archive.ts';
import type { Outcome } from '../core/model/outcome.ts';
import type { Plan } from '../core/model/plan.ts';
import type { Refusal } from '../core/model/refusal.ts';
import { archiveChange } from '../core/operations/changes/archive.ts';
import { applyEdits } from '../core/text/edit.ts';
import { toKey } from '../core/text/key.ts';
import { shownSpec } from '../core/views/shownSpec.ts';
import { commands } from '../ids.ts';
import type { Services } from './surface.ts';
import { showPick } from './widgets/ask.ts';
import { pickChange } from './widgets/changePick.ts';
import { PreviewTexts, type PreviewedText } from './widgets/previewTexts.ts';
import { runAsking } from './widgets/runAsking.ts';
import { showPlace } from './widgets/showPlace.ts';
import { toFileTarget, type FileTarget } from './widgets/target.ts';
import { showInformation, showWarning } from './widgets/tell.ts';
import { tellRefusal } from './widgets/tellRefusal.ts';

/** Archive Change: what living specs will say is shown first, and what is in the way is listed. */
export function registerArchiveChange(services: Services): Disposable {
  const store = new DisposableStore();
  const title = vscode.l10n.t('Archive Change');
  const previews = store.add(new PreviewTexts());
  const run = services.guard(title, (argument: unknown) => archive(services, previews, title, argument));
  store.add(vscode.commands.registerCommand(commands.archiveChange, run));
  return store;
}

async function archive(
  services: Services,
  previews: PreviewTexts,
  title: string,
  argument: unknown,
): Promise<void> {
  const { project, owner } = services;
  await project.load();
  const none = vscode.l10n.t('There is no open change here.');
  const target =
    toFileTarget(argument) ?? (await pickChange(services, title, none, ({ archived }) => archived !== true));
  if (target === undefined) return;
  const me = owner.name ?? '';
  const confirmed: Refusal[] = [];
  const input = { document: target.key };
  const verb = vscode.l10n.t('Archive');
  for (;;) {
    const planned = await project.preview(target.folder, archiveChange, input, {
      ...{ me, through: 'disk', confirmed },
    });
    if (planned.kind === 'plan') {
      const texts = await textsOf(services, target, planned);
      // Somebody wrote into a living spec right now.
      if (texts === undefined) continue;
      if (!(await agrees(previews, planned, texts))) return;
      break;
    }
    if (planned.kind !== 'refused') throw new Error(`a preview is ${planned.kind}`);
    if (planned.code === 'change.notReady') {
      await showObstacles(services, target, planned.data.name, planned.data.obstacles);
      return;
    }
    const asked = confirmationOf(planned, verb);
    if (asked === undefined) {
      void tellRefusal(services, target.folder, planned);
      return;
    }
    const { question, detail, button } = asked;
    const options = { modal: true, ...(detail === undefined ? {} : { detail }) };
    if ((await showWarning(question, options, button)) !== button) return;
    confirmed.push(planned);
  }
  const asked = { folder: target.folder, operation: archiveChange, input, verb, me };
  const result = await runAsking(services, asked, 'disk', confirmed);
  if (result === undefined) return;
  if (result.kind !== 'done') {
    // It was ready when it was shown.
    if (result.kind === 'refused' && result.code === 'change.notReady')
      await showObstacles(services, target, result.data.name, result.data.obstacles);
    else if (result.kind !== 'unchanged') void tellRefusal(services, target.folder, result);
    return;
  }
  await tellArchived(target, result.outcome);
}

/** What living specs say, and will say; undefined where one is another by now than it was planned for. */
async function textsOf(
  { project }: Services,
  { folder }: FileTarget,
  plan: Plan,
): Promise<readonly PreviewedText[] | undefined> {
  const texts: PreviewedText[] = [];
  for (const path of archivedBy(plan).specs) {
    const before = (await project.text({ folder, key: toKey(path) })) ?? '';
    const change = plan.changes.find(({ document }) => document.path === path);
    if (change?.kind === 'create') texts.push(shownSpec(path, before, change.text));
    if (change?.kind !== 'edit') continue;
    const applied = applyEdits(before, change.edits);
    if (applied.kind !== 'applied') return undefined;
    texts.push(shownSpec(path, before, applied.text));
  }
  return texts;
}

function archivedBy({ outcome }: Plan) {
  if (outcome?.code !== 'change.archived') throw new Error('a plan says what it does');
  return outcome.data;
}

/** Shows what living specs will say beside what they say, and asks. */
async function agrees(previews: PreviewTexts, plan: Plan, texts: readonly PreviewedText[]): Promise<boolean> {
  const t = vscode.l10n.t;
  const { name } = archivedBy(plan);
  const button = t('Archive');
  const question =
    texts.length === 0
      ? t('Archive {0}? No living spec changes.', name)
      : texts.length === 1
        ? t('Archive {0}? 1 living spec changes as shown.', name)
        : t('Archive {0}? {1} living specs change as shown.', name, texts.length);
  const shown = texts.length === 0 ? undefined : await previews.show(t('Archive {0}', name), texts);
  try {
    return (await showInformation(question, button)) === button;
  } finally {
    await shown?.close();
  }
}

/** Lists what is in the way; the one that is chosen is opened. */
async function showObstacles(
  services: Services,
  { folder }: FileTarget,
  name: string,
  obstacles: readonly Obstacle[],
): Promise<void> {
  const t = vscode.l10n.t;
  const picked = await showPick(
    obstacles.map(({ path, line, problem }) => ({
      label: problemMessage(problem),
      detail: `${path}:${line}`,
      path,
      line,
    })),
    {
      title: t('{0} cannot be archived yet', name),
      placeHolder:
        obstacles.length === 1
          ? t('One thing is in the way. Choose it to open it.')
          : t('{0} things are in the way. Choose one to open it.', obstacles.length),
      matchOnDetail: true,
    },
  );
  if (picked === undefined) return;
  await showPlace(services.uri(folder, toKey(picked.path)), { line: picked.line - 1, character: 0 });
}

/** Says so, and offers to keep why it was made. */
async function tellArchived({ folder }: FileTarget, outcome: Outcome): Promise<void> {
  if (outcome.code !== 'change.archived') return;
  const save = vscode.l10n.t('Save Rationale');
  if ((await showInformation(outcomeMessage(outcome), save)) !== save) return;
  const target: FileTarget = { folder, key: toKey(outcome.data.place) };
  await vscode.commands.executeCommand(commands.saveRationale, target);
}
