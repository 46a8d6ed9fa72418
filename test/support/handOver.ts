import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { progressOf, Repository } from './repository.ts';

/**
 * An agent goes from the brief to the end of a task with a script of the command line, and hands over to a second one, which knows nothing
 * but what the brief says. Both have Node and git, and nothing else.
 * @param script of a package, wherever it was unpacked
 */
export function handOver(script: string): void {
  const path = 'tracking/progress/2026-06-11-main.md';
  const repository = new Repository();
  try {
    repository.commit('2026-06-11', { [path]: progressOf('main', 'One | todo | -', 'Two | todo | -') });
    const agent =
      (name: string) =>
      (...argv: readonly string[]): string => {
        const { status, stdout, stderr } = spawnSync(process.execPath, [script, ...argv], {
          cwd: repository.root,
          encoding: 'utf8',
          // In an editor of its own, Node is a part of the editor.
          env: { PATH: process.env['PATH'], THROUGHLINE_AGENT: name, ELECTRON_RUN_AS_NODE: '1' },
        });
        assert.equal(status, 0, stderr);
        return stdout;
      };
    const first = agent('a-0001');
    assert.match(first('brief'), /\n- \[ \] One \(todo, free\)\n/);
    assert.match(first('claim'), /^ok Claimed One\./);
    first('note', 'One rests on the clock');
    assert.match(first('finish', 'One', '--evidence', 'npm test passes'), /^ok Finished One\./);
    const second = agent('b-0002');
    const brief = second('brief');
    assert.match(brief, /One rests on the clock/);
    assert.match(brief, /npm test passes/);
    const next = /^## Next\n- Claim (.+)$/m.exec(brief)?.[1] ?? '';
    assert.match(second('claim', next), /^ok Claimed Two\./);
    assert.match(
      readFileSync(join(repository.root, path), 'utf8'),
      /\| One \| done \| a-0001 \|\n\| Two \| wip \| b-0002 \|/,
    );
  } finally {
    repository.dispose();
  }
}
