import assert from 'node:assert/strict';
import type { Spec, StreamPart } from '../../../../../src/core/model/item.ts';
import { openAt } from '../../../../support/changed.ts';
import { checkParsed, codesOf } from '../../../../support/documents.ts';

function read(text: string): { readonly spec: Spec; readonly part: StreamPart; readonly problems: string[] } {
  const open = openAt('specs/016-avatar/spec.md', text);
  assert.ok(open);
  checkParsed(text, open.parsed);
  const [spec, part] = open.parsed.parts;
  assert.ok(spec?.kind === 'spec' && part?.kind === 'streamPart');
  return { spec, part, problems: codesOf(open.parsed) };
}

const text = `# Feature Specification: Avatar *upload*

**Feature Branch**: \`016-avatar\`
**Created**: 2026-06-11
**Status**: Draft
**Input**: User description: "pictures"

## User Scenarios

### User Story 1 - Upload a picture (Priority: P1)

Text.

**Acceptance Scenarios**:

1. **Given** a picture, **When** it is uploaded, **Then** it is shown.
2. **Given** a film,
   **Then** it is refused.

### 🎯 User Story 2: Crop it

- Given a wide picture, when it is cropped, then it is square
- Another item

### Edge Cases

1. **Given** nothing, **Then** nothing.

## Requirements

- **FR-001**: System MUST keep pictures [NEEDS CLARIFICATION: for how long?]
- **FR-002** System MUST crop them
- FR-003: bare, with a colon
- FR-004 in prose says nothing
- **R005** (MUST): without a hyphen
- **UTF-8**: is of the shape as well
- **FR-001**: again

| ID | Text |
| --- | --- |
| SC-001 | Nine of ten | 

\`\`\`
[NEEDS CLARIFICATION: an example]
\`\`\`

Write \`[NEEDS CLARIFICATION: like this]\`, and [NEEDS CLARIFICATION].
`;

describe('the spec of a feature', () => {
  it('is called as its folder, and has the title, state and branch that its head says', () => {
    const { spec, part } = read(text);
    assert.deepEqual([spec.name, spec.title, spec.state], ['016-avatar', 'Avatar upload', 'Draft']);
    assert.deepEqual(
      [part.role, part.title?.value, part.branchClue?.name],
      ['intent', 'Avatar upload', '016-avatar'],
    );
    assert.equal(part.stream, 'specs/016-avatar/');
    assert.equal(spec.stream, part.stream);
    assert.equal(part.branch, undefined);
  });

  it('defines stories with their scenarios, and what tasks may name and need not', () => {
    const { spec, problems } = read(text);
    assert.deepEqual(
      spec.criteria.map(({ id, text, needsTask }) => `${id}${needsTask === false ? '?' : ''} ${text}`),
      [
        'US1 Upload a picture (Priority: P1)',
        'US2 Crop it',
        'FR-001? System MUST keep pictures [NEEDS CLARIFICATION: for how long?]',
        'FR-002? System MUST crop them',
        'FR-003? bare, with a colon',
        'R005? without a hyphen',
        'UTF-8? is of the shape as well',
        'SC-001? Nine of ten',
      ],
    );
    assert.deepEqual(spec.criteria[0]?.scenarios, [
      'Given a picture, When it is uploaded, Then it is shown.',
      'Given a film, Then it is refused.',
    ]);
    assert.deepEqual(spec.criteria[1]?.scenarios, [
      'Given a wide picture, when it is cropped, then it is square',
    ]);
    assert.deepEqual(problems, ['criterion.duplicate (37)']);
  });

  it('has the questions that are open in it, and not those that are examples', () => {
    assert.deepEqual(
      read(text).part.questions?.map(({ text: each }) => each),
      ['for how long?', ''],
    );
  });

  it('names no branch where the template is still to be filled in', () => {
    const { part, spec } = read(
      '# Feature Specification: [FEATURE NAME]\n**Feature Branch**: `[###-feature-name]`\n',
    );
    assert.equal(part.branchClue, undefined);
    assert.equal(spec.title, '[FEATURE NAME]');
    assert.deepEqual(read('').spec.title, '016-avatar');
  });
});
