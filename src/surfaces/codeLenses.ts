import * as vscode from 'vscode';
import { itemIn } from '../core/index/composeStream.ts';
import type { ProjectIndex } from '../core/index/projectIndex.ts';
import { DisposableStore, type Disposable } from '../core/base/disposable.ts';
import {
  conflictLenses,
  elsewhereLenses,
  criterionLenses,
  streamLenses,
  type Lens,
  type LensContext,
} from '../core/views/lenses.ts';
import { joinWords, shownTitle } from '../core/views/shownText.ts';
import { ownerWord } from '../core/views/statusWord.ts';
import { commands, section, settings } from '../ids.ts';
import { targetsOf } from './widgets/activePlace.ts';
import { isWritable } from './widgets/writable.ts';
import type { Services } from './surface.ts';
import type { FileTarget } from './widgets/target.ts';

/** Lenses above criteria in specs, and on the tables, rows and lists of the documents of streams. */
export function registerCodeLenses(services: Services): Disposable {
  const { project, branches, owner, guard } = services;
  const store = new DisposableStore();
  const changed = store.add(new vscode.EventEmitter<void>());
  const refresh = (): void => {
    changed.fire();
  };
  for (const event of [project.onDidLoad, branches.onDidChange, owner.onDidChange]) store.add(event(refresh));
  store.add(project.onDidChange(refresh));
  store.add(vscode.workspace.onDidGrantWorkspaceTrust(refresh));
  store.add(
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration(`${section}.codeLens`)) refresh();
    }),
  );
  const provide = guard('CodeLens', (document: vscode.TextDocument, token: vscode.CancellationToken) =>
    lensesOf(services, document, token),
  );
  store.add(
    vscode.languages.registerCodeLensProvider([{ language: 'markdown' }, { language: 'json' }], {
      onDidChangeCodeLenses: changed.event,
      provideCodeLenses: async (document, token) => (await provide(document, token)) ?? [],
    }),
  );
  return store;
}

/** The lenses of exactly this version of a document; none until everything is read, so that none jumps. */
async function lensesOf(
  services: Services,
  document: vscode.TextDocument,
  token: vscode.CancellationToken,
): Promise<vscode.CodeLens[]> {
  const { project, owner } = services;
  if (document.uri.scheme !== 'file' && vscode.workspace.getWorkspaceFolder(document.uri) === undefined)
    return [];
  await project.load();
  await project.idle();
  const { version } = document;
  const text = document.getText();
  const found: vscode.CodeLens[] = [];
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
          toCodeLens(lens, state.index, { ...target, key: truth }),
        ),
      );
      continue;
    }
    const configuration = vscode.workspace.getConfiguration(section, document.uri);
    const context: LensContext = {
      writable: isWritable(document.uri),
      lineStarts,
      ...(owner.name === undefined ? {} : { me: owner.name }),
    };
    // What is merged by hand has no button that would do it.
    const isMerged = state.rules.mergeOf(parsed.id.path) !== undefined;
    const conflicts = isMerged ? conflictLenses(text, context) : [];
    if (item.kind === 'stream' && configuration.get<boolean>(settings.codeLensProgress, true))
      found.push(
        ...[...conflicts, ...streamLenses(item, context)].map((lens) =>
          toCodeLens(lens, state.index, target),
        ),
      );
    if (item.kind === 'spec' && configuration.get<boolean>(settings.codeLensSpecs, true))
      for (const criterion of item.criteria) {
        const tasks = state.index.tasksOf(item, criterion.id);
        found.push(
          ...criterionLenses(criterion, tasks, context).map((lens) => toCodeLens(lens, state.index, target)),
        );
      }
  }
  return found;
}

function toCodeLens(
  { line, title, tooltip, action }: Lens,
  index: ProjectIndex,
  target: FileTarget,
): vscode.CodeLens {
  const { folder, key } = target;
  const range = new vscode.Range(line, 0, line, 0);
  const command = (id: string, argument: object): vscode.CodeLens =>
    new vscode.CodeLens(range, { title, tooltip, command: id, arguments: [argument] });
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
    case 'addTask':
      return command(commands.addTask, { folder, key, criterion: action.criterion });
  }
}
