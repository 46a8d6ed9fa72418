import assert from 'node:assert/strict';
import fc from 'fast-check';
import { runAtOnce } from '../../../src/core/base/steps.ts';
import {
  areOnBase,
  chooseSources,
  refsByBranch,
  type FoundFile,
} from '../../../src/core/index/branchSources.ts';
import { digestInSteps } from '../../../src/core/text/digest.ts';
import type { BranchWord, ProgressReader } from '../../../src/project/branchWords.ts';
import type { Clone } from '../../../src/project/repository.ts';
import { SourceChooser, type SourceChoice } from '../../../src/project/sourceChoice.ts';
import { cloneOf, type TestBranch } from '../../support/clone.ts';
import { folder, MemoryWorld } from '../../support/memoryWorld.ts';
import { runs } from '../../support/texts.ts';

const other = 'memory:/other';
const committed = [{ base: 'p', pattern: '*.md' }];
const paths = ['p/a.md', 'p/b.md', 'p/c.md'];
const names = ['main', 'feat/x', 'feat/y', 'feat/z'];

/** What a text says here: its branch, and how far it is. */
function wordOf(text: string | undefined): BranchWord | undefined {
  const [branch, state] = text?.split(' is ') ?? [];
  return branch === undefined || state === undefined
    ? undefined
    : { branch, begun: state !== 'planned', finished: state === 'done' };
}

const text = fc.oneof(
  { weight: 1, arbitrary: fc.constant('something else') },
  {
    weight: 6,
    arbitrary: fc
      .tuple(fc.constantFrom(...names, 'gone'), fc.constantFrom('planned', 'begun', 'done'))
      .map(([branch, state]) => `${branch} is ${state}`),
  },
);
const files = fc.dictionary(fc.constantFrom(...paths), text);
const branches = fc
  .uniqueArray(
    fc.record(
      {
        name: fc.constantFrom(...names),
        remote: fc.constant('origin'),
        upstream: fc.constantFrom(...names.map((name) => `origin/${name}`)),
        files,
        worktree: fc.constantFrom(folder, other),
        contained: fc.constant(true as const),
        onBase: fc.constant(true as const),
      },
      { requiredKeys: ['name', 'files'] },
    ),
    { maxLength: 6, selector: ({ name, remote }) => `${remote ?? ''} ${name}` },
  )
  .map((all): readonly TestBranch[] => {
    const taken = new Set<string>();
    return all.map(({ worktree, ...branch }) => {
      if (worktree === undefined || branch.remote !== undefined || taken.has(worktree)) return branch;
      taken.add(worktree);
      return { ...branch, worktree };
    });
  });
/** Git as it is at one moment, and what was written before. */
const moment = fc.record({
  here: files,
  there: files,
  branches,
  siblings: fc.constantFrom<string[]>([folder], [folder, other], [other, folder]),
  /** At which of its paths the index is up to date. */
  known: fc.subarray(paths),
});

/** What is chosen by whoever has all texts before him. */
function chooseByTexts(
  clone: Clone,
  here: Readonly<Record<string, string>>,
  there: Readonly<Record<string, string>>,
): Omit<SourceChoice, 'clone' | 'refs' | 'own' | 'sources'> & { readonly sources: readonly string[] } {
  const found = (all: readonly { path: string; text: unknown; version: string }[]): FoundFile[] =>
    all.flatMap(({ path, text: each, version }) => {
      const word = wordOf(String(each));
      return word === undefined ? [] : [{ path, branch: word.branch, version }];
    });
  const inCommit = (ref: Parameters<Clone['filesOf']>[0]): FoundFile[] =>
    found(clone.filesOf(ref).map(({ path, content, blob }) => ({ path, text: content, version: blob })));
  const refs = refsByBranch(clone.refs);
  const inOther = found(Object.entries(there).map(([path, each]) => ({ path, text: each, version: '' })));
  const worktrees = new Map(
    [...clone.worktrees]
      .filter(([, each]) => each.folder !== folder)
      .map(([branch, each]) => [branch, { ...each, files: inOther }]),
  );
  const elsewhere = new Map<string, readonly string[]>();
  const sources: string[] = [];
  for (const branch of [...names, 'gone']) {
    const { base, head, siblings } = clone;
    const chosen = chooseSources(branch, {
      folder,
      here: head,
      refs,
      base,
      siblings,
      worktrees,
      filesOf: (ref) => inCommit(ref).filter((each) => each.branch === branch),
    });
    if (chosen === 'atHand') continue;
    const same = ({ path, version }: FoundFile): boolean => version === `blob of ${here[path] ?? ''}`;
    const isLeft = chosen !== 'elsewhere' && branch !== base?.name && areOnBase(chosen, base);
    if (isLeft && chosen.every(({ file }) => same(file))) continue;
    elsewhere.set(branch, chosen === 'elsewhere' ? [] : chosen.map(({ file }) => file.path));
    if (chosen !== 'elsewhere') sources.push(...chosen.map((each) => JSON.stringify(each)));
  }
  const merged = new Set<string>();
  for (const { content } of clone.base === undefined ? [] : clone.filesOf(clone.base)) {
    const word = typeof content === 'string' ? wordOf(content) : undefined;
    const own = refs.get(word?.branch ?? '') ?? [];
    if (word === undefined || word.branch === clone.base?.name || own.length === 0) continue;
    const isNew = own.every(({ onBase }) => onBase === true);
    if (own.every(({ contained }) => contained === true) && (isNew ? word.finished : word.begun))
      merged.add(word.branch);
  }
  return { sources, elsewhere, merged };
}

describe('the choice of progress files', () => {
  it('is the one that all texts give, whatever the index knows, was known before, and goes on meanwhile', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(moment, { minLength: 1, maxLength: 4 }), async (moments) => {
        const host = new MemoryWorld();
        host.now = () => (host.time += 5);
        const index = new Map<string, { readonly version: string; readonly text: string }>();
        const reader: ProgressReader = {
          parse: (_path, each) => Promise.resolve(wordOf(each)),
          known: (path) => {
            const known = index.get(path);
            return known === undefined
              ? undefined
              : {
                  version: known.version,
                  digest: runAtOnce(digestInSteps(known.text)),
                  word: wordOf(known.text),
                };
          },
          isNamedAfter: () => false,
          branchOf: () => undefined,
        };
        const chooser = new SourceChooser(host, folder, reader);
        for (const { here, there, branches: all, siblings, known } of moments) {
          for (const path of paths) host.write(path, here[path]);
          host.others.set(other, new Map());
          for (const [path, each] of Object.entries(there)) host.writeIn(other, path, each);
          for (const path of known)
            if (here[path] !== undefined)
              index.set(path, { version: host.versionOf({ folder, path }) ?? '', text: here[path] });
          const clone = cloneOf(all, 'main', siblings);
          const chosen = await chooser.choose(clone, committed, () => true);
          assert.ok(chosen);
          const { sources, elsewhere, merged, own } = chosen;
          const expected = chooseByTexts(clone, here, there);
          assert.deepEqual(
            [...sources.values()].map((each) => JSON.stringify(each)).sort(),
            [...expected.sources].sort(),
          );
          assert.deepEqual([...elsewhere].sort(), [...expected.elsewhere].sort());
          assert.deepEqual([...merged].sort(), [...expected.merged].sort());
          for (const [key, { file }] of sources) {
            const mine = wordOf(here[file.path])?.branch;
            assert.equal(own.get(file.path), mine);
            if (mine !== undefined && mine !== file.branch) assert.notEqual(String(key), file.path);
          }
        }
      }),
      { numRuns: runs / 10 },
    );
  });
});
