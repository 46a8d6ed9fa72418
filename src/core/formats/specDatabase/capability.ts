import type { CriteriaShape } from '../../model/criteria.ts';
import type { Criterion, Spec } from '../../model/item.ts';
import type { ParsedDocument } from '../../model/parsedDocument.ts';
import type { Report } from '../../model/problem.ts';
import { oneLine } from '../../text/inline.ts';
import { flatten } from '../../text/sourceText.ts';
import type { Document } from '../../text/syntax.ts';
import type { ParseContext } from '../format.ts';
import { readName } from '../requirementName.ts';
import { parseRows } from './parsed.ts';
import { fromRowPath } from './places.ts';
import { readRequirementRow } from './requirements.ts';
import { RowValues } from './rowValues.ts';

/** Reads a capability: a spec whose requirements nobody expects tasks to name. Total. */
export function parseCapability(document: Document<'data'>, { criteria }: ParseContext): ParsedDocument {
  return parseRows(document, 'specDatabase.capability', 'spec', (root, report): Spec => {
    const { id, key } = document;
    const values = new RowValues(document, root, report);
    const name = flatten(oneLine(values.text('name')?.value ?? fromRowPath(id.path)?.name ?? ''));
    return {
      kind: 'spec',
      key,
      location: { document: id },
      title: name,
      name,
      criteria: readRequirements(document, values, criteria, report),
    };
  });
}

function readRequirements(
  document: Document<'data'>,
  values: RowValues,
  shape: CriteriaShape,
  report: Report,
): readonly Criterion[] {
  const criteria: Criterion[] = [];
  const lines = new Map<string, number>();
  for (const row of values.rows('requirements')) {
    const requirement = new RowValues(document, row, report);
    const named = requirement.text('name');
    if (named === undefined) {
      report('row.noName', 'warning', {}, row.range);
      continue;
    }
    const name = flatten(oneLine(named.value));
    const read = readName(name, shape);
    const id = lines.has(read.id) ? name : read.id;
    const line = lines.get(id);
    if (line !== undefined) {
      report('requirement.twice', 'warning', { name, line }, named.range);
      continue;
    }
    lines.set(id, document.source.lineAt(row.range.start) + 1);
    const { body, scenarios } = readRequirementRow(document, requirement, report);
    if (scenarios.length === 0) report('requirement.noScenario', 'warning', { name }, named.range);
    const said = oneLine(requirement.text('text')?.value ?? '');
    criteria.push({
      kind: 'criterion',
      id,
      text: flatten(id === name ? said : [read.rest, said].filter((each) => each !== '').join(': ')),
      scenarios,
      requirement: { name, body },
      needsTask: false,
      location: { document: document.id, range: row.range },
    });
  }
  return criteria;
}
