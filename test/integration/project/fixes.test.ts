import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { absolute, bytes, problemsFit, progressFile } from '../../support/inHost.ts';

/** What is offered for a file's problems where they stand. */
async function fixes(path: string, wanted?: string): Promise<readonly vscode.CodeAction[]> {
  const uri = vscode.Uri.file(absolute(path));
  await vscode.workspace.openTextDocument(uri);
  const [problem] = vscode.languages
    .getDiagnostics(uri)
    .filter(({ source, code }) => source === 'Throughline' && (wanted === undefined || code === wanted));
  assert.ok(problem);
  return vscode.commands.executeCommand<vscode.CodeAction[]>(
    'vscode.executeCodeActionProvider',
    uri,
    problem.range,
    vscode.CodeActionKind.QuickFix.value,
  );
}

describe('the light bulb on a problem', () => {
  const path = 'tracking/progress/2026-07-12-feat-fixes.md';
  const second = 'tracking/progress/2026-07-13-feat-fixes.md';
  const one = progressFile('feat/fixes', 'One | todo | -', 'Two | todo | -');
  const outside = fs.mkdtempSync(join(fs.realpathSync(tmpdir()), 'throughline-outside-'));
  const has = (code: string): Promise<void> =>
    problemsFit(path, (problems) => problems.some((problem) => problem.startsWith(`${code}:`)));

  before(async () => {
    await vscode.commands.executeCommand('throughline.refresh');
  });
  afterEach(() => {
    for (const each of [path, second]) fs.rmSync(absolute(each), { force: true });
  });
  after(() => {
    fs.rmSync(outside, { recursive: true });
  });

  it('joins rows to their table', async () => {
    fs.writeFileSync(absolute(path), one.replace('| Two', '\n| Two'));
    await has('row.cutOff');
    const [fix, ...others] = await fixes(path);
    assert.deepEqual([fix?.title, others.length], ['Join to the Table Above', 0]);
    assert.ok(fix?.command);
    await vscode.commands.executeCommand(
      fix.command.command,
      ...((fix.command.arguments ?? []) as unknown[]),
    );
    assert.equal(bytes(path), one);
  });

  const boxes = (...lines: readonly string[]): string =>
    `# boxes\n\nBranch: \`feat/fixes\`\n\n## Tasks\n\n${lines.map((line) => `${line}\n`).join('')}`;

  for (const [code, titles, text, fixed] of [
    [
      'box.broken',
      ['Replace “- []” with “- [ ]”'],
      boxes('- [ ] One', '- [] Two'),
      boxes('- [ ] One', '- [ ] Two'),
    ],
    [
      'box.broken',
      ['Fix all 2 problems of this kind in the file', 'Replace “- [ x ]” with “- [x]”'],
      boxes('- [ x ] One', '-[ ] Two'),
      boxes('- [x] One', '- [ ] Two'),
    ],
  ] as const)
    it(`mends ${code}: ${titles[0]}`, async () => {
      fs.writeFileSync(absolute(path), text);
      await has(code);
      const offered = await fixes(path, code);
      assert.deepEqual(offered.map(({ title }) => title).sort(), [...titles].sort());
      const fix = offered.find(({ title }) => title === titles[0]);
      assert.ok(fix?.command);
      await vscode.commands.executeCommand(
        fix.command.command,
        ...((fix.command.arguments ?? []) as unknown[]),
      );
      assert.equal(bytes(path), fixed);
    });

  for (const [code, title, make] of [
    [
      'conflict.markers',
      'Resolve Tracking Conflict',
      () => {
        const both = '<<<<<<< a\n| One | wip | maple |\n=======\n| One | wip | otter |\n>>>>>>> b\n';
        fs.writeFileSync(absolute(path), one.replace('| One | todo | - |\n', both));
      },
    ],
    [
      'branch.duplicate',
      'Merge Progress Files',
      () => {
        for (const each of [path, second]) fs.writeFileSync(absolute(each), one);
      },
    ],
    [
      'file.outside',
      'Allow Link...',
      () => {
        fs.writeFileSync(join(outside, 'a.md'), one);
        fs.symlinkSync(join(outside, 'a.md'), absolute(path));
      },
    ],
  ] as const)
    it(`offers “${title}”, as the menu of its row does`, async () => {
      make();
      await has(code);
      assert.deepEqual(
        (await fixes(path)).map((fix) => fix.title),
        [title],
      );
    });
});
