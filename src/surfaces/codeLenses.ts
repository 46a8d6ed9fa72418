import * as vscode from 'vscode';
import { itemIn } from '../core/index/composeStream.ts';
import { claimedAs } from '../core/model/claims.ts';
import type { ProjectIndex } from '../core/index/projectIndex.ts';
import { DisposableStore, type Disposable } from '../core/base/disposable.ts';
import {
  conflictLenses,
  elsewhereLenses,
  criterionLenses,
  streamLenses,
  type LensContext,
} from '../core/views/lenses.ts';
import { deltaLenses, requirementLenses } from '../core/views/changeLenses.ts';
import type { Lens } from '../core/views/lens.ts';
import { joinWords, shownTitle } from '../core/views/shownText.ts';
import { isOthersWorkspace, workspaceLenses } from '../core/views/workspaceViews.ts';
import { ownerWord } from '../core/views/statusWord.ts';
import { commands, section, settings } from '../ids.ts';
import { targetsOf } from './widgets/activePlace.ts';
import { AtMostEvery } from './widgets/atMostEvery.ts';
import { checkoutsOf } from './widgets/gitView.ts';
import { isWritable } from './widgets/writable.ts';
import type { Services } from './surface.ts';
import type { FileTarget } from './widgets/target.ts';

/** In milliseconds, more than VS Code's pause. */
const shownAgainAfter = 1_000;

/** Lenses above criteria in specs, and on the tables, rows and lists of the documents of streams. */
export function registerCodeLenses(services: Services): Disposable {
  const { project, branches, owner, guard } = services;
  const store = new DisposableStore();
  const changed = store.add(new vscode.EventEmitter<void>());
  // VS Code waits for a pause before it asks for lenses again: while others write without one, it would never ask.
  const refresh = store.add(
    new AtMostEvery(shownAgainAfter, () => {
      changed.fire();
    }),
  ).ask;
  for (const event of [project.onDidLoad, branches.onDidChange, owner.onDidChange]) store.add(event(refresh));
  store.add(project.onDidChange(refresh));
  store.add(vscode.workspace.onDidGrantWorkspaceTrust(refresh));
  store.add(
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration(`${section}.codeLens`)) refresh();
    }),
  );
  const provide = guard(
    vscode.l10n.t('CodeLens'),
    (document: vscode.TextDocument, token: vscode.CancellationToken) => lensesOf(services, document, token),
  );
  const resolve = guard(vscode.l10n.t('CodeLens'), (lens: DrawnLens) => lens.resolve());
  store.add(
    vscode.languages.registerCodeLensProvider([{ language: 'markdown' }, { language: 'json' }], {
      onDidChangeCodeLenses: changed.event,
      provideCodeLenses: async (document, token) => (await provide(document, token)) ?? [],
      resolveCodeLens: async (lens: DrawnLens) => {
        const resolved = await resolve(lens);
        // Without a command VS Code would show one of its own, that it is missing.
        if (resolved === undefined) throw new vscode.CancellationError();
        return resolved;
      },
    }),
  );
  return store;
}

/** A lens of one version of a document: its command is found when VS Code shows it. */
class DrawnLens extends vscode.CodeLens {
  readonly #document: vscode.TextDocument;
  readonly #version: number;
  readonly #find: () => vscode.Command;

  constructor(document: vscode.TextDocument, line: number, find: () => vscode.Command) {
    super(new vscode.Range(line, 0, line, 0));
    this.#document = document;
    this.#version = document.version;
    this.#find = find;
  }

