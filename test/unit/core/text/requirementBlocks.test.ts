import assert from 'node:assert/strict';
import fc from 'fast-check';
import { runAtOnce } from '../../../../src/core/base/steps.ts';
import {
  comparableBlock,
  readRequirementText,
  type RequirementText,
} from '../../../../src/core/text/requirementBlocks.ts';
import type { Range } from '../../../../src/core/text/range.ts';
import { SourceText } from '../../../../src/core/text/sourceText.ts';

function read(text: string): RequirementText & { readonly cut: (range: Range) => string } {
  const source = new SourceText(text);
  return { ...runAtOnce(readRequirementText(source)), cut: (range) => source.slice(range) };
}

const sample = `# Export

## Purpose
Data leaves the house.

## Requirements
### Requirement: User can export data
The system SHALL allow users to export their data.

#### Scenario: Successful export
- **WHEN** the user clicks "Export"
- **THEN** a file is written

#### Scenario: Nothing to export ####
- **THEN** the user is told so

### requirement:Exports are private ##
Nobody else sees them.

\`\`\`md
### Requirement: An example
#### Scenario: Of an example
\`\`\`

## Notes
Nothing.
`;

describe('requirements in a text', () => {
  it('are read with their scenarios, section by section', () => {
    const { sections, lookalikes, cut } = read(sample);
    assert.deepEqual(
      sections.map(({ title, blocks }) => [title, blocks.length]),
      [
        [undefined, 0],
        ['Purpose', 0],
        ['Requirements', 2],
        ['Notes', 0],
      ],
    );
    const [first, second] = sections[2]?.blocks ?? [];
    assert.ok(first !== undefined && second !== undefined);
    assert.deepEqual(
      [first.name, cut(first.nameRange), cut(first.heading)],
      ['User can export data', 'User can export data', '### Requirement: User can export data'],
    );
    assert.equal(cut(first.text), 'The system SHALL allow users to export their data.');
    assert.deepEqual(
      first.scenarios.map(({ name, body }) => [name, cut(body)]),
      [
        ['Successful export', '- **WHEN** the user clicks "Export"\n- **THEN** a file is written'],
        ['Nothing to export', '- **THEN** the user is told so'],
      ],
    );
    assert.ok(cut(first.range).endsWith('the user is told so'));
    assert.equal(second.name, 'Exports are private');
    assert.deepEqual(second.scenarios, []);
    assert.ok(cut(second.body).endsWith('```'));
    assert.deepEqual(lookalikes, []);
  });

  it('keep a sign that belongs to their name', () => {
    assert.equal(
      read('## Requirements\n### Requirement: Speaks C#\n').sections[1]?.blocks[0]?.name,
      'Speaks C#',
    );
  });

  for (const [name, line, kind] of [
    ['a requirement with two signs', '## Requirement: Two', 'requirementLevel'],
    ['a requirement with four signs', '#### Requirement: Four', 'requirementLevel'],
    ['a scenario with three signs', '### Scenario: Three', 'scenarioLevel'],
    ['a scenario with five signs', '##### Scenario: Five', 'scenarioLevel'],
    ['a scenario without a blank', '####Scenario: Close', 'scenarioLevel'],
    ['a scenario as an item', '- **Scenario: Item**', 'scenarioText'],
    ['a scenario in bold', '**Scenario:** Bold', 'scenarioText'],
    ['another heading', '### Background', 'otherHeading'],
    ['a sentence that names a scenario', 'Each scenario: see below.', undefined],
    ['a list of something else', '- **WHEN** it is late', undefined],
  ] as const)
    it(`tell ${name} from what it looks like`, () => {
      const { lookalikes, cut } = read(`## Requirements\n### Requirement: One\nIt SHALL.\n\n${line}\n`);
      assert.deepEqual(
        lookalikes.map((each) => [each.kind, each.written, cut(each.range)]),
        kind === undefined ? [] : [[kind, line, line]],
      );
    });

  it('end where a fence begins that nothing closes, and say so', () => {
    const { sections, unclosed, cut } = read('## Requirements\n```\n### Requirement: Lost\n');
    assert.deepEqual(sections[1]?.blocks, []);
    assert.ok(unclosed !== undefined && cut(unclosed) === '```');
  });

  it('read the same with any line ends', () => {
    const strip = ({ sections }: RequirementText): unknown =>
      sections.map(({ title, blocks }) => [
        title,
        blocks.map(({ name, scenarios }) => [name, scenarios.map((each) => each.name)]),
      ]);
    const plain = strip(read(sample));
    assert.deepEqual(strip(read(sample.replaceAll('\n', '\r\n'))), plain);
    assert.deepEqual(strip(read(sample.replaceAll('\n', '\r'))), plain);
  });

  it('say the same whatever ends their lines', () => {
    assert.equal(comparableBlock('One  \r\nTwo\r\n\r\n'), comparableBlock('One\nTwo'));
    assert.notEqual(comparableBlock('One\n\nTwo'), comparableBlock('One\nTwo'));
  });

  it('have ranges in the text, in order and one behind the other, whatever it is', () => {
    const line = fc.oneof(
      fc.constantFrom(
        '## Requirements',
        '### Requirement: A',
        '#### Scenario: B',
        '```',
        '~~~~',
        '',
        ' ',
        '### X',
        'text',
        '#',
        '- [ ] c',
      ),
      fc.string(),
    );
    fc.assert(
      fc.property(fc.array(line), fc.constantFrom('\n', '\r\n', '\r'), (lines, end) => {
        const text = lines.join(end);
        let last = 0;
        for (const { heading, blocks } of read(text).sections) {
          assert.ok(heading.start >= last && heading.end <= text.length);
          for (const { range, body, scenarios } of blocks) {
            assert.ok(range.start >= last && range.end >= range.start && range.end <= text.length);
            assert.ok(body.start <= body.end && body.end <= text.length);
            for (const scenario of scenarios) {
              assert.ok(scenario.heading.start >= range.start && scenario.body.end <= text.length);
            }
            last = range.end;
          }
        }
      }),
    );
  });
});
