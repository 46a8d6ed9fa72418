import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as vscode from 'vscode';
import { absolute, bytes, problemsFit } from '../../support/inHost.ts';
import { becomes, nextSave, open, row, table, type } from '../../support/typing.ts';

let path = '';
let files = 0;
const original = table(6);
const claimed = original.replace(row(2), row(2, 'wip', 'otter'));
const typed = (text: string): string => text.replace('begins', 'begins, typed');

/** Undoes (or redoes) until a text fits. */
async function step(
  command: 'undo' | 'redo',
  document: vscode.TextDocument,
  fit: (text: string) => boolean,
): Promise<void> {
  for (let steps = 0; !fit(document.getText()); steps++) {
    assert.ok(steps < 10, `${command} leads to: ${document.getText()}`);
    const changed = new Promise<void>((resolve) => {
      const listener = vscode.workspace.onDidChangeTextDocument((event) => {
        if (event.document !== document || event.contentChanges.length === 0) return;
        listener.dispose();
        resolve();
      });
    });
    await vscode.commands.executeCommand(command);
    await changed;
  }
}

/** Saves as Ctrl+S does, also what VS Code takes for saved. */
async function save(): Promise<void> {
  const saved = nextSave();
  await vscode.commands.executeCommand('workbench.action.files.save');
  await saved;
}

describe('undo in an editor that others’ changes came into', () => {
  let editor: vscode.TextEditor;
  let document: vscode.TextDocument;
  /** Somebody claims while something is typed here, and both are in the editor. */
  const merge = async (): Promise<void> => {
    await type(editor, ', typed');
    fs.writeFileSync(absolute(path), claimed);
    await becomes(document, (text) => text === typed(claimed));
  };
  beforeEach(async () => {
    path = `tracking/progress/2026-07-05-feat-undo-${++files}.md`;
    fs.writeFileSync(absolute(path), original);
    editor = await open(path);
    document = editor.document;
  });
  afterEach(async () => {
    await vscode.commands.executeCommand('workbench.action.files.revert');
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    fs.rmSync(absolute(path), { force: true });
  });

  it('takes no claim back that came from the disk, once the file is saved', async () => {
    await merge();
    await step('undo', document, (text) => text === typed(original));
    await save();
    assert.equal(bytes(path), typed(claimed));
    assert.equal(document.getText(), typed(claimed));
  });

  it('takes none back either when that save is undone and saved', async () => {
    await merge();
    for (let times = 0; times < 3; times++) {
      await step('undo', document, (text) => text === typed(original));
      await save();
      assert.equal(bytes(path), typed(claimed));
    }
  });

  it('takes back all that was typed before, and no claim', async () => {
    await merge();
    await step('undo', document, (text) => text === original);
    await save();
    assert.equal(bytes(path), claimed);
  });

  it('is followed by the claim with the next thing that is typed', async () => {
    await merge();
    await step('undo', document, (text) => text === typed(original));
    await type(editor, ', more');
    await becomes(document, (text) => text.includes('otter'));
    assert.equal(document.getText(), claimed.replace('begins', 'begins, typed, more'));
  });

  it('and redo lead to the text that was there', async () => {
    await merge();
    await step('undo', document, (text) => text === original);
    await step('redo', document, (text) => text === typed(claimed));
    await save();
    assert.equal(bytes(path), typed(claimed));
  });

  it('takes back what was typed here and saved, with all that came meanwhile', async () => {
    await merge();
    await save();
    await type(editor, ', more');
    await save();
    await step('undo', document, (text) => text === typed(claimed));
    await save();
    assert.equal(bytes(path), typed(claimed));
    await step('undo', document, (text) => text === original);
    await save();
    assert.equal(bytes(path), claimed);
  });

  it('brings back an earlier file that somebody wrote over, where nothing was unsaved', async () => {
    fs.writeFileSync(absolute(path), claimed.replaceAll('Row', 'Was'));
    await becomes(document, (text) => text.includes('Was'));
    await step('undo', document, (text) => text === original);
    await save();
    assert.equal(bytes(path), original);
  });

  it('brings a claim back that what was typed had won over', async () => {
    const at = document.positionAt(document.getText().indexOf(row(2)));
    await editor.edit((edit) => {
      edit.replace(new vscode.Range(at, at.translate(1)), row(2, 'wip', 'maple'));
    });
    fs.writeFileSync(absolute(path), claimed);
    await problemsFit(path, (found) => found.some((each) => each.includes('otter there, maple here')));
    await step('undo', document, (text) => text === original);
    await save();
    assert.equal(bytes(path), claimed);
  });

  it('leaves a row alone that was typed back by hand', async () => {
    await merge();
    const at = document.positionAt(document.getText().indexOf(row(2, 'wip', 'otter')));
    await editor.edit((edit) => {
      edit.replace(new vscode.Range(at, at.translate(1)), row(2));
    });
    assert.equal(document.getText(), typed(original));
    await save();
    assert.equal(bytes(path), typed(original));
  });
});

describe('another branch that is checked out under an editor with unsaved changes', () => {
  const git = (...args: string[]): void => {
    execFileSync('git', ['-c', 'user.name=x', '-c', 'user.email=x@example.org', ...args], {
      cwd: absolute('.'),
      stdio: 'ignore',
    });
  };
  const other = original.replace(row(4), row(4, 'done', 'ash'));
  before(() => {
    path = 'tracking/progress/2026-07-05-feat-switched.md';
    git('switch', '--create', 'switch/one');
    fs.writeFileSync(absolute(path), original);
    git('add', '--force', path);
    git('commit', '--message', 'One', '--', path);
    git('switch', '--create', 'switch/two');
    fs.writeFileSync(absolute(path), other);
    git('commit', '--message', 'Two', '--', path);
    git('switch', 'switch/one');
  });
  after(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    git('checkout', '--', path);
    git('switch', 'feat/rpc-retry');
    git('branch', '-D', 'switch/one', 'switch/two');
  });
  afterEach(async () => {
    await vscode.commands.executeCommand('workbench.action.files.revert');
  });

  it('is not merged into them, and is copied before it is saved over', async () => {
    const { document } = await open(path);
    await type(await open(path), ', typed');
    git('switch', 'switch/two');
    await problemsFit(path, (found) => found.some((each) => each.includes('Git checked out another branch')));
    assert.equal(document.getText(), typed(original));
    await save();
    assert.equal(bytes(path), typed(original), 'VS Code does not ask: the size is the same');
    const kept = fs
      .readdirSync(absolute('.git/throughline/kept'))
      .filter((each) => each.endsWith('switched.md'));
    assert.deepEqual(
      kept.map((each) => bytes(`.git/throughline/kept/${each}`)),
      [other],
    );
    git('checkout', '--', path);
    git('switch', 'switch/one');
  });

  it('is theirs too where it has the same text: what comes then is merged', async () => {
    const editor = await open(path);
    await becomes(editor.document, (text) => text === original);
    await type(editor, ', ty');
    git('switch', '--create', 'switch/three');
    await type(editor, 'ped');
    fs.writeFileSync(absolute(path), claimed);
    await becomes(editor.document, (text) => text.includes('otter'));
    await save();
    assert.equal(bytes(path), typed(claimed));
    git('checkout', '--', path);
    git('switch', 'switch/one');
    git('branch', '-D', 'switch/three');
  });
});
