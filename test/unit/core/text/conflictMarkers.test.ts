import assert from 'node:assert/strict';
import { claim, claimNext } from '../../../../src/core/operations/claim.ts';
import { runAtOnce } from '../../../../src/core/base/steps.ts';
import fc from 'fast-check';
import { mergeConflict } from '../../../../src/core/operations/resolveConflict.ts';
import { joinRows } from '../../../../src/core/formats/tracking/joinRows.ts';
import { mergeProgressFiles } from '../../../../src/core/formats/tracking/merge/mergeProgressFiles.ts';
import { setField, tickBoxes } from '../../../../src/core/formats/tracking/workItemEdits.ts';
import { conflictLine, hasConflict, splitConflicts } from '../../../../src/core/text/conflictMarkers.ts';
import { toKey } from '../../../../src/core/text/key.ts';
import { indexOf } from '../../../support/indexOf.ts';
import { path, tasks, toAct, toFile, toOpen } from '../../../support/parse.ts';
import { formatOf } from '../../../support/rules.ts';
import { runs } from '../../../support/texts.ts';
import { attempt } from '../../../support/attempt.ts';

const example = '<<<<<<< HEAD\nold\n=======\nnew\n>>>>>>> x\n';
const real = '<<<<<<< HEAD\n- ours\n=======\n- theirs\n>>>>>>> feat/x\n';

