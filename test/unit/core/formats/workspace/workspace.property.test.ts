import fc from 'fast-check';
import { defaultCriteria } from '../../../../../src/core/model/criteria.ts';
import {
  isFeatureList,
  isProgress,
  parseFeatureList,
  parseProgress,
} from '../../../../../src/core/formats/workspace/workspace.ts';
import { problemMessage } from '../../../../../src/core/messages/problems.ts';
import { checkParsed, toData } from '../../../../support/documents.ts';

const path = '.claude/workspaces/main_a1b2c3d4/claude-progress.json';

function check(text: string): void {
  const document = toData(text, path);
  isFeatureList(document);
  isProgress(document);
  for (const parse of [parseFeatureList, parseProgress]) {
    const parsed = parse(document, defaultCriteria);
    checkParsed(text, parsed);
    for (const problem of parsed.problems) problemMessage(problem);
  }
}

const words = fc.constantFrom(
  '',
  'F001',
  'Reports',
  'done',
  'in_progress',
  'failing',
  'false',
  'a "b"\n AV-01 \\ 🦦',
  '2025-01-16T10:00:00Z',
  '[',
);
const scalar = fc.oneof(words, fc.integer(), fc.double(), fc.boolean(), fc.constant(null));
const some = fc.oneof(
  scalar,
  fc.array(scalar, { maxLength: 3 }),
  fc.dictionary(words, scalar, { maxKeys: 3 }),
);
const featureKeys = fc.constantFrom(
  'id',
  'name',
  'title',
  'description',
  'status',
  'passes',
  'owner',
  'acceptance',
  'dependencies',
  'files',
  'srs_trace',
  'deprecated',
);
const sessionKeys = fc.constantFrom(
  'id',
  'started',
  'ended',
  'timestamp',
  'summary',
  'action',
  'details',
  'nextSteps',
  'files',
);
const resumptionKeys = fc.constantFrom(
  'position',
  'nextAction',
  'blockers',
  'dependencies',
  'keyFiles',
  'decisions',
);
const objects = (keys: fc.Arbitrary<string>) => fc.oneof(fc.dictionary(keys, some, { maxKeys: 6 }), some);
const listOf = (keys: fc.Arbitrary<string>) => fc.oneof(fc.array(objects(keys), { maxLength: 4 }), some);
const document = fc.oneof(
  fc.record(
    {
      workspaceId: some,
      project: some,
      status: some,
      lastUpdated: some,
      totalFeatures: some,
      completed: some,
      features: fc.oneof(listOf(featureKeys), fc.dictionary(words, objects(featureKeys), { maxKeys: 3 })),
      sessions: listOf(sessionKeys),
      lastSession: objects(sessionKeys),
      log: listOf(sessionKeys),
      resumptionContext: objects(resumptionKeys),
      compactionHistory: listOf(sessionKeys),
      other: some,
    },
    { requiredKeys: [] },
  ),
  listOf(featureKeys),
);

describe('any text as a file of a workspace', () => {
  it('is read, and all ranges of its features lie in them', () => {
    fc.assert(
      fc.property(document, fc.constantFrom(0, 2), (value, indent) => {
        check(JSON.stringify(value, null, indent));
      }),
      { numRuns: 500 },
    );
  });

  it('is read where it is cut, or is none at all', () => {
    fc.assert(
      fc.property(document, fc.nat(), (value, length) => {
        const text = JSON.stringify(value);
        check(text.slice(0, length % (text.length + 1)));
      }),
    );
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 200 }), check));
  });
});
