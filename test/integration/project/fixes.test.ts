import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { absolute, bytes, problemsFit, progressFile, workspace } from '../../support/inHost.ts';

/** What is offered for a file's problems where they stand. */
async function fixes(path: string, wanted?: string): Promise<readonly vscode.CodeAction[]> {
  const uri = vscode.Uri.file(absolute(path));
  await vscode.workspace.openTextDocument(uri);
  const [problem] = vscode.languages
    .getDiagnostics(uri)
    .filter(({ source, code }) => source === 'Throughline' && (wanted === undefined || code === wanted));
  assert.ok(problem);
  try {
    return await vscode.commands.executeCommand<vscode.CodeAction[]>(
      'vscode.executeCodeActionProvider',
      uri,
      problem.range,
      vscode.CodeActionKind.QuickFix.value,
    );
  } catch (error) {
    // VS Code drops what it was asked of a text that it reads again meanwhile, and asks anew.
    if (error instanceof Error && error.name === 'Canceled') return fixes(path, wanted);
    throw error;
  }
}

/** Applies the first of some fixes, which are all that there are. */
async function apply(
  offered: readonly (vscode.CodeAction | undefined)[],
  titles: readonly string[],
): Promise<void> {
  assert.deepEqual(offered.map((each) => each?.title ?? '').sort(), [...titles].sort());
  const fix = offered.find((each) => each?.title === titles[0]);
  assert.ok(fix?.command);
  await vscode.commands.executeCommand(fix.command.command, ...((fix.command.arguments ?? []) as unknown[]));
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
  const spec = (link: string, ...rows: readonly string[]): string =>
    one
      .replace('\n\n|', `\nSpec: [rpc-retries](${link})\n\n|`)
      .replace('| Two | todo | - |\n', rows.join(''));
  const retries = '../../spec/features/2026-06-10-rpc-retries.md';

  // Of each kind one, as it is told of and as it is mended.
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
    [
      'row.short',
      ['Complete the Row'],
      one.replace('| Two | todo | - |', '| Two |'),
      one.replace('| Two | todo | - |', '| Two |  |  |'),
    ],
    [
      'row.stray',
      ['Join to the Table Above'],
      one.replace('| Two | todo |', '\n| Two | almost |'),
      one.replace('| Two | todo |', '| Two | almost |'),
    ],
    [
      'criterion.undefined',
      ['Replace “RPC-RETRY-2” with “RPC-RETRY-02”'],
      spec(retries, '| Do RPC-RETRY-2 | todo | - |\n'),
      spec(retries, '| Do RPC-RETRY-02 | todo | - |\n'),
    ],
    [
      'criterion.near',
      ['Replace “RPC-RETRY 02” with “RPC-RETRY-02”'],
      spec(retries, '| Do RPC-RETRY 02 | todo | - |\n'),
      spec(retries, '| Do RPC-RETRY-02 | todo | - |\n'),
    ],
    [
      'link.missing',
      [`Replace “../gone/2026-06-10-rpc-retries.md” with “${retries}”`],
      spec('../gone/2026-06-10-rpc-retries.md'),
      spec(retries),
    ],
    [
      'link.inexact',
      [`Replace “spec/features/2026-06-10-rpc-retries.md” with “${retries}”`],
      spec('spec/features/2026-06-10-rpc-retries.md'),
      spec(retries),
    ],
  ] as const)
    it(`mends ${code}: ${titles[0]}`, async () => {
      fs.writeFileSync(absolute(path), text);
      await has(code);
      await apply(await fixes(path, code), titles);
      assert.equal(bytes(path), fixed);
    });

  it('adds the line of a branch that has no progress file yet', async () => {
    const named = progressFile('chore/quick-fix', 'One | todo | -');
    const git = (...args: readonly string[]): void => {
      execFileSync('git', args, { cwd: workspace });
    };
    const third = 'tracking/progress/2026-07-14-chore-quick-fix.md';
    git('branch', 'chore/quick-fix');
    try {
      fs.writeFileSync(absolute(third), named.replace('Branch: `chore/quick-fix`\n\n', ''));
      await vscode.commands.executeCommand('throughline.refresh');
      await problemsFit(third, (all) => all.some((each) => each.startsWith('branch.missing:')));
      await apply(await fixes(third, 'branch.missing'), ['Add “Branch: chore/quick-fix”']);
      assert.equal(bytes(third), named);
    } finally {
      fs.rmSync(absolute(third), { force: true });
      git('branch', '-D', 'chore/quick-fix');
    }
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
      'status.unknown',
      'Set Task Status',
      () => {
        fs.writeFileSync(absolute(path), one.replace('| Two | todo |', '| Two | almost |'));
      },
    ],
    [
      'box.unknown',
      'Set Task Status',
      () => {
        fs.writeFileSync(absolute(path), boxes('- [ ] One', '- [?] Two'));
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
    it(`offers “${title}” for ${code}, as the menu of its row does`, async () => {
      make();
      await has(code);
      assert.deepEqual(
        (await fixes(path)).map((fix) => fix.title),
        [title],
      );
    });
});
