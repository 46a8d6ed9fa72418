import assert from 'node:assert/strict';
import fc from 'fast-check';
import { workflowLines, workflowEdits } from '../../../../src/core/formats/tracking/workflowSection.ts';
import { refusalMessage } from '../../../../src/core/messages/refusals.ts';
import { applyEdits } from '../../../../src/core/text/edit.ts';

const lines = workflowLines('tracking');
const section = lines.join('\n');

function after(text: string, directory = 'tracking'): string {
  const planned = workflowEdits(text, directory);
  if (planned.kind === 'refused') return `refused: ${refusalMessage(planned)}`;
  if (planned.edits.length === 0) return 'unchanged';
  const result = applyEdits(text, planned.edits);
  return result.kind === 'applied' ? result.text : 'mismatch';
}

describe('the workflow section for agents', () => {
  it('is added at the end, once', () => {
    assert.equal(after('# Rules\n'), `# Rules\n\n${section}\n`);
    assert.equal(after('# Rules'), `# Rules\n\n${section}\n`);
    assert.equal(after('# Rules\n\n'), `# Rules\n\n${section}\n`);
    assert.equal(after(''), `${section}\n`);
    assert.equal(after('# Rules\r\n'), `# Rules\r\n\r\n${lines.join('\r\n')}\r\n`);
    assert.equal(after(`# Rules\n\n${section}\n`), 'unchanged');
  });

  it('is brought up to date between its marks, and nothing else is touched', () => {
    const old = '<!-- throughline:begin -->\nold words\n<!-- throughline:end -->';
    assert.equal(after(`# Before\n\n${old}\n\n# Behind\n`), `# Before\n\n${section}\n\n# Behind\n`);
    assert.match(after(section, 'docs/work'), /`docs\/work\/progress\//);
  });

  it('is left alone where its marks do not fit together', () => {
    for (const text of [
      '<!-- throughline:begin -->\n',
      '<!-- throughline:end -->\n<!-- throughline:begin -->\n',
      `${section}\n${section}\n`,
    ])
      assert.match(after(text), /^refused: /);
  });

  it('keeps every other byte of any text', () => {
    const line = fc.constantFrom(
      '',
      'text',
      '# Head',
      '- item',
      '<!-- throughline:begin -->',
      'x <!-- throughline:end -->',
      '```',
    );
    fc.assert(
      fc.property(
        fc.array(line, { maxLength: 6 }),
        fc.constantFrom('\n', '\r\n'),
        fc.boolean(),
        (all, end, open) => {
          const text = all.join(end) + (open ? '' : end);
          const result = after(text);
          if (result.startsWith('refused') || result === 'unchanged') return;
          assert.ok(result.startsWith(text), JSON.stringify([text, result]));
          assert.equal(after(result), 'unchanged');
        },
      ),
    );
  });
});
