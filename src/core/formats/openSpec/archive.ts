import { runAtOnce } from '../../base/steps.ts';
import { defaultCriteria } from '../../model/criteria.ts';
import { livingNames } from '../../model/foldDeltas.ts';
import type { RequirementDelta } from '../../model/item.ts';
import type { Problem, ProblemCode } from '../../model/problem.ts';
import { refusal } from '../../model/refusal.ts';
import type { Root } from '../../model/system.ts';
import { readKeyedLines } from '../../text/frontMatterLines.ts';
import { toKey } from '../../text/key.ts';
import { comparableBlock } from '../../text/requirementBlocks.ts';
import { SourceText } from '../../text/sourceText.ts';
import { openInSteps, type LinesDocument } from '../../text/syntax.ts';
import type { Archiver, LivingSpec, OpenChange, ReadLivingSpec } from '../archiver.ts';
import { newLivingSpec, purposeIn, requirementsIn, writeLivingSpec } from './livingSpec.ts';
import { archivedName, changeOf, type ChangePlace } from './places.ts';
import { parseSpec } from './spec.ts';

/** What another tool reads otherwise, so that a block might be put where nobody finds it. */
const unsafe: ReadonlySet<ProblemCode> = new Set([
  'conflict.byHand',
  'requirement.level',
  'requirement.outside',
  'requirement.twice',
  'requirement.unclosed',
]);

/** Folds the blocks of deltas into `openspec/specs/`, and moves the folder of the change to `openspec/changes/archive/`. */
export const archiver: Archiver = {
  read: readLiving,
  isInTheWay: ({ parsed }, { severity }) => parsed.format === 'openSpec.delta' && severity !== 'hint',
  mayBeEmpty: (change) => valueIn(change, 'skip_specs') === 'true',
  lock: (change) => {
    const { root, document } = placeOf(change);
    return {
      tool: 'OpenSpec',
      isFile: true,
      document,
      root: { folder: document.folder, path: root.path },
      names: ['changes', 'archive', '.openspec-archive.lock'],
    };
  },
  putAway: (change, isFree) => {
    const { root, document, place } = placeOf(change);
    const { id } = place;
    const name = archivedName.test(id) ? id : `${change.today}-${id}`;
    const { folder } = document;
    const to = { folder, path: `${root.path}/changes/archive/${name}` };
    if (!isFree(to)) return refusal('file.exists', { path: to.path });
    const known = new Set(change.documents.map((open) => open.document.id.path));
    return [
      {
        kind: 'moveFolder',
        document: { folder, path: place.path },
        to,
        holds: change.documents.map((open) => open.document.id),
        // A delta that came meanwhile would be put away unfolded.
        mayMove: (paths) => {
          const came = paths.find((path) => isSpec(path) && !known.has(`${place.path}/${path}`));
          return came === undefined
            ? undefined
            : refusal('file.contended', { path: `${place.path}/${came}` });
        },
      },
    ];
  },
};

/** Whether a path in a change's folder is that of a delta. */
function isSpec(path: string): boolean {
  return /^specs\/.*\bspec\.md$/.test(path);
}

function placeOf({ documents }: OpenChange): {
  readonly root: Root;
  readonly document: LinesDocument['id'];
  readonly place: ChangePlace;
} {
  for (const { root, document } of documents) {
    const place = changeOf(document.id.path, root.path);
    if (place !== undefined) return { root, document: document.id, place };
  }
  throw new Error('a change is in a folder');
}

/** A value of `.openspec.yaml`. */
function valueIn({ documents }: OpenChange, key: string): string | undefined {
  const open = documents.find(({ parsed }) => parsed.format === 'openSpec.metadata');
  if (open === undefined) return undefined;
  const { entries } = readKeyedLines(open.document.source);
  const value = entries.find((each) => each.key === key)?.value;
  return value?.kind === 'scalar' ? value.scalar.value : undefined;
}

function readLiving({ capability, document, text }: LivingSpec): ReadLivingSpec {
  // What is empty is as good as not there.
  const isNew = text === undefined || text.trim() === '';
  const source = new SourceText(text ?? '');
  return {
    requirements: requirementsIn(source),
    problems: isNew ? [] : problemsIn(document, source.text).filter(({ code }) => unsafe.has(code)),
    changedSince: (deltas, _change, past) => {
      if (past === undefined) return [];
      const bodies = (from: SourceText): ReadonlyMap<string, string> =>
        new Map(requirementsIn(from).map(({ name, body }) => [name, comparableBlock(body)]));
      const [then, now] = [bodies(new SourceText(past)), bodies(source)];
      const names = new Set(deltas.map(livingNames(deltas)));
      return [...now.keys()].filter((name) => names.has(name) && then.get(name) !== now.get(name));
    },
    write: (folded, change) => {
      const blockOf = (delta: RequirementDelta): string =>
        sourceOf(change, delta).slice(delta.location.range);
      if (!isNew) return writeLivingSpec(source, folded, blockOf);
      const [first] = folded.added;
      const purpose = first === undefined ? undefined : purposeIn(sourceOf(change, first));
      const whole = newLivingSpec(capability, change.name, purpose, folded.added.map(blockOf));
      if (text === undefined) return { kind: 'create', text: whole };
      const range = { start: 0, end: text.length };
      return { kind: 'edit', edits: [{ range, expect: text, text: whole }] };
    },
  };
}

function problemsIn(id: LivingSpec['document'], text: string): readonly Problem[] {
  const document = runAtOnce(openInSteps('lines', { id, key: toKey(id.path) }, text));
  if (document?.syntax !== 'lines') throw new Error('lines can always be read');
  const root: Root = { system: 'openSpec', path: '', place: '' };
  return runAtOnce(parseSpec(document, { root, criteria: defaultCriteria })).problems;
}

function sourceOf({ documents }: OpenChange, { location }: RequirementDelta): SourceText {
  const open = documents.find(({ document }) => document.id.path === location.document.path);
  if (open === undefined) throw new Error('a delta is in a document of its change');
  return open.document.source;
}
