import * as vscode from 'vscode';
import { workspace } from '../../support/inHost.ts';
import { OwnProject } from '../../support/ownProject.ts';
import { describeStore } from '../../support/storeContract.ts';

describe('the store of editors and files', () => {
  const own = new OwnProject();
  after(() => {
    own.dispose();
  });
  describeStore(() => ({
    documents: own.world.documents,
    folder: vscode.workspace.workspaceFolders?.[0]?.uri.toString() ?? '',
    root: workspace,
  }));
});
