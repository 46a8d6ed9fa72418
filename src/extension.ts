import { config } from '@vscode/l10n';
import * as vscode from 'vscode';
import { DisposableStore } from './core/base/disposable.ts';
import { systems } from './core/formats/registry.ts';
import { UnsavedRegistry } from './platform/node/unsavedRegistry.ts';
import { rowsOf } from './platform/node/databaseMount.ts';
import { createGit } from './platform/node/git.ts';
import { MarkdownWorker } from './platform/node/markdownWorker.ts';
import { AllowedLinks } from './platform/vscode/allowedLinks.ts';
import { Branches } from './platform/vscode/git.ts';
import { uriOf } from './platform/vscode/places.ts';
import { TerminalCommand } from './platform/vscode/terminals.ts';
import { UnsavedChanges } from './platform/vscode/unsaved.ts';
import { createEditorWorld } from './platform/vscode/world.ts';
import { BranchStatuses } from './project/branchStatuses.ts';
import { Project } from './project/project.ts';
import { registerCloseDebtItem } from './surfaces/closeDebtItem.ts';
import { createConfirmations, createClosePreferences } from './surfaces/confirmations.ts';
import { registerAgentsWorkflow } from './surfaces/agentsWorkflow.ts';
import { registerBoard } from './surfaces/board.ts';
import { registerBranchCommands } from './surfaces/branchCommands.ts';
import { registerBranchDocuments } from './surfaces/branchDocuments.ts';
import { registerChangeTexts } from './surfaces/changeTexts.ts';
import { registerCheckOutBranch } from './surfaces/checkOutBranch.ts';
import { registerCodeLenses } from './surfaces/codeLenses.ts';
import { registerCreationCommands } from './surfaces/creationCommands.ts';
import { registerDiagnostics } from './surfaces/diagnostics.ts';
import { registerEditChange } from './surfaces/editChange.ts';
import { registerFeatureCommands } from './surfaces/featureCommands.ts';
import { registerFileCommands } from './surfaces/fileCommands.ts';
import { registerFixProblem } from './surfaces/fixProblem.ts';
import { createGuard } from './surfaces/guard.ts';
import { registerInitializeSpecDatabase } from './surfaces/initializeSpecDatabase.ts';
import { registerInitializeTracking } from './surfaces/initializeTracking.ts';
import { registerJoinTable } from './surfaces/joinTable.ts';
import { registerLinkCommands } from './surfaces/linkCommands.ts';
import { registerLinkPermissions } from './surfaces/linkPermissions.ts';
import { createOwner } from './surfaces/owner.ts';
import { registerLostChanges } from './surfaces/lostChanges.ts';
import { registerMergeFiles } from './surfaces/mergeFiles.ts';
import { registerNumbersNoColors } from './surfaces/numbersNoColors.ts';
import { registerProposeChange } from './surfaces/proposeChange.ts';
import { registerReconcileItem } from './surfaces/reconcileItem.ts';
import { registerResolveConflict } from './surfaces/resolveConflict.ts';
import { registerSavedOver } from './surfaces/savedOver.ts';
import { registerSidebar } from './surfaces/sidebar.ts';
import { registerStatusItems } from './surfaces/statusItems.ts';
import type { Services } from './surfaces/surface.ts';
import { registerStartTrace } from './surfaces/startTrace.ts';
import { registerStartWorkspace } from './surfaces/startWorkspace.ts';
import { registerBacklogCommands } from './surfaces/backlogCommands.ts';
import { registerTaskCommands } from './surfaces/taskCommands.ts';
import { registerTraceCommands } from './surfaces/traceCommands.ts';
import { registerTerminals } from './surfaces/terminals.ts';
import { createOutcomes, registerUndoChange } from './surfaces/undoChange.ts';
import { registerWalkthrough } from './surfaces/walkthrough.ts';
import { registerViewCommands } from './surfaces/viewCommands.ts';
import { createViewState } from './surfaces/viewState.ts';
import { registerArchiveChange } from './surfaces/archiveChange.ts';
import { registerSaveRationale } from './surfaces/saveRationale.ts';
import { registerStartChange } from './surfaces/startChange.ts';
import { registerSpecStatusCommand } from './surfaces/specStatusCommand.ts';
import { registerWorkspaceCommands } from './surfaces/workspaceCommands.ts';
import { toBranchUri, toRowsUri } from './surfaces/widgets/branchUri.ts';
import { shortRef } from './core/model/branch.ts';
import { contextKeys } from './ids.ts';

