import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import * as vscode from 'vscode';
import { claim } from '../../../src/core/operations/claim.ts';
import { toKey } from '../../../src/core/text/key.ts';
import { absolute, bytes, problems, problemsFit } from '../../support/inHost.ts';
import { OwnProject } from '../../support/ownProject.ts';
import { becomes, nextSave, open, row, table, type } from '../../support/typing.ts';
import { runOn } from '../../support/attempt.ts';

/** Resolves as soon as other extensions let this thread go: what is large, VS Code's own read for long. */
async function calm(): Promise<void> {
  for (let inTime = 0; inTime < 5;) {
    const start = Date.now();
    await new Promise((resolve) => setTimeout(resolve, 20));
    inTime = Date.now() - start < 60 ? inTime + 1 : 0;
  }
}

/** Each test has a file of its own: VS Code keeps the text of a closed one for a while. */
let path = '';
let files = 0;
const claims = Number(process.env['THROUGHLINE_CLAIMS'] ?? 40);
describe('unsaved changes', () => {
  beforeEach(() => {
    path = `tracking/progress/2026-07-04-feat-unsaved-${++files}.md`;
    fs.writeFileSync(absolute(path), table(6));
  });
  afterEach(async () => {
    await vscode.commands.executeCommand('workbench.action.files.revert');
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    fs.rmSync(absolute(path), { force: true });
  });

  it('are overwritten by VS Code where nobody merges: a change of the same size on disk is lost', async () => {
    const plain = 'plain-notes.md';
    fs.writeFileSync(absolute(plain), table(6));
    const editor = await open(plain);
    await type(editor, ', typed');
    fs.writeFileSync(absolute(plain), table(6).replace(row(2), row(2, 'wip', 'otter')));
    await editor.document.save();
    assert.ok(!bytes(plain).includes('otter'), 'this is why the next test is there');
    await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
    fs.rmSync(absolute(plain));
  });

  it('keep a claim of the same size that was made on disk meanwhile', async () => {
    const editor = await open(path);
    await type(editor, ', typed');
    fs.writeFileSync(absolute(path), table(6).replace(row(2), row(2, 'wip', 'otter')));
    await editor.document.save();
    assert.equal(
      bytes(path),
      table(6)
        .replace(row(2), row(2, 'wip', 'otter'))
        .replace('begins', 'begins, typed'),
    );
  });

  it('keep a claim that was made on disk when they are saved by themselves in the middle of a list item', async () => {
    const configuration = vscode.workspace.getConfiguration('files');
    const editor = await open(path);
    await type(editor, '\n- ');
    const claimed = table(6).replace(row(2), row(2, 'wip', 'otter'));
    fs.writeFileSync(absolute(path), claimed);
    const saved = nextSave();
    await configuration.update('autoSaveDelay', 50, vscode.ConfigurationTarget.Workspace);
    await configuration.update('autoSave', 'afterDelay', vscode.ConfigurationTarget.Workspace);
    await type(editor, '[');
    await saved;
    await configuration.update('autoSave', undefined, vscode.ConfigurationTarget.Workspace);
    await configuration.update('autoSaveDelay', undefined, vscode.ConfigurationTarget.Workspace);
    assert.equal(bytes(path), `${claimed}- [\n`);
  });

  it('are joined by what is written on disk, in the editor, as soon as it comes', async () => {
    const editor = await open(path);
    await type(editor, ', typed');
    fs.writeFileSync(absolute(path), table(6).replace(row(2), row(2, 'wip', 'otter-longer-than-before')));
    await becomes(editor.document, (text) => text.includes('otter-longer'));
    assert.ok(editor.document.getText().includes('begins, typed'));
    assert.ok(editor.document.isDirty);
    assert.ok(!(await editor.document.save()), 'VS Code asks: the size is another one');
    assert.ok(!bytes(path).includes('typed'));
  });

  it('have every byte when they are saved while the merge is on its way', async () => {
    const editor = await open(path);
    const claimed = table(6).replace(row(2), row(2, 'wip', 'otter'));
    await type(editor, ', typed');
    fs.writeFileSync(absolute(path), claimed);
    await Promise.all([vscode.commands.executeCommand('throughline.refresh'), editor.document.save()]);
    assert.equal(bytes(path), claimed.replace('begins', 'begins, typed'));
  });

  it('stay as they are where the same row was changed on disk, and that is said', async () => {
    const editor = await open(path);
    const { document } = editor;
    const at = document.positionAt(document.getText().indexOf(row(2)));
    await editor.edit((edit) => {
      edit.replace(new vscode.Range(at, at.translate(1)), row(2, 'wip', 'maple'));
    });
    fs.writeFileSync(
      absolute(path),
      table(6)
        .replace(row(2), row(2, 'wip', 'otter'))
        .replace(row(4), row(4, 'done', 'ash')),
    );
    await becomes(document, (text) => text.includes(row(4, 'done', 'ash')));
    assert.ok(document.getText().includes(row(2, 'wip', 'maple')));
    await problemsFit(path, (found) =>
      found.some((each) =>
        each.startsWith('conflict.unsaved: “Row 2” was changed on disk too: otter there, maple here.'),
      ),
    );
  });

  describe('of a file that cannot be merged any more', () => {
    /** Beside the locks, in the common directory. */
    const kept = absolute('.git/throughline/kept');
    const hashOf = (content: Buffer): string => createHash('sha1').update(content).digest('hex');
    const copies = (): string[] =>
      (fs.existsSync(kept) ? fs.readdirSync(kept) : [])
        .filter((name) => name.includes(`-feat-unsaved-${files}.md`))
        .map((name) => hashOf(fs.readFileSync(join(kept, name))));
    const note = ', typed';
    const typed = table(6).replace('begins', `begins${note}`);
    /** As much as the editor had: VS Code does not ask then. */
    const latin1 = Buffer.from(table(6).replace('nobody', 'Andr\xe9 '), 'latin1');
    const older = (text: Buffer): void => {
      const next = absolute(`${path}.next`);
      fs.writeFileSync(next, text);
      fs.utimesSync(next, 1_000_000_000, 1_000_000_000);
      fs.renameSync(next, absolute(path));
    };
    const change: Readonly<Record<string, readonly [change: () => void, why: RegExp]>> = {
      'not UTF-8': [
        () => {
          fs.writeFileSync(absolute(path), latin1);
        },
        /not valid UTF-8/,
      ],
      'not UTF-8, longer, and older than what was opened': [
        () => {
          older(Buffer.concat([latin1, latin1]));
        },
        /not valid UTF-8/,
      ],
      'UTF-16, and older': [
        () => {
          older(Buffer.from(`\uFEFF${table(6)}`, 'utf16le'));
        },
        /UTF-16/,
      ],
      'binary, and older': [
        () => {
          older(Buffer.from(table(7).replace('begins', '\0')));
        },
        /NUL bytes/,
      ],
      'too large, and older': [
        () => {
          older(Buffer.alloc(5 * 1024 * 1024 + 1, 'too large\n'));
        },
        /too large/,
      ],
    };
    for (const [name, [write, why]] of Object.entries(change))
      it(`keep a copy of what is on disk, once: ${name}`, async () => {
        const editor = await open(path);
        // VS Code's own Markdown reads what is too large, and keeps this thread busy for longer than a save is held back.
        await vscode.languages.setTextDocumentLanguage(editor.document, 'plaintext');
        await type(editor, note);
        write();
        const before = fs.readFileSync(absolute(path));
        await problemsFit(path, (found) => found.some((each) => why.test(each)));
        await calm();
        assert.ok(await editor.document.save());
        assert.equal(bytes(path), typed);
        assert.deepEqual(copies(), [hashOf(before)]);
        assert.deepEqual(problems(path), []);
        await type(editor, '!');
        assert.ok(await editor.document.save());
        assert.equal(copies().length, 1);
      });

    it('keep a copy also where VS Code asks, and nothing is saved yet', async () => {
      const editor = await open(path);
      await type(editor, note);
      const longer = Buffer.concat([latin1, latin1]);
      fs.writeFileSync(absolute(path), longer);
      assert.ok(!(await editor.document.save()));
      assert.ok(!(await editor.document.save()));
      assert.deepEqual(fs.readFileSync(absolute(path)), longer);
      assert.deepEqual(copies(), [hashOf(longer)]);
    });

    it('keep no copy of what a link out of the workspace leads to', async () => {
      const outside = join(fs.mkdtempSync(join(tmpdir(), 'throughline-outside-')), 'secret.md');
      const editor = await open(path);
      await type(editor, note);
      fs.writeFileSync(outside, table(6).replace(row(2), row(2, 'wip', 'otter')));
      fs.rmSync(absolute(path));
      fs.symlinkSync(outside, absolute(path));
      await problemsFit(path, (found) => found.some((each) => each.includes('leads out of the workspace')));
      await editor.document.save();
      assert.ok(!editor.document.getText().includes('otter'), 'nothing of it is read');
      assert.deepEqual(copies(), []);
      fs.rmSync(dirname(outside), { recursive: true });
    });

    it('keep nothing where nothing is: a file that was removed comes back with the save', async () => {
      const editor = await open(path);
      await type(editor, note);
      fs.rmSync(absolute(path));
      assert.ok(await editor.document.save());
      assert.equal(bytes(path), typed);
      assert.deepEqual(copies(), []);
    });

    it('keep a copy of what came right behind a save, before it was known', async () => {
      const editor = await open(path);
      await type(editor, note);
      const other = Buffer.from(typed);
      other[0] = 0xe9;
      // Somebody writes as soon as VS Code has, and before it tells; in place: of an empty file VS Code would keep that, and ask.
      const writer = setInterval(() => {
        if (bytes(path) !== typed) return;
        clearInterval(writer);
        const file = fs.openSync(absolute(path), 'r+');
        fs.writeSync(file, other, 0, 1, 0);
        fs.closeSync(file);
      }, 1);
      assert.ok(await editor.document.save());
      assert.deepEqual(fs.readFileSync(absolute(path)), other);
      await type(editor, '!');
      assert.ok(await editor.document.save());
      assert.deepEqual(copies(), [hashOf(other)]);
    });

    it('are saved without a copy where only VS Code can read the file', async () => {
      fs.writeFileSync(absolute(path), latin1);
      const editor = await open(path);
      await type(editor, note);
      assert.ok(await editor.document.save());
      assert.deepEqual(copies(), []);
    });
  });

  it(`lose no claim and no keystroke: ${claims} claims while the file and another are typed in and saved by themselves`, async function () {
    this.timeout(10 * 60_000);
    const other = 'tracking/progress/2026-07-04-feat-other.md';
    fs.writeFileSync(absolute(path), table(claims));
    fs.writeFileSync(absolute(other), table(2).replaceAll('feat/unsaved', 'feat/other'));
    const configuration = vscode.workspace.getConfiguration('files');
    await configuration.update('autoSave', 'afterDelay', vscode.ConfigurationTarget.Workspace);
    await configuration.update('autoSaveDelay', 50, vscode.ConfigurationTarget.Workspace);
    const own = new OwnProject();
    const { project, folder } = own;
    const editors = [await open(other), await open(path)];
    let typed = 0;
    const type = async ({ document }: vscode.TextEditor): Promise<void> => {
      const edit = new vscode.WorkspaceEdit();
      edit.insert(document.uri, document.lineAt(document.lineCount - 2).range.end, `.${typed}.`);
      // Counted only if the editor took it: it refuses when the text was changed in that moment.
      if (await vscode.workspace.applyEdit(edit)) typed++;
    };
    const refusals = new Map<string, number>();
    const claimRow = async (i: number): Promise<void> => {
      for (;;) {
        const saved = nextSave();
        const result = await runOn(
          project,
          { folder, key: toKey(path) },
          claim,
          { task: toKey(`${path}#Row ${i}`) },
          { me: `m${i}`, through: 'disk' },
        );
        if (result.kind === 'done' || result.kind === 'unchanged') return;
        const code = result.kind === 'refused' ? result.code : result.kind;
        refusals.set(code, (refusals.get(code) ?? 0) + 1);
        // A save came in the moment of the claim: what became of it, the next look tells.
        if (code === 'unknown') continue;
        // The extension in this window is somebody else to the project of this test.
        assert.match(code, /^file\.dirty/);
        await saved;
      }
    };
    // Now the same file is typed in while it is changed on disk, now another one.
    for (let i = 0; i < claims; i++) {
      const editor = editors[i % 2];
      assert.ok(editor);
      await Promise.all([type(editor), claimRow(i)]);
    }
    for (const { document } of editors) if (document.isDirty) await document.save();
    await new Promise((resolve) => setTimeout(resolve, 2000));
    console.log(`      ${claims} claims, ${typed} times typed, refused: ${JSON.stringify([...refusals])}`);
    const text = bytes(path);
    for (let i = 0; i < claims; i++) assert.ok(text.includes(row(i, 'wip', `m${i}`)), `row ${i}`);
    const all = text + bytes(other);
    for (let i = 0; i < typed; i++) assert.ok(all.includes(`.${i}.`), `keystroke ${i}`);
    assert.ok(typed > claims / 2, `${typed} times typed`);
    await configuration.update('autoSave', undefined, vscode.ConfigurationTarget.Workspace);
    await configuration.update('autoSaveDelay', undefined, vscode.ConfigurationTarget.Workspace);
    own.dispose();
    fs.rmSync(absolute(other));
  });
});
