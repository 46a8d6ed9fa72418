import type { Report } from '../../model/problem.ts';
import { oneLine, renderedText } from '../../text/inline.ts';
import type { Range } from '../../text/range.ts';
import type { Lookalike, RequirementBlock, RequirementText } from '../../text/requirementBlocks.ts';
import type { SourceText } from '../../text/sourceText.ts';

/** Longer texts are cut where they are shown in a line. */
const longestText = 500;
/** More than these say no more about a requirement. */
const mostScenarios = 200;

/** `Successful export: WHEN the user clicks, THEN a file is written` */
export function scenariosOf(source: SourceText, { scenarios }: RequirementBlock): readonly string[] {
  return scenarios.slice(0, mostScenarios).map(({ name, body }) => {
    const steps = oneLineOf(source, body, ', ');
    return steps === '' ? name : `${name}: ${steps}`;
  });
}

/** What stands in some lines, as one. */
export function oneLineOf(source: SourceText, range: Range, between = ' '): string {
  const raw = source.text.slice(range.start, Math.min(range.end, range.start + 4 * longestText));
  const text = raw
    .split(/\r\n?|\n/)
    .map((line) => oneLine(renderedText(line.replace(/^[ \t]*(?:[-*+]|\d{1,9}[.)])[ \t]+/, ''))))
    .filter((line) => line !== '')
    .join(between);
  return text.length <= longestText
    ? text
    : `${text.slice(0, longestText - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;
}

/** Tells what looks like a requirement or a scenario in the sections that are read, and is text. */
export function reportLookalikes(
  { lookalikes, unclosed }: RequirementText,
  isRead: (section: number) => boolean,
  report: Report,
): void {
  for (const each of lookalikes) {
    const { written, range } = each;
    if (isRead(each.section) || each.kind === 'requirementLevel')
      report(codes[each.kind], each.kind === 'otherHeading' ? 'hint' : 'warning', { written }, range);
  }
  if (unclosed !== undefined) report('requirement.unclosed', 'warning', {}, unclosed);
}

const codes = {
  requirementLevel: 'requirement.level',
  scenarioLevel: 'scenario.level',
  scenarioText: 'scenario.noHeading',
  otherHeading: 'requirement.otherHeading',
} as const satisfies Record<Lookalike['kind'], string>;

/** Tells names that come twice, each of them but the first. Gives the blocks whose names do not. */
export function onceNamed(
  source: SourceText,
  blocks: readonly RequirementBlock[],
  report: Report,
): readonly RequirementBlock[] {
  const known = new Map<string, RequirementBlock>();
  return blocks.filter((block) => {
    const other = known.get(block.name);
    if (other === undefined) {
      known.set(block.name, block);
      return true;
    }
    const line = source.lineAt(other.heading.start) + 1;
    report('requirement.twice', 'warning', { name: block.name, line }, block.nameRange);
    return false;
  });
}
