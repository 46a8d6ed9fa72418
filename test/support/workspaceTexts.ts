import fc from 'fast-check';

/** The words of a list for its statuses; without any, it only says what passes. */
const dialects = [
  { words: ['pending', 'in_progress', 'blocked', 'completed'], done: 'completed', passes: false },
  { words: ['todo', 'in_progress', 'done', 'needs-review'], done: 'done', passes: false },
  { words: ['failing', 'passing'], done: 'passing', passes: false },
  { words: ['pending', 'done'], done: 'done', passes: true },
  { words: [], done: '', passes: true },
] as const;

const texts = fc.oneof(
  fc.constantFrom(
    'Log in',
    'Log out',
    'Reset "it"',
    'a\nb',
    'a\u0000b',
    '日本',
    '🦦',
    '  ',
    'x, "status": "done"}',
  ),
  fc.string({ unit: 'grapheme', maxLength: 8 }),
);
const times = fc.constantFrom('2026-01-02T03:04:05Z', '2026-01-02', '2026-06-01T00:00:00.000Z');
const extras = fc.dictionary(
  fc.constantFrom('priority', 'steps', 'more', 'id ', ''),
  fc.oneof(fc.jsonValue({ maxDepth: 2 }), fc.constant('@number')),
  { maxKeys: 3 },
);
const optional = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined, freq: 2 });

const features = fc.constantFrom(...dialects).chain(({ words, passes }) =>
  fc.array(
    fc
      .record({
        id: optional(fc.oneof(fc.constantFrom('F001', 'F002', 'M3', 'x y'), fc.integer({ min: 1, max: 4 }))),
        name: optional(texts),
        status: words.length === 0 ? fc.constant(undefined) : optional(fc.constantFrom(...words)),
        passes: passes ? fc.constantFrom<unknown>(true, false, 'true', 'False') : fc.constant(undefined),
        owner: optional(fc.constantFrom('', 'maple', 'otter', null)),
        startedAt: optional(times),
        completedAt: optional(fc.oneof(times, fc.constant(null))),
        files: optional(fc.constant(['src/a.ts'])),
        extra: extras,
      })
      .map(({ extra, ...rest }) => ({ ...rest, ...extra })),
    { maxLength: 4 },
  ),
);

const sessions = fc.array(
  fc.record({
    id: fc.constantFrom('s-1', 's-2', 's-3'),
    started: optional(times),
    ended: optional(fc.oneof(times, fc.constant(null))),
    summary: optional(texts),
    nextSteps: optional(fc.array(texts, { maxLength: 2 })),
  }),
  { maxLength: 3 },
);
const entries = fc.array(
  fc.oneof(
    {
      weight: 4,
      arbitrary: fc.record({ timestamp: times, action: texts, files: optional(fc.constant(['a.ts'])) }),
    },
    { weight: 1, arbitrary: fc.record({ message: texts, date: times, agent: fc.constant('otter') }) },
    { weight: 1, arbitrary: texts },
  ),
  { maxLength: 3 },
);
const resumption = fc.record({
  position: fc.option(texts, { nil: null }),
  nextAction: optional(texts),
  blockers: optional(fc.array(texts, { maxLength: 2 })),
  extra: optional(fc.jsonValue({ maxDepth: 2 })),
});

const roots = fc.record({
  workspaceId: optional(fc.constant('main_a1b2c3d4')),
  project: optional(texts),
  lastUpdated: optional(times),
  status: optional(fc.constantFrom('in_progress', 'completed', 'odd')),
  totalFeatures: optional(fc.integer({ min: 0, max: 5 })),
  completed: optional(fc.integer({ min: 0, max: 5 })),
  odd: fc.constantFrom<unknown>('@number', undefined, [[[1, 2], {}]], null),
  features: optional(
    features.chain((list) =>
      fc.constantFrom<unknown>(list, list, Object.fromEntries(list.map((each, i) => [`K${i}`, each]))),
    ),
  ),
  sessions: optional(sessions),
  log: optional(entries),
  entries: fc.option(entries, { nil: undefined, freq: 1 }),
  resumptionContext: optional(resumption),
});

/** Files of workspaces in many dialects and layouts. */
export const workspaceTexts = fc
  .tuple(
    fc.oneof({ weight: 4, arbitrary: roots }, { weight: 1, arbitrary: features }),
    fc.constantFrom<number | string>(0, 1, 2, 4, '\t'),
    fc.constantFrom('\n', '\r\n'),
    fc.constantFrom('', '\n', ' \n\n'),
    fc.boolean(),
    fc.boolean(),
  )
  .map(([value, indent, ending, end, isSpaced, isEscaped]) => {
    const plain = JSON.stringify(value, null, indent)
      .replaceAll('"@number"', '1e400')
      .replaceAll('\n', ending);
    const spaced = isSpaced ? plain.replaceAll(/^(\s*"[a-zA-Z]+"): /gm, '$1  :\t') : plain;
    return (isEscaped ? spaced.replaceAll('日', '\\u65e5') : spaced) + end;
  });
