import assert from 'node:assert/strict';
import fc from 'fast-check';
import { planResolution } from '../../../../src/core/actions/resolveConflict.ts';
import { hasConflict, splitConflicts } from '../../../../src/core/text/conflictMarkers.ts';
import { runs } from '../../../support/texts.ts';

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
      const planned = planResolution('x.md', text, { stages: each, decisions: new Map([['One', 'ours']]) });
      assert.equal('text' in planned && planned.text, head + table('oak') + rest);
    }
  });
});