describe('conflict markers', () => {
  for (const [name, quoted] of Object.entries({
    'a fence': `\`\`\`\n${example}\`\`\`\n`,
    'a fence of tildes that holds another fence': `~~~text\n\`\`\`\n${example}\`\`\`\n~~~\n`,
    'a longer fence that holds a shorter one': `\`\`\`\`md\n\`\`\`\n${example}\`\`\`\n\`\`\`\`\n`,
    'a comment': `<!--\n${example}-->\n`,
    'a fence with Windows line ends': `\`\`\`\n${example}\`\`\`\n`.replaceAll('\n', '\r\n'),
  })) {
    it(`are text in ${name}: the file has no conflict, and one beside it leaves them`, () => {
      assert.equal(hasConflict(quoted), false);
      assert.equal(splitConflicts(quoted), undefined);
      for (const text of [`${quoted}\n${real}`, `${real}\n${quoted}`, `${quoted}${real}${quoted}`]) {
        assert.equal(hasConflict(text), true);
        const { ours, theirs, lines } = splitConflicts(text) ?? {};
        assert.equal(ours, text.replace(real, '- ours\n'));
        assert.equal(theirs, text.replace(real, '- theirs\n'));
        assert.deepEqual(lines, [text.slice(0, text.indexOf(real)).split('\n').length - 1]);
      }
    });
  }

  it('are a conflict behind a fence that nobody closes', () => {
    assert.equal(splitConflicts(`\`\`\`\n${real}`)?.ours, '```\n- ours\n');
    assert.equal(splitConflicts(`~~~\n\`\`\`\n${real}\`\`\`\n`)?.ours, '~~~\n```\n- ours\n```\n');
  });

  it('are a conflict where they hold a whole fence, its beginning, its end or its word', () => {
    const conflict = (ours: string, theirs: string): string =>
      `<<<<<<< HEAD\n${ours}=======\n${theirs}>>>>>>> x\n`;
    for (const [before, ours, theirs, after] of [
      ['', '```\na\n```\n', 'b\n', ''],
      ['', '```\na\n```\n', '```\nb\n```\n', '\n'],
      ['', '```sh\n', '```bash\n', 'code\n```\n'],
      ['```\na\n', 'b\n```\n', 'c\n```\n', '- note\n'],
    ] as const) {
      const text = before + conflict(ours, theirs) + after + real + '```\nend\n```\n';
      const found = splitConflicts(text);
      assert.equal(found?.ours, `${before + ours + after}- ours\n\`\`\`\nend\n\`\`\`\n`);
      assert.equal(found.theirs, `${before + theirs + after}- theirs\n\`\`\`\nend\n\`\`\`\n`);
    }
  });

  it('are a conflict inside a fence when git holds sides that have no such line', () => {
    const text = `\`\`\`\n${real}${example}\`\`\`\n`;
    const sides = ['- ours', '- theirs'].map((line) => `\`\`\`\n${line}\n${example}\`\`\`\n`);
    const found = splitConflicts(text.replace('HEAD', 'main'), sides);
    assert.deepEqual([found?.ours, found?.theirs], sides);
  });

  it('are all gone or all there: no line of a side is lost, whatever fences are around them', () => {
    const line = fc.constantFrom('```\n', '~~~\n', '<!--\n', '-->\n', '```sh\n', 'a\n', '\n', example, real);
    fc.assert(
      fc.property(fc.array(line, { maxLength: 12 }), (parts) => {
        const text = parts.join('');
        const found = splitConflicts(text);
        if (found === undefined) return;
        const lines = (each: string): string[] => each.split('\n').filter((one) => !/^[<=>]{7}/.test(one));
        const both = new Set([...lines(found.ours), ...lines(found.theirs)]);
        for (const each of lines(text)) assert.ok(both.has(each), each);
        assert.equal(hasConflict(text), true);
      }),
      { numRuns: runs },
    );
  });

  it('stay in an example when the conflict beside it is resolved', () => {
    const table = (owner: string): string => `| One | wip | ${owner} |\n`;
    const head = '# x\n\n| Task | Status | Owner |\n|---|---|---|\n';
    const rest = `\n\`\`\`\n${example}\`\`\`\n`;
    const text = `${head}<<<<<<< HEAD\n${table('oak')}=======\n${table('-')}>>>>>>> x\n${rest}`;
    const stages = {
      base: `${head}| One | todo | - |\n${rest}`,
      ours: head + table('oak') + rest,
      theirs: `${head}| One | wip | - |\n${rest}`,
    };
    for (const each of [stages, undefined]) {
      const planned = mergeConflict(mergeProgressFiles, 'x.md', text, {
        stages: each,
        decisions: { One: 'ours' },
      });
      assert.equal(planned.kind === 'merged' && planned.text, head + table('oak') + rest);
    }
  });

  for (const [what, line, text] of [
    ['whole', 1, `# x\n${real}`],
    ['with its beginning removed', 4, '# x\n- ours\n=======\n- theirs\n>>>>>>> feat/x\n'],
    ['of which only the end is left', 2, '# x\n- ours\n>>>>>>> feat/x\n- more\n'],
    ['of which only the beginning is left', 1, '# x\n<<<<<<< HEAD\n- ours\n'],
    ['with longer markers', 1, `# x\n${real.replace(/[<=>]{7}/g, (signs) => signs + signs)}`],
    ['with Windows line ends', 1, `# x\n${real}`.replaceAll('\n', '\r\n')],
    ['that ends behind a quote of theirs', 1, '# x\n<<<<<<< HEAD\na\n=======\n> b\n>>>>>>> feat/x\n'],
    ['of which the end is left behind a quote', 3, '# x\n=======\n> b\n>>>>>>> feat/x\n'],
    ['in front matter', 1, '---\n<<<<<<< HEAD\na: 1\n=======\na: 2\n>>>>>>> x\n---\n'],
    ['of which a half stands behind an example', 5, `\`\`\`\n<<<<<<< a\n>>>>>>> b\n\`\`\`\n\n>>>>>>> c\n`],
  ] as const)
    it(`are found in a conflict ${what}`, () => {
      assert.equal(runAtOnce(conflictLine(text)), line);
    });

  for (const [what, text] of [
    ['a heading that is underlined', 'Title\n=======\n\nSub\n-------\n'],
    ['a row of empty cells', '|a|b|c|d|e|f|\n|-|-|-|-|-|-|\n|||||||\n'],
    ['deep quotes of a discussion', '> a\n>>>>>> b\n>>>>>>> c\n>>>>>>> d\n>>>>>>>> e\n'],
    ['a deep quote in another one', '>>>>>> b\n>>>>>>> c\n'],
    ['markers in a code span', 'Git writes `<<<<<<< HEAD` and\n- `>>>>>>> x` there.\n'],
    ['markers in the middle of a line', 'a <<<<<<< HEAD\n  >>>>>>> x\n'],
    ['half an example in a fence', '```\n<<<<<<< HEAD\n```\n\n~~~\n>>>>>>> x\n~~~\n'],
    ['half an example in a comment', '<!--\n<<<<<<< HEAD\n-->\n'],
    ['six signs', '<<<<<< HEAD\na\n======\nb\n>>>>>> x\n'],
    ['signs without a word', '<<<<<<<\n=======\n>>>>>>>\n'],
    ['signs with the word at once', '<<<<<<<HEAD\n>>>>>>>x\n'],
    ['a line that is drawn', '<<<<<<< IMPORTANT >>>>>>>\n'],
  ] as const)
    it(`are none in ${what}`, () => {
      assert.equal(runAtOnce(conflictLine(text)), undefined);
    });

  it('of any length are taken apart, and other lengths between them are text', () => {
    const longer = '<<<<<<<<< HEAD\nOurs\n=======\n=========\n- theirs\n<<<<<<< a\n>>>>>>>>> x\n';
    const found = splitConflicts(`a\n${longer}b\n`);
    assert.equal(found?.ours, 'a\nOurs\n=======\nb\n');
    assert.equal(found.theirs, 'a\n- theirs\n<<<<<<< a\nb\n');
  });

  for (const [path, problem] of [
    ['tracking/progress/2026-06-11-x.md', 'conflict.markers'],
    ['tracking/backlog/x.md', 'conflict.byHand'],
    ['tracking/tech-debt/x.md', 'conflict.byHand'],
    ['spec/x.md', 'conflict.byHand'],
  ] as const)
    it(`are told once for ${path}, whatever else is wrong with it, and keep it from being changed`, () => {
      const text = `Branch: x\n<<<<<<< HEAD\nStatus: done\n- **A-01** a\n=======\nStatus: odd\n- **A-01** b\n>>>>>>> x\n\n| Task | Status |\n|---|---|\n| One | odd |\n| One | odd |\n`;
      const index = indexOf({ [path]: text });
      assert.deepEqual(
        index.problems(toKey(path)).map(({ code, range }) => [code, index.lineIn(toKey(path), range)]),
        [[problem, 1]],
      );
      const item = index.itemAt(toKey(path));
      assert.ok(item);
      if (item.kind === 'workItem') assert.deepEqual(item.task.status, { value: 'unknown', written: '' });
      if (item.kind === 'stream') assert.equal(item.tasks.length, 1);
      const format = formatOf(path);
      const file = toFile(text, path);
      const open = toOpen(file, format);
      const [part] = open.parsed.parts;
      const [task] = part?.kind === 'streamPart' ? (part.tasks ?? []) : [];
      const words = { preferred: () => undefined, now: '2026-06-20T12:00:00Z' };
      const { tasks: edits } = open.format;
      const changes =
        part?.kind === 'streamPart' && task !== undefined
          ? [
              edits?.set(open, task, { status: 'done' }, words),
              edits?.add?.(open, part, { title: 'Two' }, words),
              edits?.addNote?.(open, part, 'maple: see', words),
              joinRows(open),
            ]
          : item.kind === 'spec'
            ? []
            : [setField(file, 'Status', 'done'), tickBoxes(file)];
      for (const change of changes) assert.equal(change?.kind === 'refused' && change.code, 'file.conflict');
      assert.equal(changes.length, { stream: 4, workItem: 2, spec: 0 }[item.kind]);
    });
});

describe('a claim in a file with a merge conflict', () => {
  it('is refused because of that, whatever the rows of both sides are', () => {
    const text =
      'Branch: x\n\n| Task | Status | Owner |\n|---|---|---|\n<<<<<<< HEAD\n| One | wip | otter |\n| Two | todo | - |\n=======\n| One | todo | - |\n| Two | todo | - |\n>>>>>>> y\n';
    const format = formatOf(path);
    assert.ok(format);
    const context = { ...toAct(toFile(text), format), me: 'maple' };
    const keys = tasks(text).map(({ key }) => key);
    assert.equal(keys.length, 2);
    for (const outcome of [
      attempt(context, claimNext, {}),
      ...keys.map((task) => attempt(context, claim, { task })),
    ])
      assert.equal(outcome.kind === 'refused' && outcome.code, 'file.conflict');
  });
});
