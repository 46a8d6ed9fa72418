import type { Criterion, Spec } from '../../model/item.ts';
import type { ParsedDocument } from '../../model/parsedDocument.ts';
import type { Report } from '../../model/problem.ts';
import { oneLine } from '../../text/inline.ts';
import { flatten } from '../../text/sourceText.ts';
import type { Document } from '../../text/syntax.ts';
import { toParsed } from './parsed.ts';
import { fromRowPath } from './places.ts';
import { RowValues } from './rowValues.ts';

/** Reads a capability: a spec whose requirements nobody expects tasks to name. Total. */
export function parseCapability(document: Document<'data'>): ParsedDocument {
  return toParsed(document, 'specDatabase.capability', 'spec', (root, report): Spec => {
    const { id, key } = document;
    const values = new RowValues(document, root, report);
    const name = flatten(oneLine(values.text('name')?.value ?? fromRowPath(id.path)?.name ?? ''));
    return {
      kind: 'spec',
      key,
      location: { document: id },
      title: name,
      name,
      criteria: readRequirements(document, values, report),
    };
  });
}

function readRequirements(
  document: Document<'data'>,
  values: RowValues,
  report: Report,
): readonly Criterion[] {
  const criteria: Criterion[] = [];
  for (const row of values.rows('requirements')) {
    const requirement = new RowValues(document, row, report);
    const name = requirement.text('name');
    if (name === undefined) {
      report('row.noName', 'warning', {}, row.range);
      continue;
    }
    criteria.push({
      kind: 'criterion',
      id: flatten(oneLine(name.value)),
      text: flatten(oneLine(requirement.text('text')?.value ?? '')),
      scenarios: requirement.rows('scenarios').map((each) => {
        const scenario = new RowValues(document, each, report);
        const steps = oneLine(scenario.text('when_then')?.value ?? '');
        const called = oneLine(scenario.text('name')?.value ?? '');
        return flatten([called, steps].filter((part) => part !== '').join(': '));
      }),
      needsTask: false,
      location: { document: document.id, range: row.range },
    });
  }
  return criteria;
}
