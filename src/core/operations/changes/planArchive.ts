import { compareText } from '../../base/compareText.ts';
import type { Archiver, OpenChange, ReadLivingSpec } from '../../formats/archiver.ts';
import type { Obstacle } from '../../model/codes/archive.ts';
import { foldDeltas, type Folded } from '../../model/foldDeltas.ts';
import type { RequirementDelta, Stream } from '../../model/item.ts';
import { outcome } from '../../model/outcome.ts';
import type { DocumentChange } from '../../model/plan.ts';
import { toProblem, type Problem } from '../../model/problem.ts';
import { refusal, unlessConfirmed, type Refusal } from '../../model/refusal.ts';
import { isSameDocument, type DocumentId } from '../../text/document.ts';
import { toKey, type Key } from '../../text/key.ts';
import { SourceText } from '../../text/sourceText.ts';
import type { PlanContext, Planned } from '../operation.ts';

/** A living spec, and what becomes of it. */
interface FoldedSpec {
  readonly document: DocumentId;
  readonly read: ReadLivingSpec;
  readonly folded: Folded;
}

/** All that archiving a change changes, or the whole list of what stands in the way. */
export function planArchive(
  context: PlanContext,
  archiver: Archiver,
  change: OpenChange,
  stream: Stream,
): Planned {
  const obstacles = obstaclesIn(archiver, change, stream);
  const specs: FoldedSpec[] = [];
  const stale: string[] = [];
  for (const [key, deltas] of byCapability(stream)) {
    const [first] = deltas;
    if (!context.isInScope(key) || first === undefined)
      return refusal('file.contended', { path: context.index.pathOf(key) });
    const document = context.documentOf(key);
    const now = context.text(key);
    if (now.kind === 'refused') return now;
    const text = now.kind === 'text' ? now.text : undefined;
    const read = archiver.read({ capability: first.capability, document, text });
    const source = new SourceText(text ?? '');
    for (const problem of read.problems) obstacles.push(toObstacle(document, source, problem));
    const changed = toKey(context.index.keyOf(first.location));
    const past = context.textAtChange({ changed, document: key });
    for (const name of read.changedSince(deltas, change, past)) stale.push(`${first.capability}: ${name}`);
    const result = foldDeltas(read.requirements, deltas);
    if (result.kind === 'folded') specs.push({ document, read, folded: result });
    else
      for (const { delta, problem } of result.obstacles)
        obstacles.push(toObstacle(delta.location.document, sourceOf(change, delta), problem));
  }
  if (obstacles.length > 0)
    return refusal('change.notReady', { name: change.name, obstacles: eachOnce(obstacles) });
  const changed =
    stale.length === 0
      ? undefined
      : unlessConfirmed(
          refusal('change.stale', { name: change.name, requirements: stale }),
          context.confirmed,
        );
  if (changed !== undefined) return changed;
  const away = archiver.putAway(change, (document) => context.isFree(document));
  if (!isChanges(away)) return away;
  const written = specs.flatMap(({ document, read, folded }): readonly DocumentChange[] => {
    const written = read.write(folded, change);
    if (written.kind === 'create') return [{ kind: 'create', document, text: written.text }];
    return written.edits.length === 0 ? [] : [{ kind: 'edit', document, edits: written.edits }];
  });
  const lock = archiver.lock?.(change);
  return {
    kind: 'plan',
    atomic: true,
    isLasting: true,
    // Last the change itself: until then nobody takes it for archived.
    changes: [...written, ...asRead(change, away), ...away],
    ...(lock === undefined ? {} : { toolLocks: [lock] }),
    outcome: outcome('change.archived', {
      name: change.name,
      specs: written.map(({ document }) => document.path),
      place: placeIn(away),
    }),
  };
}

/** A folder ends with a slash, as the key of a stream of several documents does. */
function placeIn(away: readonly DocumentChange[]): string {
  const [change] = away;
  if (change?.kind === 'moveFolder') return `${change.to.path}/`;
  return change?.document.path ?? '';
}

function isChanges(away: readonly DocumentChange[] | Refusal): away is readonly DocumentChange[] {
  return Array.isArray(away);
}

/** What is in the way, but for what living specs are. */
function obstaclesIn(archiver: Archiver, change: OpenChange, stream: Stream): Obstacle[] {
  const obstacles: Obstacle[] = [];
  for (const open of change.documents)
    for (const problem of open.parsed.problems)
      if (archiver.isInTheWay(open, problem))
        obstacles.push(toObstacle(open.document.id, open.document.source, problem));
  for (const { status, id, title, location } of stream.tasks) {
    if (status.value === 'done' || status.value === 'dropped') continue;
    const { document, range } = location;
    const task = [id, title.value].filter(isFilled).join(' ');
    obstacles.push(
      toObstacle(
        document,
        sourceAt(change, document),
        toProblem('change.openTask', 'error', { task }, range),
      ),
    );
  }
  const [first] = change.documents;
  if (stream.deltas.length === 0 && first !== undefined && !archiver.mayBeEmpty(change)) {
    const problem = toProblem('change.noDeltas', 'error', {}, { start: 0, end: 0 });
    obstacles.push(toObstacle(first.document.id, first.document.source, problem));
  }
  return obstacles;
}

function isFilled(text: string | undefined): text is string {
  return text !== undefined && text !== '';
}

function byCapability({ deltas }: Stream): ReadonlyMap<Key, readonly RequirementDelta[]> {
  const found = new Map<Key, RequirementDelta[]>();
  for (const delta of deltas) {
    const known = found.get(delta.spec);
    if (known === undefined) found.set(delta.spec, [delta]);
    else known.push(delta);
  }
  return found;
}

/** Documents that are only read have to be as they were read, too. */
function asRead({ documents }: OpenChange, away: readonly DocumentChange[]): readonly DocumentChange[] {
  return documents.flatMap(({ document: { id } }) =>
    away.some(({ document }) => isSameDocument(document, id))
      ? []
      : [{ kind: 'edit', document: id, edits: [] }],
  );
}

function sourceOf(change: OpenChange, { location }: RequirementDelta): SourceText {
  return sourceAt(change, location.document);
}

function sourceAt({ documents }: OpenChange, document: DocumentId): SourceText {
  const open = documents.find((each) => isSameDocument(each.document.id, document));
  return open?.document.source ?? new SourceText('');
}

function toObstacle({ path }: DocumentId, source: SourceText, problem: Problem): Obstacle {
  return { path, line: source.lineAt(problem.range.start) + 1, problem };
}

/** In the order of their places. A parser and folding may see the same thing. */
function eachOnce(obstacles: readonly Obstacle[]): readonly Obstacle[] {
  const known = new Set<string>();
  const sorted = [...obstacles].sort((a, b) => compareText(a.path, b.path) || a.line - b.line);
  return sorted.filter(({ path, line, problem: { code } }) => {
    const name = JSON.stringify([path, line, code === 'delta.contradicts' ? 'delta.twice' : code]);
    return known.size < known.add(name).size;
  });
}
