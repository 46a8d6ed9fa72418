import assert from 'node:assert/strict';
import { problemMessage } from '../../../../src/core/messages/problems.ts';
import { foldDeltas, type FoldResult } from '../../../../src/core/model/foldDeltas.ts';
import type { RequirementDelta } from '../../../../src/core/model/item.ts';
import { toKey } from '../../../../src/core/text/key.ts';

const scenario = (name: string): string => `#### Scenario: ${name}\n- **THEN** it opens`;
const body = (text: string, ...scenarios: readonly string[]): string =>
  [text, ...(scenarios.length === 0 ? ['Good'] : scenarios).map(scenario)].join('\n\n');
const living = ['Sign in', 'Sign out', 'Keep'].map((name) => ({ name, body: body(`${name} SHALL work.`) }));

function delta(
  operation: RequirementDelta['operation'],
  requirement: string,
  more: Partial<RequirementDelta> = {},
): RequirementDelta {
  const says = operation === 'added' || operation === 'modified';
  return {
    operation,
    requirement,
    capability: 'auth',
    spec: toKey('openspec/specs/auth/spec.md'),
    body: says ? body('It SHALL.') : '',
    scenarios: says ? ['Good'] : [],
    location: { document: { folder: '', path: 'delta' }, range: { start: 0, end: 0 } },
    ...more,
  };
}

/** What is left, by name; with a star what has another text. */
function told(result: FoldResult): string {
  if (result.kind === 'obstacles')
    return result.obstacles.map(({ problem }) => problemMessage(problem)).join(' ');
  const kept = result.living.flatMap((each, at) =>
    each.kind === 'removed'
      ? []
      : [`${each.name ?? living[at]?.name ?? ''}${each.by === undefined ? '' : '*'}`],
  );
  return [...kept, ...result.added.map(({ requirement }) => `+${requirement}`)].join(', ');
}

const fold = (...deltas: readonly RequirementDelta[]): string => told(foldDeltas(living, deltas));

describe('deltas folded into a living spec', () => {
  it('leave what they are not about where it is, and add at the end', () => {
    assert.equal(fold(delta('added', 'B'), delta('added', 'A')), 'Sign in, Sign out, Keep, +B, +A');
    assert.equal(fold(delta('modified', 'Sign out')), 'Sign in, Sign out*, Keep');
    assert.equal(fold(delta('removed', 'Sign in')), 'Sign out, Keep');
    assert.equal(fold(delta('renamed', 'Sign in', { newName: 'Log in' })), 'Log in, Sign out, Keep');
  });

  it('rename first, then remove, modify and add, in whatever order they stand', () => {
    assert.equal(
      fold(
        delta('added', 'Sign out', { body: body('Another.') }),
        delta('modified', 'Log in'),
        delta('removed', 'Sign out again'),
        delta('renamed', 'Sign in', { newName: 'Log in' }),
        delta('renamed', 'Sign out', { newName: 'Sign out again' }),
      ),
      'Another delta of this change is about the requirement “Sign out” too. Another delta of this change is about the requirement “Sign out again” too.',
    );
    assert.equal(
      fold(delta('modified', 'Log in'), delta('renamed', 'Sign in', { newName: 'Log in' })),
      'Log in*, Sign out, Keep',
    );
  });

  it('do nothing where the same is said already', () => {
    const same = body('Sign in SHALL work.').replaceAll('\n', '\r\n');
    assert.equal(fold(delta('added', 'Sign in', { body: same })), 'Sign in, Sign out, Keep');
    assert.equal(fold(delta('modified', 'Sign in', { body: `${same}\n` })), 'Sign in, Sign out, Keep');
  });

  it('give a new capability its requirements', () => {
    const result = foldDeltas([], [delta('added', 'A'), delta('added', 'B')]);
    assert.equal(told(result), '+A, +B');
    assert.equal(told(foldDeltas([], [delta('modified', 'A')])), 'The spec auth has no requirement “A”.');
  });

  for (const [name, deltas, message] of [
    [
      'what is modified, removed or renamed, and not there',
      [delta('modified', 'A'), delta('removed', 'B'), delta('renamed', 'C', { newName: 'D' })],
      'The spec auth has no requirement “C”. The spec auth has no requirement “B”. The spec auth has no requirement “A”.',
    ],
    [
      'another spelling',
      [delta('removed', 'sign  IN')],
      'The spec auth has no requirement “sign  IN”. Did you mean “Sign in”?',
    ],
    [
      'what is added with another text',
      [delta('added', 'Keep')],
      'The spec auth has a requirement “Keep” already.',
    ],
    [
      'what is added in another spelling',
      [delta('added', 'keep')],
      'The spec auth has a requirement “Keep” already.',
    ],
    [
      'a new name that is taken',
      [delta('renamed', 'Sign in', { newName: 'Keep' })],
      'The spec auth has a requirement “Keep” already.',
    ],
    [
      'two names for one requirement',
      [delta('renamed', 'Sign in', { newName: 'A' }), delta('removed', 'Sign in')],
      'Another delta of this change is about the requirement “Sign in” too.',
    ],
    [
      'a scenario that is left out, as often as it is there',
      [delta('modified', 'Sign in', { body: body('It SHALL.', 'Bad') })],
      'The living requirement “Sign in” has scenarios that this leaves out: Good',
    ],
    [
      'a new requirement without a scenario',
      [delta('added', 'A', { body: 'It SHALL.' })],
      'The requirement “A” has no scenario. Add one: #### Scenario: <name>',
    ],
    [
      'a spec without a requirement',
      ['Sign in', 'Sign out', 'Keep'].map((each) => delta('removed', each)),
      'No requirement would be left of the spec auth. Keep one, or remove the spec by hand.',
    ],
  ] as const)
    it(`are kept from it by ${name}`, () => {
      assert.equal(fold(...deltas), message);
    });

  it('may put a requirement in the place of the last one, and change the letters of a name', () => {
    const gone = ['Sign in', 'Sign out', 'Keep'].map((each) => delta('removed', each));
    assert.equal(fold(...gone, delta('added', 'New')), '+New');
    assert.equal(fold(delta('renamed', 'Sign in', { newName: 'Sign In' })), 'Sign In, Sign out, Keep');
  });

  it('of thousands take time that grows with their number', () => {
    const many = Array.from({ length: 5000 }, (_, i) => ({ name: `R ${i}`, body: body('It SHALL.') }));
    const deltas = many.map(({ name }) => delta('modified', name.toUpperCase().replace('R', 'r')));
    const result = foldDeltas(many, deltas);
    assert.ok(result.kind === 'obstacles');
    assert.equal(result.obstacles.length, 5000);
  });
});
