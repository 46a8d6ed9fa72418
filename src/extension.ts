import * as vscode from 'vscode';
import { DisposableStore } from './core/base/disposable.ts';
import { createGit } from './platform/git.ts';
import { MarkdownWorker } from './platform/markdownWorker.ts';
import { Branches } from './platform/vscodeGit.ts';
import { VscodeHost } from './platform/vscodeHost.ts';
import { Project } from './project/project.ts';
import { registerBranchProgress } from './surfaces/branchProgress.ts';
import { registerDiagnostics } from './surfaces/diagnostics.ts';
import { registerFileCommands } from './surfaces/fileCommands.ts';
import { createGuard } from './surfaces/guard.ts';
import { createOwner } from './surfaces/owner.ts';
import type { Services } from './surfaces/surface.ts';
import { registerTaskCommands } from './surfaces/taskCommands.ts';

/** The only composition root in VS Code: host, project, then each surface, in that order. */
export function activate(context: vscode.ExtensionContext): void {
  const store = new DisposableStore();
  context.subscriptions.push(store);

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
  const host = store.add(new VscodeHost(worker, onError));
  const project = store.add(new Project(host, onError));

  const services: Services = {
    project,
    branches: store.add(new Branches(git, onError)),
    owner: store.add(createOwner((folder) => git.userName(folder), onError)),
    guard: createGuard(log),
    log,
    uri: (folder, path) => host.uri(folder, path),
  };
  store.add(registerBranchProgress(services));
  store.add(registerDiagnostics(services));
  store.add(registerTaskCommands(services));
  store.add(registerFileCommands(services));
}
