import assert from 'node:assert/strict';
import { toKey } from '../../../../src/core/text/key.ts';
import { applyEdits } from '../../../../src/core/text/edit.ts';
import { SourceText } from '../../../../src/core/text/sourceText.ts';
import { problemFixes, type Mend } from '../../../../src/core/views/problemFixes.ts';
import { indexOf } from '../../../support/indexOf.ts';
import { fixProblem } from '../../../../src/core/operations/fixProblem.ts';
import type { PlanContext } from '../../../../src/core/operations/operation.ts';
import { path, rowsOf, stream, toFile } from '../../../support/parse.ts';

const head = '# x\n\nBranch: feat/x\n\n';
const table = `${head}| Task | Status | Owner |\n| --- | --- | --- |\n| One | todo | - |\n`;

/** What is proposed for the problems of a text, and the text once that is done: `title: text`. */
function fixed(text: string, others: Readonly<Record<string, string>> = {}): readonly string[] {
  const index = indexOf({ ...others, [path]: text });
  const source = new SourceText(text);
  const around = {
    path,
    paths: () => [...index.keys()].map((key) => index.pathOf(key)),
    criteria: () => index.specs().flatMap(({ criteria }) => criteria.map(({ id }) => id)),
    branches: () => ['feat/x', 'feat/y'],
  };
  return index
    .problems(toKey(path))
    .flatMap((problem) =>
      problemFixes({ problem, range: problem.range }, source, around).map(
        ({ title, mend }) => `${title}: ${mended(source, mend)}`,
      ),
    );
}

function mended(source: SourceText, { at, expect, text }: Mend): string {
  const start = source.offsetAt(at);
  const applied = applyEdits(source.text, [{ range: { start, end: start + expect.length }, expect, text }]);
  assert.ok(applied.kind === 'applied');
  return applied.text;
}

describe('the fixes of problems', () => {
  it('complete a row that ends before its columns do', () => {
    for (const [row, whole] of [
      ['| Two |', '| Two |  |  |'],
      ['| Two', '| Two |  |  |'],
      ['Two', 'Two |  |  |'],
    ] as const) {
      const [fix, ...more] = fixed(`${table}${row}\n`);
      assert.equal(fix, `Complete the Row: ${table}${whole}\n`);
      assert.deepEqual(more, []);
      assert.deepEqual(rowsOf(`${table}${whole}\n`), ['One | todo | free', 'Two | todo | free']);
    }
  });

  it('join a row that is no task behind a blank line: its status is unknown, or it has fewer cells', () => {
    for (const row of ['| Two | almost | - |', '| Two | todo |']) {
      assert.deepEqual(fixed(`${table}\n \n${row}\n`), [`Join to the Table Above: ${table}${row}\n`]);
      assert.deepEqual(fixed(`${table}\nText.\n\n${row}\n`), []);
    }
  });

  const spec = { 'spec/rpc.md': '# R\n\n- **RPC-01** one\n- **RPC-02** two\n- **RPC-103** three\n' };
  const linked = (link: string, notes: string): string =>
    `${head}Spec: ${link}\n\n| Task | Status | Notes |\n| --- | --- | --- |\n| One | todo | ${notes} |\n`;
  const exact = '[rpc](../../spec/rpc.md)';

  it('name the criterion that was meant: by its number, or by all but one sign', () => {
    for (const [written, ...meant] of [
      ['RPC-1', 'RPC-01'],
      ['RPC 02', 'RPC-02'],
      ['RPC-003', 'RPC-103'],
      ['RPC-04', 'RPC-01', 'RPC-02'],
      ['RPC-77'],
    ] as const)
      assert.deepEqual(
        fixed(linked(exact, `RPC-01, ${written}`), spec),
        meant.map((id) => `Replace “${written}” with “${id}”: ${linked(exact, `RPC-01, ${id}`)}`),
        written,
      );
  });

  it('lead a link to the file that was meant: by its name, or one much like it', () => {
    for (const [link, title] of [
      ['[rpc](../spec/rpc.md)', 'Replace “../spec/rpc.md” with “../../spec/rpc.md”'],
      ['[rpc](../../docs/rpc.md#one)', 'Replace “../../docs/rpc.md” with “../../spec/rpc.md”'],
      ['[rpc](../../spec/rcp.md)', 'Replace “../../spec/rcp.md” with “../../spec/rpc.md”'],
      ['[rpc](../../spec/rpcs.md)', 'Replace “../../spec/rpcs.md” with “../../spec/rpc.md”'],
      ['[rpc](spec/rpc.md)', 'Replace “spec/rpc.md” with “../../spec/rpc.md”'],
      ['[rpc](../../spec/other.md)', undefined],
    ] as const) {
      const anchor = link.includes('#') ? '#one' : '';
      const mendedLink = `[rpc](../../spec/rpc.md${anchor})`;
      assert.deepEqual(
        fixed(linked(link, 'x'), spec),
        title === undefined ? [] : [`${title}: ${linked(mendedLink, 'x')}`],
        link,
      );
    }
  });

  it('add the line that names the branch, where it is read', () => {
    const rest = '| Task | Status |\n| --- | --- |\n| One | todo |\n';
    for (const [text, whole] of [
      [`# x\n\n${rest}`, `# x\n\nBranch: \`feat/x\`\n\n${rest}`],
      ['# x\nSome text.\n', '# x\n\nBranch: `feat/x`\n\nSome text.\n'],
      [rest, `Branch: \`feat/x\`\n\n${rest}`],
    ] as const) {
      const [one, other] = fixed(text).filter((fix) => fix.includes('Branch'));
      assert.equal(one, `Add “Branch: feat/x”: ${whole}`);
      assert.match(other ?? '', /^Add “Branch: feat\/y”: /);
      assert.equal(stream(whole).branch, 'feat/x');
    }
  });

  it('change nothing where the words are others by now, and keep the ends of lines', () => {
    const plan = (text: string, ...mends: readonly Mend[]): unknown => {
      const { id, key } = toFile(text);
      const context = {
        documentOf: () => id,
        text: () => ({ kind: 'text', text }),
      } as unknown as PlanContext;
      const planned = fixProblem.plan(context, { document: key, mends });
      if (planned.kind !== 'plan') return planned.kind === 'refused' ? planned.code : planned.kind;
      const [change] = planned.changes;
      const applied = change?.kind === 'edit' ? applyEdits(text, change.edits) : undefined;
      return applied?.kind === 'applied' ? applied.text : undefined;
    };
    const at = { line: 1, character: 2 };
    assert.equal(plan('# x\r\n- [] One\r\n', { at, expect: '[]', text: '[ ]' }), '# x\r\n- [ ] One\r\n');
    assert.equal(
      plan('# x\r\nOne\r\n', { at: { line: 1, character: 0 }, expect: '', text: 'B\n' }),
      '# x\r\nB\r\nOne\r\n',
    );
    assert.equal(plan('# x\n- [x] One\n', { at, expect: '[]', text: '[ ]' }), 'problem.gone');
    assert.equal(plan('# x', { at, expect: '', text: 'a' }), 'problem.gone');
  });
});
