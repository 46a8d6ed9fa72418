import type { Report } from '../../model/problem.ts';
import { oneLine } from '../../text/inline.ts';
import { flatten } from '../../text/sourceText.ts';
import type { Document } from '../../text/syntax.ts';
import { RowValues } from './rowValues.ts';

/** What a requirement says, besides its name. */
export interface RequirementText {
  /** Below its heading, as a living spec would write it. */
  readonly body: string;
  /** `Wrong password: WHEN it is wrong THEN nobody gets in` */
  readonly scenarios: readonly string[];
}

/** Reads the text and the scenarios of a requirement. */
export function readRequirementRow(
  document: Document<'data'>,
  requirement: RowValues,
  report: Report,
): RequirementText {
  const scenarios = scenariosOf(document, requirement, report);
  const text = requirement.text('text')?.value ?? '';
  const blocks = scenarios.map(({ name, steps }) => `#### Scenario: ${oneLine(name)}\n\n${steps}`);
  return {
    body: flatten([text, ...blocks].filter((part) => part !== '').join('\n\n')),
    scenarios: scenarios.map(({ name, steps }) =>
      flatten([oneLine(name), oneLine(steps)].filter((part) => part !== '').join(': ')),
    ),
  };
}

interface Scenario {
  readonly name: string;
  readonly steps: string;
}

/** A list, or rows; a text is one that could not be read as a list. */
function scenariosOf(
  document: Document<'data'>,
  requirement: RowValues,
  report: Report,
): readonly Scenario[] {
  const node = requirement.node('scenarios');
  if (node === undefined || (node.kind === 'value' && (node.value === '' || node.value === null))) return [];
  if (node.kind !== 'array') {
    report('row.scenarios', 'warning', {}, node.range);
    return [];
  }
  return node.items.flatMap((item): readonly Scenario[] => {
    if (item.kind !== 'object') {
      report('row.scenarios', 'warning', {}, item.range);
      return [];
    }
    const values = new RowValues(document, item, report);
    return [{ name: values.text('name')?.value ?? '', steps: values.text('when_then')?.value ?? '' }];
  });
}
