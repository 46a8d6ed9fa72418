import assert from 'node:assert/strict';
import fc from 'fast-check';
import { ChangeProject, livingSpec, type DeltaInput } from '../support/changeProject.ts';
import { faultsOfChanges, skipWithoutOpenSpec, listChanges } from '../support/openSpecTool.ts';

const count = process.env['THROUGHLINE_TORTURE'] === 'full' ? 200 : 30;

const name = fc.constantFrom('Login', 'Log out', 'Two factors', 'C#', '`code` *x*', 'Ünïcode 🦦', 'A: b');
const prose = fc.constantFrom(
  'The system SHALL ask.',
  'It MUST\n\n- wait\n- go on',
  '**Priority**: high\nIt SHALL wait.',
  'It waits.',
  'It SHALL show:\n\n```\n## text\n```',
  '```\nSHALL\n```',
  '**Note**: SHALL',
  '#hash SHALL',
  '## SHALL',
);
const steps = fc.constantFrom(
  'WHEN a person comes THEN the door opens',
  'GIVEN a door, WHEN it rings, THEN it opens AND closes',
  '- **WHEN** a\n- **THEN** b',
  'It opens.',
  '```\ncode\n```',
  ' ',
);
const delta: fc.Arbitrary<Partial<DeltaInput>> = fc.record(
  {
    operation: fc.constantFrom('added', 'added', 'modified', 'removed', 'renamed'),
    capability: fc.constantFrom('auth', 'auth', 'pay', 'pay/cards', '.hidden', 'Auth'),
    requirement: name,
    text: prose,
    scenarios: fc.array(fc.record({ name, when_then: steps }), { maxLength: 2 }),
    reason: fc.constantFrom('Nobody uses it', '### Requirement: x', ''),
    migration: fc.constantFrom('Use a code', ''),
    newName: name,
  },
  { requiredKeys: ['operation', 'capability', 'requirement'] },
);

describe('OpenSpec’s own validation of changes of ours', () => {
  let project: ChangeProject;
  before(skipWithoutOpenSpec);
  beforeEach(async () => {
    project = await ChangeProject.open({ 'openspec/specs/auth/spec.md': livingSpec });
  });
  afterEach(() => {
    project.dispose();
  });

  it(`accepts ${count} of them, strictly, and lists them`, async () => {
    const all = fc.sample(fc.array(delta, { minLength: 2, maxLength: 8 }), { numRuns: count, seed: 5 });
    let added = 0;
    for (const [i, deltas] of all.entries()) {
      const slug = `change-${i}`;
      const proposed = await project.propose({
        slug,
        why: 'Why\n\n- so',
        what: '### More\n\n```\n## x\n```',
      });
      assert.equal(proposed.kind, 'done');
      const document = `openspec/changes/${slug}/proposal.md`;
      let own = 0;
      for (const each of deltas) if ((await project.delta(document, each)).kind === 'done') own++;
      // Without any delta it is not a change to them.
      if (own === 0)
        assert.equal(
          (await project.delta(document, { operation: 'modified', requirement: 'Login' })).kind,
          'done',
        );
      added += Math.max(1, own);
    }
    assert.ok(added > count, String(added));
    assert.deepEqual(faultsOfChanges(project.root), []);
    assert.equal(listChanges(project.root).length, count);
  }).timeout(300_000);
});
