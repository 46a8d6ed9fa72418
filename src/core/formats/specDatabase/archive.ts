import { runAtOnce } from '../../base/steps.ts';
import { defaultCriteria } from '../../model/criteria.ts';
import { livingNames, type Folded } from '../../model/foldDeltas.ts';
import type { RequirementDelta } from '../../model/item.ts';
import type { Report } from '../../model/problem.ts';
import { findMember, toValue, type DataNode, type DataValue } from '../../text/dataDocument.ts';
import { DataEditor } from '../../text/dataEdits.ts';
import { oneLine } from '../../text/inline.ts';
import { toKey } from '../../text/key.ts';
import { openInSteps, type Document } from '../../text/syntax.ts';
import type { Archiver, LivingSpec, OpenChange, ReadLivingSpec } from '../archiver.ts';
import { parseCapability } from './capability.ts';
import { fromRowPath } from './places.ts';
import { readRequirementRow } from './requirements.ts';
import { RowValues, type RowNode } from './rowValues.ts';

/** Folds the rows of deltas into those of capabilities, and says of the row of the change that it is archived. */
export const archiver: Archiver = {
  read: readLiving,
  isInTheWay: ({ document }, { severity, range }) => {
    const deltas = document.syntax === 'data' ? findMember(document.root, 'deltas')?.value.range : undefined;
    return (
      severity !== 'hint' && deltas !== undefined && deltas.start <= range.start && range.end <= deltas.end
    );
  },
  toShown: (path) => {
    const place = fromRowPath(path);
    return place?.kind === 'capability'
      ? { name: `${place.name}.md`, read: (text) => toMarkdown(place.name, path, text) }
      : undefined;
  },
  mayBeEmpty: () => false,
  putAway: ({ documents, now }) =>
    documents.flatMap(({ document }) => {
      if (document.syntax !== 'data' || document.root?.kind !== 'object') return [];
      const { root, source, id } = document;
      const archived = { status: 'archived', archived_at: now, updated_at: now };
      const edits = new DataEditor(source.text, root).setMembers(root, archived);
      return [{ kind: 'edit', document: id, edits }];
    }),
};

type Row = Readonly<Record<string, DataValue>>;
type RowValue = DataValue | undefined;

/** Whether one time is after another one, in whatever zone they are written; what is none is not. */
function isLater(time: RowValue, than: RowValue): boolean {
  return typeof time === 'string' && typeof than === 'string' && Date.parse(time) > Date.parse(than);
}

/** As OpenSpec would write it; nothing for a spec that is not there. */
function toMarkdown(name: string, path: string, text: string): string {
  if (text === '') return '';
  const { requirements } = readLiving({ capability: name, document: { folder: '', path }, text });
  const blocks = requirements.map((each) => `### Requirement: ${each.name}\n\n${each.body}`);
  return `${[`# ${name}`, ...blocks].join('\n\n')}\n`;
}

function readLiving({ document: id, text }: LivingSpec): ReadLivingSpec {
  const document = text === undefined ? undefined : openRows(id, text);
  const root = document?.root;
  const rows = document === undefined || root?.kind !== 'object' ? [] : rowsOf(root, 'requirements');
  return {
    requirements: rows.flatMap((row) => {
      if (document === undefined) return [];
      const values = new RowValues(document, row, silent);
      const name = oneLine(values.text('name')?.value ?? '');
      return [{ name, body: readRequirementRow(document, values, silent).body }];
    }),
    problems:
      document === undefined
        ? []
        : parseCapability(document, { root: noRoot, criteria: defaultCriteria }).problems.filter(
            // That one was short of it before is nothing that a change of others makes worse.
            ({ code, severity }) => severity !== 'hint' && code !== 'requirement.noScenario',
          ),
    changedSince: (deltas, change) => {
      const living = new Map(
        rows.map(toRow).flatMap((row) => {
          const { name } = row;
          return typeof name === 'string' ? [[oneLine(name), row] as const] : [];
        }),
      );
      const [nameOf, rowOf] = [livingNames(deltas), deltaRowsIn(change)];
      const changed = deltas.flatMap((delta) => {
        const name = nameOf(delta) ?? '';
        return isLater(living.get(name)?.['updated_at'], rowOf(delta)['created_at']) ? [name] : [];
      });
      return [...new Set(changed)];
    },
    write: (folded, change) => {
      const requirements = foldRows(rows, folded, change);
      const { now } = change;
      if (document === undefined || root?.kind !== 'object') {
        const name = fromRowPath(id.path)?.name ?? '';
        const row = { name, created_at: now, updated_at: now, requirements };
        return { kind: 'create', text: `${JSON.stringify(row, undefined, 2)}\n` };
      }
      const list = findMember(root, 'requirements')?.value;
      const editor = new DataEditor(document.source.text, root);
      const edits = list === undefined ? [] : editor.replace(list, requirements);
      return {
        kind: 'edit',
        edits: edits.length === 0 ? [] : [...edits, ...editor.setMembers(root, { updated_at: now })],
      };
    },
  };
}

