import { runAtOnce } from '../../base/steps.ts';
import type { Folded, LivingRequirement } from '../../model/foldDeltas.ts';
import type { RequirementDelta } from '../../model/item.ts';
import type { TextEdit } from '../../text/edit.ts';
import {
  readRequirementText,
  type RequirementBlock,
  type RequirementSection,
} from '../../text/requirementBlocks.ts';
import { toLineFeeds } from '../../text/requirementDraft.ts';
import { SourceText } from '../../text/sourceText.ts';
import { endingOf } from '../../text/lineEndings.ts';
import type { LivingSpecChange } from '../archiver.ts';
import { withLineEnds } from './lineEnds.ts';
import { livingSection } from './spec.ts';

/** The requirements of a living spec, each name once. */
export function requirementsIn(source: SourceText): readonly LivingRequirement[] {
  return blocksOnce(livingIn(source)).map(({ name, body }) => ({ name, body: source.slice(body) }));
}

/**
 * Makes a living spec what deltas make of it: blocks go, come at the end, or are replaced, and new names are written in their headings.
 * All else stays byte for byte, and what is written has the file's line endings.
 */
export function writeLivingSpec(
  source: SourceText,
  { living, added }: Folded,
  blockOf: (delta: RequirementDelta) => string,
): LivingSpecChange {
  const read = livingIn(source);
  const ending = endingOf(source.text);
  const toText = (delta: RequirementDelta): string => withEndings(blockOf(delta), ending);
  const edits: TextEdit[] = [];
  const replace = (start: number, end: number, text: string): void => {
    edits.push({ range: { start, end }, expect: source.text.slice(start, end), text });
  };
  // Where what stays before a block ends: what goes takes the blank lines before it along.
  let kept = headEnd(source, read);
  let goes = kept;
  const remove = (): void => {
    if (goes > kept) replace(kept, goes, '');
  };
  for (const [at, block] of blocksOnce(read).entries()) {
    const becomes = living[at];
    const end = lineEnd(source, block.range.end);
    if (becomes?.kind !== 'removed') {
      remove();
      kept = end;
    }
    goes = end;
    if (becomes?.kind !== 'kept') continue;
    const { name, by } = becomes;
    if (by !== undefined) replace(block.range.start, block.range.end, toText(by));
    else if (name !== undefined) replace(block.nameRange.start, block.nameRange.end, name);
  }
  remove();
  if (added.length > 0) {
    const heading = read.section === undefined ? ['## Requirements'] : [];
    const texts = [...heading, ...added.map(toText)].map((each) => `${ending}${ending}${each}`);
    // A file ends with its last line.
    replace(goes, goes, [...texts, goes === source.text.length ? ending : ''].join(''));
  }
  return { kind: 'edit', edits };
}

/**
 * A new living spec. Source: `buildSpecSkeleton` of OpenSpec's `specs-apply`.
 * @param blocks requirements, as they are written in the delta
 */
export function newLivingSpec(
  capability: string,
  change: string,
  purpose: string | undefined,
  blocks: readonly string[],
): string {
  const parts = [
    `# ${capability} Specification`,
    `## Purpose\n${purpose ?? `TBD - created by archiving change ${change}. Update Purpose after archive.`}`,
    '## Requirements',
    ...blocks.map(toLineFeeds),
  ];
  return `${parts.join('\n\n')}\n`;
}

/**
 * What a delta's file says that a new capability is for; undefined where it says nothing, or what would make another document of the
 * spec: headings, and what hides or swallows what follows it.
 */
export function purposeIn(source: SourceText): string | undefined {
  const { sections } = runAtOnce(readRequirementText(source));
  const at = sections.findIndex(({ title }) => title !== undefined && /^purpose$/i.test(title));
  const section = sections[at];
  if (section === undefined) return undefined;
  const next = sections[at + 1];
  const text = source.text.slice(
    lineEnd(source, section.heading.end),
    next?.heading.start ?? source.text.length,
  );
  const purpose = toLineFeeds(text).trim();
  return purpose === '' || /<!--|^[ \t]*(?:#|`{3}|~{3})/m.test(purpose) ? undefined : purpose;
}

/** Where requirements are read, and what its own text is: from its heading to the next one. */
interface Living {
  readonly section: RequirementSection | undefined;
  readonly end: number;
}

function livingIn(source: SourceText): Living {
  const { sections } = runAtOnce(readRequirementText(source));
  const at = livingSection(sections);
  return { section: sections[at], end: sections[at + 1]?.heading.start ?? source.text.length };
}

function blocksOnce({ section }: Living): readonly RequirementBlock[] {
  const names = new Set<string>();
  return (section?.blocks ?? []).filter(({ name }) => names.size < names.add(name).size);
}

/** Where the last line ends that holds something, of those before the first requirement; of all lines where nothing is read. */
function headEnd(source: SourceText, { section, end }: Living): number {
  if (section === undefined) return source.text.trimEnd().length;
  const next = section.blocks[0]?.heading.start ?? end;
  return section.heading.start + source.text.slice(section.heading.start, next).trimEnd().length;
}

function lineEnd(source: SourceText, offset: number): number {
  return source.lineRange(source.lineAt(offset)).end;
}

function withEndings(text: string, ending: string): string {
  return withLineEnds(toLineFeeds(text), ending);
}
