import assert from 'node:assert/strict';
import { itemIn } from '../../../../src/core/index/composeStream.ts';
import type { Range } from '../../../../src/core/text/range.ts';
import { SourceText } from '../../../../src/core/text/sourceText.ts';
import { problemMessage } from '../../../../src/core/messages/problems.ts';
import { settingMessage } from '../../../../src/core/messages/settings.ts';
import type { Spec } from '../../../../src/core/model/item.ts';
import { parseAt } from '../../../support/indexOf.ts';
import { defaultRules, toRules } from '../../../support/rules.ts';

const path = 'spec/features/2026-06-10-rpc-retries.md';

function spec(text: string, rules = defaultRules): Spec {
  const item = itemIn(parseAt(path, text, rules));
  assert.ok(item?.kind === 'spec');
  return item;
}

/** Counts lines as an editor does. */
function lineIn(text: string): (range: Range) => number {
  const source = new SourceText(text);
  return ({ start }) => source.lineAt(start) + 1;
}

/** `ID (line): text` of every criterion. */
function criteria(text: string): string[] {
  const line = lineIn(text);
  return spec(text).criteria.map(
    ({ id, text: said, location: { range } }) => `${id} (${line(range)}): ${said}`,
  );
}

function problems(text: string): string[] {
  const line = lineIn(text);
  return parseAt(path, text).problems.map(
    (problem) => `${problem.code} (${line(problem.range)}): ${problemMessage(problem)}`,
  );
}

