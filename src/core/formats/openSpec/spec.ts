import { perStep, type Steps } from '../../base/steps.ts';
import type { Criterion, Spec } from '../../model/item.ts';
import type { ParsedDocument } from '../../model/parsedDocument.ts';
import { oneLine, plainText } from '../../text/inline.ts';
import { readRequirementText, type RequirementSection } from '../../text/requirementBlocks.ts';
import type { LinesDocument } from '../../text/syntax.ts';
import { Problems, toParsed } from '../collect.ts';
import type { ParseContext } from '../format.ts';
import { readName } from '../requirementName.ts';
import { capabilityOf } from './places.ts';
import { oneLineOf, onceNamed, reportLookalikes, scenariosOf } from './requirements.ts';

/** The section of a living spec in which requirements are read, by its place; -1 where there is none. */
export function livingSection(sections: readonly RequirementSection[]): number {
  return sections.findIndex(({ title }) => title !== undefined && /^requirements$/i.test(title));
}

/** Reads a living spec: what is true now of one capability, as requirements with their scenarios. */
export function* parseSpec(
  document: LinesDocument,
  { root, criteria: shape }: ParseContext,
): Steps<ParsedDocument> {
  const { id, key, source } = document;
  const { all, report } = new Problems();
  const text = yield* readRequirementText(source);
  const first = livingSection(text.sections);
  const blocks = text.sections[first]?.blocks ?? [];
  for (const [i, { title, blocks: others }] of text.sections.entries())
    if (i !== first)
      for (const { name, nameRange } of others) {
        const section = title === undefined ? {} : { section: title };
        report('requirement.outside', 'warning', { name, wanted: 'living', ...section }, nameRange);
      }
  reportLookalikes(text, (section) => section === first, report);
  if (first < 0) report('spec.noRequirements', 'warning', {}, { start: 0, end: 0 });
  const criteria: Criterion[] = [];
  const ids = new Set<string>();
  for (const [i, block] of onceNamed(source, blocks, report).entries()) {
    if (i % perStep === 0) yield;
    const { name, heading, range } = block;
    const read = readName(name, shape);
    // Two names that begin with one ID are told apart as they are written.
    const known = ids.has(read.id) ? { id: name, rest: '' } : read;
    ids.add(known.id);
    const said = oneLineOf(source, block.text);
    const scenarios = scenariosOf(source, block);
    if (scenarios.length === 0) report('requirement.noScenario', 'warning', { name }, heading);
    criteria.push({
      kind: 'criterion',
      id: known.id,
      text: known.rest === '' ? said : [known.rest, said].filter((each) => each !== '').join(': '),
      scenarios,
      requirement: { name, body: source.slice(block.body) },
      needsTask: false,
      location: { document: id, range },
    });
  }
  const name = capabilityOf(id.path, root.path, undefined);
  const item: Spec = {
    kind: 'spec',
    key,
    location: { document: id },
    title: titleOf(document) ?? name,
    name,
    criteria,
  };
  return toParsed(document, 'openSpec.spec', 'spec', [item], all);
}

/** The first heading of a document, without what it says of what that is. */
export function titleOf({ source, lines }: LinesDocument): string | undefined {
  for (const range of lines.slice(0, 200)) {
    const raw = source.text.slice(range.start, Math.min(range.end, range.start + 500));
    const match = /^#[ \t]+(?:(?:change|proposal|spec(?:ification)?|design)[ \t]*[:：][ \t]*)?(.+)/i.exec(
      raw,
    );
    const title = match === null ? '' : oneLine(plainText(match[1] ?? ''));
    if (title !== '') return title;
  }
  return undefined;
}
