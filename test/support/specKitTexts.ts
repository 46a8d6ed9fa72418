import fc from 'fast-check';
import { hostileDocument } from './hostile.ts';

const box = fc
  .tuple(
    fc.constantFrom('', '  ', '    ', '\t'),
    fc.constantFrom('-', '*', '+', '1.'),
    fc.constantFrom('[ ]', '[x]', '[X]', '[~]', '[-]', '[P]', '[]', '[ x ]'),
    fc.constantFrom(
      '',
      'T001 ',
      '**T002** ',
      'T003: ',
      'T004 — ',
      "T005' ",
      '`T006` ',
      'T1234567 ',
      '**T007 ',
    ),
    fc.constantFrom('', '[P] ', '[US1] ', '[P] [US2] ', '[US1, US3] [Test] ', '[link](a.md) ', '[](x) '),
    fc.constantFrom(
      'Make it',
      'Serve FR-001 and R002',
      '(depends on T001-T003, T007)',
      'depends on T001 and T099 to T100',
      '*bold* `code` 🦦',
      '',
      ']] [[',
      'Depends on: , , -',
    ),
  )
  .map(([indent, marker, sign, id, tags, text]) => `${indent}${marker} ${sign} ${id}${tags}${text}`);

const other = fc.constantFrom(
  '# Tasks: Avatar',
  '## Phase 1: Setup',
  '## Phase 3: User Story 1 (Priority: P1) 🎯',
  '### Tests',
  '## ',
  '```',
  '~~~md',
  '  ```',
  '<!--',
  '-->',
  '**Checkpoint**: all of it',
  '',
  'text',
  '<<<<<<< HEAD',
  '=======',
  '>>>>>>> other',
);

const ending = fc.constantFrom('\n', '\r\n', '\r');

/** Texts like the `tasks.md` of a feature, some of them broken. */
export const taskTexts = fc
  .tuple(fc.array(fc.oneof({ weight: 3, arbitrary: box }, other), { maxLength: 14 }), ending)
  .map(([lines, end]) => lines.join(end));

const specLine = fc.constantFrom(
  '# Feature Specification: Avatar',
  '**Feature Branch**: `016-avatar`',
  '**Feature Branch**: [###-name]',
  '**Status**: Draft',
  '### User Story 1 - Upload (Priority: P1)',
  '### User Story 1',
  '### 🎯 User Story 2: Crop',
  '1. **Given** a, **When** b, **Then** c',
  '- **FR-001**: keep it [NEEDS CLARIFICATION: how long?]',
  '- FR-001 in prose',
  '- **R002** (MUST): crop it',
  '- **FR-**: nothing',
  '| ID | Text |\n| --- | --- |\n| SC-001 | ten |',
  '[NEEDS CLARIFICATION',
  '`[NEEDS CLARIFICATION: x]`',
  '```\n[NEEDS CLARIFICATION: x]\n```',
  '',
  'text',
);

/** Texts like the `spec.md` of a feature. */
export const specTexts = fc.array(specLine, { maxLength: 12 }).map((lines) => lines.join('\n'));

export const anyText = fc.oneof(taskTexts, specTexts, hostileDocument);