describe('a spec', () => {
  it('defines a criterion where an ID leads a list item, a heading, a table row or a paragraph', () => {
    assert.deepEqual(
      criteria(
        [
          '# Retries',
          '- **RPC-RETRY-01** A call that fails with a **transient** error is',
          '  retried, at most five times.',
          '- `RPC-RETRY-02`: the wait is drawn at *random*.',
          '- [ ] RPC-RETRY-03 - stops at the deadline',
          '1. RPC-RETRY-04. Counted.',
          '',
          '## FR-001: Import',
          '',
          '### FR-002',
          '',
          'The text below explains it.',
          '',
          '| ID | Text | By |',
          '| --- | --- | --- |',
          '| NFR-1 | In 2 s | otter |',
          '',
          '**SC-001** A paragraph of its own.',
          '',
        ].join('\n'),
      ),
      [
        'RPC-RETRY-01 (2): A call that fails with a transient error is retried, at most five times.',
        'RPC-RETRY-02 (4): the wait is drawn at random.',
        'RPC-RETRY-03 (5): stops at the deadline',
        'RPC-RETRY-04 (6): Counted.',
        'FR-001 (8): Import',
        'FR-002 (10): The text below explains it.',
        'NFR-1 (16): In 2 s · otter',
        'SC-001 (18): A paragraph of its own.',
      ],
    );
  });

  it('only mentions one anywhere else', () => {
    assert.deepEqual(
      criteria(
        [
          '# About FR-001',
          '- See FR-002.',
          '- [FR-003](other.md#fr-003) is elsewhere.',
          '- ~~FR-004 was given up.~~',
          '- FR-10a, FR-1.2 and UTF-8x are none.',
          'Text with FR-005.',
          '',
          '> - FR-006 quoted',
          '',
          '```',
          '- FR-007 in code',
          '```',
          '',
          '<!-- FR-008 -->',
          '',
          '| Test | Covers |',
          '| --- | --- |',
          '| a.test.ts | FR-009 |',
          '',
        ].join('\n'),
      ),
      [],
    );
  });

  it('takes the stronger sign: a list before a coverage table, both before a sentence', () => {
    const text = [
      'FR-001 matters most.',
      '',
      '| ID | Test |',
      '| --- | --- |',
      '| FR-001 | a |',
      '',
      '- FR-001 It is so.',
      '',
      'FR-001 is covered above.',
      '',
    ].join('\n');
    assert.deepEqual(criteria(text), ['FR-001 (7): It is so.']);
    assert.deepEqual(problems(text), []);
  });

  it('defines several where several lead a line, each with a line of its own first', () => {
    assert.deepEqual(
      criteria(
        [
          '- **PAY-08, PAY-09** Rounding both ways.',
          '- `PAY-10`/`PAY-11` Two terminals.',
          '- **PAY-12**, **PAY-13** and **PAY-14**: Three.',
          '- PAY-15/PAY-16: Slashed.',
          '- PAY-24, PAY-25 and PAY-26: Listed.',
          '- PAY-27, PAY-28 wait for it.',
          '- **PAY-17–PAY-19** A range has its ends.',
          '- **PAY-20**, PAY-21 depends on it.',
          '- **PAY-22** to PAY-23 it goes.',
          '',
          '## PAY-30, PAY-31',
          '',
          '- **PAY-31** By itself.',
          '',
        ].join('\n'),
      ),
      [
        ...['PAY-08 (1): Rounding both ways.', 'PAY-09 (1): Rounding both ways.'],
        ...['PAY-10 (2): Two terminals.', 'PAY-11 (2): Two terminals.'],
        ...['PAY-12 (3): Three.', 'PAY-13 (3): Three.', 'PAY-14 (3): Three.'],
        ...['PAY-15 (4): Slashed.', 'PAY-16 (4): Slashed.'],
        ...['PAY-24 (5): Listed.', 'PAY-25 (5): Listed.', 'PAY-26 (5): Listed.'],
        'PAY-27 (6): , PAY-28 wait for it.',
        ...['PAY-17 (7): A range has its ends.', 'PAY-19 (7): A range has its ends.'],
        'PAY-20 (8): , PAY-21 depends on it.',
        'PAY-22 (9): to PAY-23 it goes.',
        ...['PAY-30 (11): ', 'PAY-31 (13): By itself.'],
      ],
    );
    assert.deepEqual(problems('## PAY-1, PAY-2\n\n- **PAY-1** a\n- **PAY-2** b\n'), []);
  });

  it('defines one in each line of a paragraph or an item that an ID and a colon or a dash lead', () => {
    assert.deepEqual(
      criteria(
        [
          '**SYNC-01**: Retries back off,',
          'exponentially.',
          'SYNC-02: The queue survives.',
          '  **SYNC-03** — Conflicts are found.',
          '**SYNC-04:** All is told.',
          '',
          'What has to hold:',
          'NFR-1: In 2 s.',
          '',
          '- API-1: One.',
          '  API-2: Two.',
          '- API-3: Three.',
          '',
        ].join('\n'),
      ),
      [
        'SYNC-01 (1): Retries back off, exponentially.',
        'SYNC-02 (3): The queue survives.',
        'SYNC-03 (4): Conflicts are found.',
        'SYNC-04 (5): All is told.',
        'NFR-1 (8): In 2 s.',
        'API-1 (10): One.',
        'API-2 (11): Two.',
        'API-3 (12): Three.',
      ],
    );
    assert.deepEqual(
      criteria('- **FR-1**: It goes on with\n  FR-2 and\n  **FR-3** as well.\n\nText about\nFR-4: none.\n'),
      ['FR-1 (1): It goes on with FR-2 and FR-3 as well.'],
    );
  });

  it('knows one by the dash behind it, of whatever kind the lists before are', () => {
    assert.deepEqual(criteria('- **SYNC-03**: Found.\n\n1. NFR-1 — latency below 200 ms\n2. NFR-7 - all\n'), [
      'SYNC-03 (1): Found.',
      'NFR-1 (3): latency below 200 ms',
      'NFR-7 (4): all',
    ]);
    assert.deepEqual(criteria('1. NFR-1 — latency below 200 ms\n'), ['NFR-1 (1): latency below 200 ms']);
    assert.deepEqual(
      criteria('- RFC-9110 — HTTP\n- ADR-012 - queues\n- UTF-8 – text\n\nFR-1 – FR-4 are covered.\n'),
      [],
    );
  });

  it('finds the IDs of a table in the column that is headed so', () => {
    const table = (head: string, ...rows: string[]): string =>
      `| ${head} |\n|${'---|'.repeat(head.split('|').length)}\n${rows.map((row) => `| ${row} |\n`).join('')}`;
    assert.deepEqual(
      criteria(table('Text | ID | By', 'It is so. | `FR-1` | otter', 'No | |', 'Two | FR-2 | ')),
      ['FR-1 (3): It is so. · otter', 'FR-2 (5): Two'],
    );
    assert.deepEqual(criteria(table('Text | Requirement ID', 'It is so. | FR-1')), ['FR-1 (3): It is so.']);
    assert.deepEqual(criteria(table('Test | Covers', 'a | FR-1')), []);
    assert.deepEqual(criteria(table('Test | ID', 'a | see FR-1')), []);
    assert.deepEqual(criteria(table('Test | ID', 'a | FR-1', 'b | FR-1, FR-2')), []);
  });

  it('tells once of lines that look like criteria, but have IDs of another shape', () => {
    const told = (count: number, first: string, line: number): string[] => [
      `criterion.otherShape (${line}): ${
        count === 1
          ? `“${first}” looks like a criterion, but is not read as one.`
          : `${count} lines look like criteria, such as “${first}”, but are not read as such.`
      } The setting throughline.criteria.pattern decides what IDs look like.`,
    ];
    const lines = '- AC1: one\n- **R1** two\n- FR-1.2.3: three\n\nREQ_13: four\nREQ_14: five\n';
    assert.deepEqual(problems(`- **FR-1**: a\n\n${lines}`), told(5, 'AC1', 3));
    for (const heading of ['Requirements', 'Acceptance criteria', '3. Functional Requirements'])
      assert.deepEqual(
        problems(`# A\n\n## ${heading}\n\n### Part\n\n- X1: one\n- X2: two\n`),
        told(2, 'X1', 7),
        heading,
      );
    assert.deepEqual(problems('## Requirements\n\n| ID | Text |\n|---|---|\n| R1 | a |\n'), told(1, 'R1', 5));
    for (const text of [
      lines,
      `- **FR-1**: a\n- **FR-2**: b\n- P1: first\n- V2: later\n- H.264 video\n`,
      '## Requirements\n\n- **FR-1**: a\n- [P-3]: https://x.org\n- [FR-3](other.md) there\n- 2 s: at most\n- S3 is used\n- OAUTH2: is used\n- US1: a\n- US2: b\n',
    ])
      assert.deepEqual(problems(text), [], text);
  });

  it('tells of lines that have a blank where its IDs have a hyphen, with the ID that is near', () => {
    const near = (written: string, id: string, line: number): string =>
      `criterion.near (${line}): “${written}” is not read as a criterion. Write ${id}.`;
    const defined = '- **AC-1**: a\n- **AC-02**: b\n';
    assert.deepEqual(problems(`${defined}- **AC 5**: c\n- AC 6: d\n\n### AC 7\n\nText.\n`), [
      near('AC 5', 'AC-5', 3),
      near('AC 6', 'AC-6', 4),
      near('AC 7', 'AC-7', 6),
    ]);
    assert.deepEqual(problems('- **FR-001**: a\n- **FR 2**: b\n'), [near('FR 2', 'FR-002', 2)]);
    for (const line of [
      '- **AC 1**: more about AC-1',
      '- **AC 2**: more about AC-02',
      '- HTTP 404: is returned',
      '- AC 5 goes to the cellar',
      '- **AC 5.2**: a part',
      '- As **AC 5** says.',
      '- AC 5A: a room',
    ])
      assert.deepEqual(problems(`${defined}${line}\n`), [], line);
    assert.deepEqual(problems('- **AC 5**: c\n- **AC 6**: d\n'), []);
  });

  it('skips the anchors before an ID', () => {
    assert.deepEqual(
      criteria(
        '- <a id="p-1"></a>**P-1** One.\n- <a name="p-2"/> **P-2** Two.\n- **[P-3]** Three.\n- [P-4] Four.\n\n### <a id="p-5"></a>P-5 Five\n',
      ),
      ['P-1 (1): One.', 'P-2 (2): Two.', 'P-3 (3): Three.', 'P-4 (4): Four.', 'P-5 (6): Five'],
    );
    assert.deepEqual(
      criteria('- **[P-1](other.md)** elsewhere\n- [P-2][other] elsewhere\n- [P-3]: https://x.org\n'),
      [],
    );
  });

  it('promises nothing by what only looks like an ID', () => {
    assert.deepEqual(
      criteria(
        [
          '- UTF-8 is what files are in.',
          '- RFC-4180 says how to quote.',
          '- ADR-026 decided it.',
          'SHA-256 sums are kept.',
          '',
          '| Standard | For |',
          '| --- | --- |',
          '| ISO-8601 | dates |',
          '| UTF-16 | nothing |',
          '',
        ].join('\n'),
      ),
      [],
    );
  });

  it('promises what something marks, and what is of a family that is marked or counted', () => {
    assert.deepEqual(
      criteria('- **FR-1** One.\n- UTF-8 only.\n- FR-7 Seven.\n\nFR-9 is a sentence.\n').map((each) =>
        each.slice(0, 4),
      ),
      ['FR-1', 'FR-7', 'FR-9'],
    );
    for (const text of [
      '- FR-1: a',
      '- FR-1：a',
      '- [ ] FR-1 a',
      '- `FR-1` a',
      '## FR-1 a',
      '| ID | What |\n| --- | --- |\n| FR-1 | a |',
    ])
      assert.deepEqual(criteria(`${text}\n`).length, 1, text);
    assert.deepEqual(criteria('- FR-1 a\n- FR-2 b\n').length, 2);
    assert.deepEqual(criteria('- FR-1 a\n- FR-3 b\n'), []);
    assert.deepEqual(criteria('- UTF-8 a\n- UTF-16 b\n- RFC-4180 c\n- RFC-4181x d\n'), []);
  });

  it('says what its head says of its state', () => {
    const state = (text: string): string | undefined => spec(text).state;
    assert.equal(state('# A\nStatus: Draft\n\n- **FR-1** a\n'), 'Draft');
    assert.equal(state('# A\n\n**Feature Branch**: `x`\n**Status**: retired (2026-06-11)\n'), 'retired');
    assert.equal(state('---\nstatus: active\n---\n# A\n'), 'active');
    assert.equal(state('# A\n\n## Scope\n\nStatus: codes are kept.\n'), undefined);
    assert.equal(state('# A\n\nStatus: \n'), undefined);
    assert.equal(state(`# A\n\nStatus: ${'long '.repeat(20)}\n`), undefined);
    assert.equal(state('# A\n\nThe status is unknown.\n'), undefined);
  });

  it('tells the same ID twice, with its place', () => {
    const text = '- **FR-001** one\n- **FR-002** two\n- **FR-001** three\n';
    assert.deepEqual(criteria(text), ['FR-001 (1): one', 'FR-002 (2): two']);
    assert.deepEqual(problems(text), [
      'criterion.duplicate (3): FR-001 is already defined on line 1; that one counts.',
    ]);
  });

  it('is called by its file, and titled by its heading', () => {
    const { name, title } = spec('# Retries for *RPC* calls\n');
    assert.deepEqual([name, title], ['2026-06-10-rpc-retries', 'Retries for RPC calls']);
    assert.equal(spec('no heading\n').title, '2026-06-10-rpc-retries');
    assert.deepEqual(spec('').criteria, []);
  });

  it('follows the shape of the setting, and the default where that is refused', () => {
    const rules = (criteriaPattern: unknown) =>
      toRules({
        trackingDirectory: undefined,
        specsInclude: undefined,
        specsExclude: undefined,
        criteriaPattern,
      });
    const ids = (pattern: unknown): string[] =>
      spec('- **R1** one\n- **FR-1** two\n', rules(pattern)).criteria.map(({ id }) => id);
    assert.deepEqual(ids('R\\d+'), ['R1']);
    assert.deepEqual(ids('ZZZ-\\d+'), []);
    assert.deepEqual(ids('(a)\\1'), ['FR-1']);
    assert.deepEqual(ids(7), ['FR-1']);
    assert.match(
      rules('(a)\\1').problems.map(settingMessage).join(),
      /throughline\.criteria\.pattern is rejected because it uses “\\1”/,
    );
    assert.deepEqual(rules('R\\d+').problems, []);
  });

  it('holds 5,000 criteria', () => {
    const text = Array.from({ length: 5000 }, (_, i) => `- **BIG-${i}** It is number ${i}.`).join('\n');
    assert.equal(spec(text).criteria.length, 5000);
  });

  it('cuts a text that nobody would read in a row', () => {
    const [first] = spec(`- FR-1: ${'🦦'.repeat(20_000)}\n`).criteria;
    assert.ok(first !== undefined && first.text.length <= 500 && first.text.endsWith('…'));
    assert.ok(!first.text.includes('\ufffd'));
  });
});