const silent: Report = () => undefined;
const noRoot = { system: 'specDatabase', path: '', place: '' } as const;

/** The rows of requirements as they are to be; new ones have no number yet. */
function foldRows(rows: readonly RowNode[], { living, added }: Folded, change: OpenChange): readonly Row[] {
  const { now } = change;
  const rowOf = deltaRowsIn(change);
  const kept = rows.flatMap((node, at): readonly Row[] => {
    const becomes = living[at];
    const row = toRow(node);
    if (becomes === undefined) return [row];
    if (becomes.kind === 'removed') return [];
    const { name, by } = becomes;
    if (name === undefined && by === undefined) return [row];
    return [
      {
        ...row,
        ...(name === undefined ? {} : { name }),
        ...(by === undefined ? {} : contentOf(rowOf(by), now, row['scenarios'])),
        updated_at: now,
      },
    ];
  });
  const come = added.map((delta): Row => {
    const row = rowOf(delta);
    const name = row['requirement'] ?? delta.requirement;
    return { name, created_at: now, updated_at: now, ...contentOf(row, now, undefined) };
  });
  return [...kept, ...come];
}

/** The text and the scenarios that the row of a delta gives. A scenario of a name that is there stays the same row. */
function contentOf(delta: Row, now: string, before: RowValue): Row {
  const old = listOf(before);
  const scenarios = listOf(delta['scenarios']).map((scenario): Row => {
    const { name = '', when_then = '' } = scenario;
    const at = old.findIndex((each) => each['name'] === name);
    const [known] = at < 0 ? [] : old.splice(at, 1);
    return known === undefined ? { name, when_then, created_at: now } : { ...known, when_then };
  });
  return { text: delta['text'] ?? '', scenarios };
}

function listOf(value: RowValue): Row[] {
  return Array.isArray(value) ? (value as readonly DataValue[]).flatMap((each) => toList(asRow(each))) : [];
}

function toList(row: Row | undefined): readonly Row[] {
  return row === undefined ? [] : [row];
}

function asRow(value: DataValue): Row | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Row) : undefined;
}

/** The row of each delta of a change, which is one document. */
function deltaRowsIn({ documents }: OpenChange): (delta: RequirementDelta) => Row {
  const nodes = new Map(
    documents.flatMap(({ document }) =>
      document.syntax === 'data'
        ? rowsOf(document.root, 'deltas').map((row) => [row.range.start, row] as const)
        : [],
    ),
  );
  return ({ location }) => {
    const node = nodes.get(location.range.start);
    if (node === undefined) throw new Error('a delta is in a document of its change');
    return toRow(node);
  };
}

function rowsOf(root: DataNode | undefined, key: string): readonly RowNode[] {
  const list = findMember(root, key)?.value;
  return list?.kind === 'array' ? list.items.flatMap((each) => (each.kind === 'object' ? [each] : [])) : [];
}

function toRow(node: RowNode): Row {
  return asRow(toValue(node)) ?? {};
}

function openRows(id: LivingSpec['document'], text: string): Document<'data'> {
  const document = runAtOnce(openInSteps('data', { id, key: toKey(id.path) }, text));
  if (document?.syntax !== 'data') throw new Error('rows can always be read');
  return document;
}
