import { runAtOnce } from '../../base/steps.ts';
import type { RequirementDelta } from '../../model/item.ts';
import { refusal } from '../../model/refusal.ts';
import { applyEdits, type TextEdit } from '../../text/edit.ts';
import {
  comparableBlock,
  readRequirementText,
  type RequirementSection,
} from '../../text/requirementBlocks.ts';
import { writeRequirement } from '../../text/requirementDraft.ts';
import { SourceText } from '../../text/sourceText.ts';
import type { NewDelta, NewText } from '../newChange.ts';
import { isOpenAs, type OpenDocument } from '../format.ts';
import { operationOf, readDeltas, type SaidDelta } from './delta.ts';
import { lastFilledLine, lineEndOf, withLineEnds } from './lineEnds.ts';

/** In the order in which its own tool writes them. */
const operations: readonly RequirementDelta['operation'][] = ['added', 'modified', 'removed', 'renamed'];

/** What its template has there, which it takes for nothing. */
const purpose = '<!-- One or two sentences (50+ characters) on what this capability is for. -->';

/** Adds a delta as the last one of its section, or with a section of its own. */
export function addDelta(open: OpenDocument | undefined, delta: NewDelta): NewText {
  const heading = `## ${delta.operation.toUpperCase()} Requirements`;
  const block = blockOf(delta);
  if (open === undefined) {
    const about = delta.isNewCapability ? ['## Purpose', purpose] : [];
    return { kind: 'text', text: `${['# Spec Delta', ...about, heading, block].join('\n\n')}\n` };
  }
  if (!isOpenAs(open, 'lines')) return refusal('change.missing', { path: open.document.id.path });
  const { document } = open;
  const { source } = document;
  const ending = lineEndOf(source);
  const lines = (text: string): string => withLineEnds(text, ending);
  const { sections } = runAtOnce(readRequirementText(source));
  const own = sections.findLastIndex((each) => operationOf(each) === delta.operation);
  const edit =
    own >= 0
      ? behind(source, sections, own, lines(`\n\n${block}`))
      : newSection(source, sections, delta.operation, lines(`${heading}\n\n${block}`), ending);
  return isReadBack(source, edit, delta)
    ? { kind: 'edits', edits: [edit] }
    : refusal('delta.unreadable', { path: document.id.path });
}

function blockOf({
  operation,
  requirement,
  newName = '',
  reason,
  migration,
  draft,
  copied,
}: NewDelta): string {
  const named = (name: string): string => `### Requirement: ${name}`;
  switch (operation) {
    case 'removed':
      return [
        named(requirement),
        ...(reason === undefined ? [] : [`**Reason**: ${reason}`]),
        ...(migration === undefined ? [] : [`**Migration**: ${migration}`]),
      ].join('\n');
    case 'renamed':
      return `- FROM: \`${named(requirement)}\`\n- TO: \`${named(newName)}\``;
    default:
      if (copied !== undefined) return `${named(requirement)}\n${copied}`;
      return writeRequirement({
        name: requirement,
        text: draft?.text ?? '',
        scenarios: (draft?.scenarios ?? []).map(({ name, steps }) => ({ name, steps: asList(steps) })),
      });
  }
}

/** `WHEN it is wrong THEN nobody gets in`, step by step, as its own template writes it. What has lines already stays as it is. */
function asList(steps: string): string {
  const words = /\b(GIVEN|WHEN|THEN|AND|BUT)\b/;
  if (/\n|^(?:[-*+]|\d{1,9}[.)])[ \t]/.test(steps) || !/^(?:GIVEN|WHEN)\b/.test(steps)) return steps;
  return steps
    .split(/[ \t](?=(?:GIVEN|WHEN|THEN|AND|BUT)\b)/)
    .map((step) => `- ${step.trim().replace(/[,;]$/, '').replace(words, '**$1**')}`)
    .join('\n');
}

/** Behind the last line of a section that is not blank. */
function behind(
  source: SourceText,
  sections: readonly RequirementSection[],
  at: number,
  text: string,
): TextEdit {
  const section = sections[at];
  const next = sections[at + 1];
  const first = source.lineAt(section?.heading.start ?? 0);
  const end = next === undefined ? source.lineCount : source.lineAt(next.heading.start);
  const offset = source.lineRange(lastFilledLine(source, first, end)).end;
  return { range: { start: offset, end: offset }, expect: '', text };
}

/** A section of its own, before the first of those that come behind it. */
function newSection(
  source: SourceText,
  sections: readonly RequirementSection[],
  operation: RequirementDelta['operation'],
  text: string,
  ending: string,
): TextEdit {
  const later = operations.slice(operations.indexOf(operation) + 1);
  const next = sections.find((each) => later.some((other) => other === operationOf(each)));
  if (next !== undefined) {
    const start = source.lineStart(source.lineAt(next.heading.start));
    return { range: { start, end: start }, expect: '', text: `${text}${ending}${ending}` };
  }
  const isBlank = source.text.trim() === '';
  const edit = behind(source, sections, sections.length - 1, isBlank ? text : `${ending}${ending}${text}`);
  const isOpen = source.lineEnding(source.lineAt(edit.range.end)) === '';
  return isOpen ? { ...edit, text: `${edit.text}${ending}` } : edit;
}

/** Whether a text says the same as before, and the new delta. */
function isReadBack(source: SourceText, edit: TextEdit, delta: NewDelta): boolean {
  const applied = applyEdits(source.text, [edit]);
  if (applied.kind !== 'applied') return false;
  const before = deltasIn(source);
  const now = deltasIn(new SourceText(applied.text));
  const at = now.indexOf(comparable(toSaid(delta)));
  return at >= 0 && isSame(before, now.toSpliced(at, 1));
}

type Comparable = Pick<SaidDelta, 'operation' | 'requirement' | 'newName' | 'body'>;

function deltasIn(source: SourceText): readonly string[] {
  return runAtOnce(readDeltas(source)).map(comparable);
}

function comparable({ operation, requirement, newName, body }: Comparable): string {
  return JSON.stringify([operation, requirement, newName ?? '', comparableBlock(body)]);
}

function toSaid(delta: NewDelta): Comparable {
  const { operation, requirement, newName } = delta;
  const says = operation === 'added' || operation === 'modified';
  const block = blockOf(delta);
  return {
    operation,
    requirement,
    body: says ? block.slice(block.indexOf('\n') + 1) : '',
    ...(newName === undefined ? {} : { newName }),
  };
}

function isSame(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((each, i) => each === b[i]);
}