/** The only composition root in VS Code: the world, project, then each surface, in that order. */
export function activate(context: vscode.ExtensionContext): void {
  const store = new DisposableStore();
  context.subscriptions.push(store);
  // Buttons and welcome texts of an extension that is switched off would stay.
  store.add({
    dispose: () => {
      for (const key of Object.values(contextKeys))
        void vscode.commands.executeCommand('setContext', key, undefined);
    },
  });
  // What knows nothing of VS Code speaks its language all the same: before anything says a word.
  config({ contents: vscode.l10n.bundle ?? {} });

  const log = store.add(vscode.window.createOutputChannel('Throughline', { log: true }));
  const onError = (error: unknown): void => {
    log.error(error instanceof Error ? error : String(error));
  };
  const git = createGit(onError);
  const worker = store.add(
    new MarkdownWorker({
      workerFile: vscode.Uri.joinPath(context.extensionUri, 'dist', 'markdownWorker.cjs').fsPath,
      onError,
    }),
  );
  const unsavedRegistry = new UnsavedRegistry(onError);
  const allowed = store.add(new AllowedLinks(context.workspaceState, onError));
  const world = store.add(
    createEditorWorld({
      git,
      markdown: worker,
      unsaved: unsavedRegistry,
      allowed,
      systems,
      databaseWorker: vscode.Uri.joinPath(context.extensionUri, 'dist', 'databaseWorker.cjs').fsPath,
      log: onError,
    }),
  );
  const { documents, repository } = world;
  const unsaved = store.add(
    new UnsavedChanges(unsavedRegistry, documents, repository, context.workspaceState, onError),
  );
  const project = store.add(new Project(world, onError, systems));

  const services: Services = {
    project,
    branches: store.add(new Branches(git, onError)),
    owner: store.add(createOwner((folder) => git.userName(folder), onError)),
    selection: { row: undefined },
    viewState: store.add(createViewState(context.workspaceState, onError)),
    outcomes: store.add(createOutcomes()),
    confirmations: createConfirmations(context.workspaceState),
    closePreferences: createClosePreferences(context.workspaceState),
    links: {
      get allowed() {
        return allowed.all;
      },
      targetOf: (folder, path) => documents.targetOf({ folder, path }),
      find: (target) => allowed.find(target),
      allow: (place) => allowed.allow(place),
      forget: (place) => allowed.forget(place),
    },
    terminalCommand: new TerminalCommand(
      context.environmentVariableCollection,
      vscode.Uri.joinPath(context.globalStorageUri, 'bin').fsPath,
      { node: process.execPath, script: vscode.Uri.joinPath(context.extensionUri, 'dist', 'cli.cjs').fsPath },
    ),
    guard: createGuard(log),
    log,
    // Without translated texts all else is in English.
    language: vscode.l10n.bundle === undefined ? 'en' : vscode.env.language,
    extensionUri: context.extensionUri,
    uri: (folder, key) => {
      const source = project.folder(folder)?.sources.find(key);
      if (source?.at.kind === 'ref')
        return toBranchUri(shortRef(source.at.ref), source.file.path, { folder, key });
      const document = project.documentOf({ folder, key });
      return rowsOf(document) === undefined
        ? uriOf(document.folder, document.path)
        : toRowsUri(document.path, { folder, key });
    },
    repository,
    branchStatuses: store.add(new BranchStatuses(project, world, onError)),
  };
  store.add(
    services.branches.onDidMove(() => {
      repository.tellMoved();
    }),
  );
  store.add(registerBranchDocuments(services));
  store.add(registerChangeTexts(services));
  store.add(registerProposeChange(services));
  store.add(registerEditChange(services));
  store.add(registerSidebar(services));
  store.add(registerCodeLenses(services));
  store.add(registerStatusItems(services));
  store.add(registerBoard(services));
  store.add(registerDiagnostics(services));
  store.add(registerNumbersNoColors(services));
  store.add(registerTaskCommands(services));
  store.add(registerBacklogCommands(services));
  store.add(registerTraceCommands(services));
  store.add(registerStartTrace(services));
  store.add(registerWorkspaceCommands(services));
  store.add(registerStartWorkspace(services));
  store.add(registerFeatureCommands(services));
  store.add(registerSpecStatusCommand(services));
  store.add(registerSaveRationale(services));
  store.add(registerArchiveChange(services));
  store.add(registerStartChange(services));
  store.add(registerFileCommands(services));
  store.add(registerLinkCommands(services));
  store.add(registerLinkPermissions(services));
  store.add(registerCreationCommands(services));
  store.add(registerBranchCommands(services));
  store.add(registerCheckOutBranch(services));
  store.add(registerReconcileItem(services));
  store.add(registerCloseDebtItem(services));
  store.add(registerAgentsWorkflow(services));
  store.add(registerInitializeTracking(services));
  store.add(registerInitializeSpecDatabase(services));
  store.add(registerLostChanges(services));
  store.add(registerSavedOver(services, unsaved.onDidSaveOver));
  store.add(registerResolveConflict(services));
  store.add(registerJoinTable(services));
  store.add(registerFixProblem(services));
  store.add(registerMergeFiles(services));
  store.add(registerUndoChange(services));
  store.add(registerViewCommands(services));
  store.add(registerTerminals(services));
  store.add(registerWalkthrough(services));
}
