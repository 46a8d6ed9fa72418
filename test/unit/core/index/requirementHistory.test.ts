import assert from 'node:assert/strict';
import { agentDatabase, toRowPath } from '../../../../src/core/formats/specDatabase/places.ts';
import { toText } from '../../../../src/core/model/specRows.ts';
import { toKey } from '../../../../src/core/text/key.ts';
import { livingSpecStatus } from '../../../../src/core/views/specStatus.ts';
import { specs } from '../../../../src/core/views/specs.ts';
import { indexOf, outlineContext, rowOf } from '../../../support/indexOf.ts';

const living = 'openspec/specs/auth/spec.md';
const spec =
  '# Auth\n\n## Requirements\n### Requirement: Log in\nIt SHALL.\n\n### Requirement: Sign out\nIt SHALL.\n';

/** A change that was put away, with what it did and why. */
function archived(folder: string, deltas: string, why?: string): Readonly<Record<string, string>> {
  const at = `openspec/changes/archive/${folder}`;
  return {
    [`${at}/specs/auth/spec.md`]: deltas,
    ...(why === undefined
      ? {}
      : { [`${at}/proposal.md`]: `# P\n\n## Why\n\n${why}\n\n## What Changes\n\n- x\n` }),
  };
}

const added = (name: string): string => `## ADDED Requirements\n### Requirement: ${name}\nIt SHALL.\n`;
const modified = (name: string): string => `## MODIFIED Requirements\n### Requirement: ${name}\nIt SHALL.\n`;
const removed = (name: string): string => `## REMOVED Requirements\n### Requirement: ${name}\n`;
const renamed = (from: string, to: string): string =>
  `## RENAMED Requirements\n- FROM: \`### Requirement: ${from}\`\n- TO: \`### Requirement: ${to}\`\n`;

/** The archived changes of the requirement “Log in”, the newest first: `modified by name`. */
function told(...changes: readonly Readonly<Record<string, string>>[]): readonly string[] {
  const files = Object.assign({ [living]: spec }, ...changes) as Record<string, string>;
  const found = indexOf(files).deltas.history.of(toKey(living)).get('Log in') ?? [];
  return found.map(({ stream, delta }) => `${delta.operation} by ${stream.name}`);
}

describe('what made living requirements what they are', () => {
  it('is the archived change of the latest day, then those before', () => {
    const b = archived('2026-05-02-b', modified('Log in'));
    const a = archived('2026-05-10-a', modified('Log in'));
    const c = archived('2026-04-01-c', added('Log in'));
    assert.deepEqual(told(b, a, c), ['modified by a', 'modified by b', 'added by c']);
    assert.deepEqual(told(c, a, b), ['modified by a', 'modified by b', 'added by c']);
  });

  it('is of one day the last by name', () => {
    const b = archived('2026-05-02-b', modified('Log in'));
    const a = archived('2026-05-02-a', modified('Log in'));
    assert.deepEqual(told(a, b), ['modified by b', 'modified by a']);
  });

  it('follows a requirement that was renamed', () => {
    const first = archived('2026-04-01-first', added('Sign in'));
    const rename = archived('2026-05-01-rename', renamed('Sign in', 'Log in'));
    assert.deepEqual(told(first, rename), ['renamed by rename', 'added by first']);
  });

  it('says of a change that renames and modifies that it modified', () => {
    const both = archived('2026-05-01-both', `${renamed('Sign in', 'Log in')}${modified('Log in')}`);
    const first = archived('2026-04-01-first', added('Sign in'));
    assert.deepEqual(told(first, both), ['modified by both', 'added by first']);
  });

  it('begins anew where it was removed in between', () => {
    const first = archived('2026-04-01-first', added('Log in'));
    const gone = archived('2026-05-01-gone', removed('Log in'));
    const back = archived('2026-06-01-back', added('Log in'));
    assert.deepEqual(told(first, gone, back), ['added by back']);
    assert.deepEqual(told(first, gone), []);
  });

  it('is no change that is open, of another spec or about another requirement', () => {
    const at = 'openspec/changes';
    assert.deepEqual(
      told(
        { [`${at}/open/specs/auth/spec.md`]: modified('Log in') },
        { [`${at}/archive/2026-05-01-x/specs/other/spec.md`]: modified('Log in') },
        archived('2026-05-01-y', modified('Sign out')),
      ),
      [],
    );
  });

  it('is told with the first paragraph of its why, in the document and at the row', () => {
    const index = indexOf({
      [living]: spec,
      ...archived('2026-05-02-b', modified('Log in'), 'Passwords\nleak.\n\nThe second paragraph.'),
      ...archived('2026-04-02-a', added('Log in'), 'First.'),
    });
    const [item] = index.specs();
    assert.ok(item);
    const lines = livingSpecStatus(index, item).split('\n');
    const at = lines.indexOf('## Log in');
    assert.deepEqual(lines.slice(at, lines.indexOf('## Sign out')), [
      '## Log in',
      '',
      'It SHALL.',
      '',
      '> Last modified by b · 2026-05-02  ',
      '> Passwords leak.  ',
      '> Before: a 2026-04-02',
      '',
    ]);
    const rows = specs(index, outlineContext());
    assert.match(
      rowOf(rows, 'Log in').tooltip(),
      /Last modified by b · 2026\\-05\\-02.*Passwords leak\\\. {2}\n/s,
    );
    assert.doesNotMatch(rowOf(rows, 'Sign out').tooltip(), /by/);
  });

  it('is told of rows of a database by the time of their archiving', () => {
    const at = (kind: 'change' | 'capability', name: string): string =>
      toRowPath({ database: agentDatabase, kind, name });
    const change = (slug: string, op: string, status: string, archived_at: string | null): string =>
      toText({
        ...{ id: 1, slug, title: '', why: 'Passwords\nleak.\n\nMore of it.', what: '', design: '' },
        ...{ status, archived_at, tasks: [] },
        deltas: [{ id: 1, op, capability: 'auth', requirement: 'Log in', text: 'It SHALL.', scenarios: [] }],
      });
    const index = indexOf({
      [at('capability', 'auth')]: toText({
        ...{ id: 1, name: 'auth' },
        requirements: [{ id: 1, name: 'Log in', text: 'It SHALL.', scenarios: [] }],
      }),
      [at('change', 'a')]: change('a', 'modified', 'archived', '2026-06-11T10:00:00+00:00'),
      [at('change', 'b')]: change('b', 'added', 'archived', '2026-06-11T09:00:00+00:00'),
      [at('change', 'c')]: change('c', 'modified', 'active', null),
    });
    const [item] = index.specs();
    assert.ok(item);
    assert.deepEqual(
      livingSpecStatus(index, item)
        .split('\n')
        .filter((line) => line.startsWith('>')),
      ['> Last modified by a · 2026-06-11  ', '> Passwords leak.  ', '> Before: b 2026-06-11'],
    );
  });

  it('is forgotten with the document that told it', () => {
    const index = indexOf({ [living]: spec, ...archived('2026-05-02-b', modified('Log in')) });
    const touched = index.replace(
      toKey('openspec/changes/archive/2026-05-02-b/specs/auth/spec.md'),
      undefined,
    );
    assert.equal(index.deltas.history.of(toKey(living)).size, 0);
    assert.ok(touched.includes(toKey(living)), 'the spec is shown anew');
  });
});
