import type { RequirementDelta } from '../../model/item.ts';
import type { Report } from '../../model/problem.ts';
import { oneLine } from '../../text/inline.ts';
import { toKey } from '../../text/key.ts';
import { flatten } from '../../text/sourceText.ts';
import type { Document } from '../../text/syntax.ts';
import { toRowPath } from './places.ts';
import { readRequirementRow } from './requirements.ts';
import { RowValues, type RowNode } from './rowValues.ts';

type Operation = RequirementDelta['operation'];
const operations: readonly Operation[] = ['added', 'modified', 'removed', 'renamed'];

/** Reads what a change does to living specs. What does nothing that is known is reported, and left out. */
export function readDeltas(
  document: Document<'data'>,
  database: string,
  rows: readonly RowNode[],
  report: Report,
): readonly RequirementDelta[] {
  return rows.flatMap((row): readonly RequirementDelta[] => {
    const values = new RowValues(document, row, report);
    const op = values.text('op');
    const operation = operations.find((each) => each === op?.value);
    if (operation === undefined) {
      report('row.operation', 'warning', { written: op?.value ?? '' }, op?.range ?? row.range);
      return [];
    }
    const [capability, requirement] = [values.text('capability'), values.text('requirement')];
    if (capability === undefined || requirement === undefined) {
      report('row.noName', 'warning', {}, row.range);
      return [];
    }
    const says = operation === 'added' || operation === 'modified';
    const { body, scenarios } = readRequirementRow(document, values, report);
    if (says && scenarios.length === 0)
      report('requirement.noScenario', 'warning', { name: requirement.value }, requirement.range);
    const name = capability.value;
    const optional = (key: string): string | undefined => {
      const found = values.text(key);
      return found === undefined ? undefined : flatten(found.value);
    };
    const [reason, migration] = [optional('reason'), optional('migration')];
    const newName =
      operation === 'renamed' ? flatten(oneLine(values.text('rename_to')?.value ?? '')) : undefined;
    if (newName === '') {
      report('row.noNewName', 'warning', { name: requirement.value }, row.range);
      return [];
    }
    return [
      {
        operation,
        capability: flatten(oneLine(name)),
        spec: toKey(toRowPath({ database, kind: 'capability', name })),
        requirement: flatten(oneLine(requirement.value)),
        body: says ? body : '',
        scenarios: says ? scenarios : [],
        location: { document: document.id, range: row.range },
        ...(newName === undefined ? {} : { newName }),
        ...(reason === undefined ? {} : { reason }),
        ...(migration === undefined ? {} : { migration }),
      },
    ];
  });
}