  /** Undefined when the text is another meanwhile: VS Code asks again for the text that is there now. */
  resolve(): vscode.CodeLens | undefined {
    if (this.#document.version !== this.#version) return undefined;
    this.command = this.#find();
    return this;
  }
}

/**
 * The lenses of exactly this version of a document; none until everything was read once, so that none jumps. After that nobody waits for
 * other documents: while agents write one after the other, that would never end.
 */
async function lensesOf(
  services: Services,
  document: vscode.TextDocument,
  token: vscode.CancellationToken,
): Promise<DrawnLens[]> {
  const { project, owner } = services;
  if (document.uri.scheme !== 'file' && vscode.workspace.getWorkspaceFolder(document.uri) === undefined)
    return [];
  await project.load();
  const { version } = document;
  const text = document.getText();
  const found: DrawnLens[] = [];
  const draw = (lens: Lens, index: ProjectIndex, target: FileTarget): DrawnLens =>
    new DrawnLens(document, lens.line, () => toCommand(lens, index, target));
  for (const target of targetsOf(services, document.uri)) {
    const state = project.folder(target.folder);
    const parsed = await project.parse(target, text);
    // Somebody typed meanwhile: VS Code asks again for the text that is there now.
    if (token.isCancellationRequested || document.version !== version) return [];
    const item = itemIn(parsed);
    if (state === undefined || parsed === undefined || item === undefined) continue;
    const { lineStarts } = parsed;
    const truth = state.sources.sourceOf(parsed.id.path);
    if (truth !== undefined && services.uri(target.folder, truth).toString() !== document.uri.toString()) {
      found.push(
        ...elsewhereLenses(state.sources.find(truth)?.shown).map((lens) =>
          draw(lens, state.index, { ...target, key: truth }),
        ),
      );
      continue;
    }
    const configuration = vscode.workspace.getConfiguration(section, document.uri);
    const whole = state.index.findStream(target.key);
    const isOthers = whole !== undefined && isOthersWorkspace(whole, checkoutsOf(services, target.folder));
    const context: LensContext = {
      writable: isWritable(document.uri) && !isOthers,
      lineStarts,
      ...(owner.name === undefined ? {} : { me: owner.name }),
    };
    // What is merged by hand has no button that would do it.
    const isMerged = state.rules.mergeOf(parsed.id.path) !== undefined;
    const conflicts = isMerged ? conflictLenses(text, context) : [];
    if (item.kind === 'stream' && configuration.get<boolean>(settings.codeLensProgress, true))
      found.push(
        ...[
          ...conflicts,
          ...workspaceLenses(whole ?? item),
          ...streamLenses(claimedAs(item, whole), context),
          ...deltaLenses(state.index, whole ?? item, item, lineStarts),
        ].map((lens) => draw(lens, state.index, target)),
      );
    if (item.kind === 'spec' && configuration.get<boolean>(settings.codeLensSpecs, true))
      for (const criterion of item.criteria) {
        const tasks = state.index.tasksOf(item, criterion.id);
        found.push(
          ...[
            ...criterionLenses(criterion, tasks, context),
            ...requirementLenses(state.index, item, criterion, lineStarts),
          ].map((lens) => draw(lens, state.index, target)),
        );
      }
  }
  return found;
}

function toCommand(
  { title, tooltip, action }: Lens,
  index: ProjectIndex,
  target: FileTarget,
): vscode.Command {
  const { folder, key } = target;
  const command = (id: string, argument: object): vscode.Command => ({
    title,
    tooltip,
    command: id,
    arguments: [argument],
  });
  switch (action.kind) {
    case 'openRows':
      return command(commands.openRow, {
        choices: action.tasks.map(({ stream, task }) => ({
          label: shownTitle(task),
          description: joinWords([ownerWord(task), stream.name]),
          status: task.status.value,
          folder,
          key: index.keyOf(task.location),
          taskKey: task.key,
        })),
      });
    case 'reveal': {
      const { taskKey, criterion } = action;
      return command(commands.revealInSidebar, { folder, key, taskKey, criterion });
    }
    case 'claim':
    case 'finish':
    case 'release': {
      const ids = { claim: commands.claimTask, finish: commands.finishTask, release: commands.releaseTask };
      const { key: taskKey, location } = action.task;
      return command(ids[action.kind], { folder, key: index.keyOf(location), taskKey });
    }
    case 'openFile':
      return command(commands.openProgressFile, { folder, key });
    case 'board':
      return command(commands.openBoard, { folder, key });
    case 'resolveConflict':
      return command(commands.resolveConflict, { folder, key });
    case 'claimNext':
      return command(commands.claimNextTask, { folder, key });
    case 'completeStep':
    case 'failStep': {
      const ids = { completeStep: commands.completeStep, failStep: commands.failStep };
      const { key: taskKey, location } = action.task;
      return command(ids[action.kind], { folder, key: index.keyOf(location), taskKey });
    }
    case 'startStep':
      return command(commands.startStep, { folder, key });
    case 'resumeTrace':
      return command(commands.resumeTrace, { folder, key });
    case 'resumeWorkspace':
      return command(commands.resumeWorkspace, { folder, key });
    case 'addTask':
      return command(commands.addTask, { folder, key, criterion: action.criterion });
  }
}
