import * as z from 'zod/mini';
import type { NewDelta } from '../../formats/newChange.ts';
import { foldName, longestName, refuseCapability, refuseName, refuseText } from '../../model/changeNames.ts';
import { scenariosLeftOut } from '../../model/foldDeltas.ts';
import type { RequirementDelta, Spec } from '../../model/item.ts';
import { outcome } from '../../model/outcome.ts';
import { refusal, type Refusal } from '../../model/refusal.ts';
import { oneLine } from '../../text/inline.ts';
import type { Key } from '../../text/key.ts';
import {
  headingIn,
  readRequirement,
  saysShall,
  toBody,
  toLineFeeds,
  writeRequirement,
  type DraftFault,
  type RequirementDraft,
} from '../../text/requirementDraft.ts';
import { documentInput, textInput } from '../inputs.ts';
import type { PlanContext } from '../operation.ts';
import { livingRequirement, oldNameOf, refuseDelta } from './deltaRules.ts';
import { onChange, planText, type PartOfChange } from './onChange.ts';

export const deltaOperations = ['added', 'modified', 'removed', 'renamed'] as const;

interface ScenarioInput {
  readonly name: string;
  readonly when_then: string;
}

interface DeltaInput {
  readonly document: Key;
  readonly operation: RequirementDelta['operation'];
  readonly capability: string;
  readonly requirement: string;
  readonly text?: string | undefined;
  readonly scenarios?: readonly ScenarioInput[] | undefined;
  readonly reason?: string | undefined;
  readonly migration?: string | undefined;
  readonly newName?: string | undefined;
}

export const addDelta = onChange<DeltaInput>({
  id: 'add_delta',
  description:
    'Records what a change does to a requirement of a living spec: it is added, modified, removed or renamed.',
  input: z.strictObject({
    ...documentInput,
    operation: z.enum(deltaOperations),
    capability: textInput('name of the living spec, which may be a new one'),
    requirement: textInput('name of the requirement; of a renamed one the old name'),
    text: z.optional(
      textInput('what it says, with SHALL or MUST; by default, of a modified one, what it says now'),
    ),
    scenarios: z.optional(
      z.array(
        z.strictObject({
          name: textInput('name of the scenario'),
          when_then: textInput('WHEN something is done THEN something comes of it'),
        }),
      ),
    ),
    reason: z.optional(textInput('why it is removed')),
    migration: z.optional(textInput('what to do instead of what is removed')),
    newName: z.optional(textInput('the new name of a renamed one')),
  }),
  refusals: [
    'change.line',
    'change.text',
    'delta.capability',
    'delta.contradicts',
    'delta.exists',
    'delta.losesScenarios',
    'delta.name',
    'delta.sameName',
    'delta.targetMissing',
    'delta.unreadable',
    'requirement.noKeyword',
    'requirement.noScenario',
  ],
  partOf: ({ capability }) => ({ capability: capability.trim() }),
  plan: (context, input, part) => {
    const { store, stream, open, name: change, document } = part;
    const wanted = toNames(input);
    const key = store.livingSpecOf(stream, wanted.capability);
    const item = key === undefined ? undefined : context.index.itemAt(key);
    const living = item?.kind === 'spec' ? item : undefined;
    const others = deltasIn(part).filter(({ capability }) => capability === wanted.capability);
    const refused =
      (living === undefined ? refuseNewCapability(context, part, wanted.capability) : undefined) ??
      refuseNames(wanted) ??
      refuseDelta(wanted, others, living);
    if (refused !== undefined) return refused;
    const said = toSaid(input, wanted, others, living, store.needsKeyword);
    if (said.kind === 'refused') return said;
    const delta: NewDelta = { ...wanted, ...said.said, isNewCapability: living === undefined };
    const result = store.addDelta(open, delta, context);
    const { operation, capability, requirement } = wanted;
    const data = { change, operation, capability, requirement, path: document.path };
    return planText(context, part, result, outcome('delta.added', data));
  },
});

/** Why there cannot be a living spec of that name: two names that are one on some systems are one everywhere. */
function refuseNewCapability(
  { index }: PlanContext,
  { store, stream }: PartOfChange,
  capability: string,
): Refusal | undefined {
  const near = index
    .specs()
    .find(
      (each) =>
        foldName(each.name) === foldName(capability) && each.key === store.livingSpecOf(stream, each.name),
    );
  return (
    refuseCapability(capability) ??
    (near === undefined ? undefined : refusal('delta.capability', { capability, near: near.name }))
  );
}

interface Wanted {
  readonly operation: RequirementDelta['operation'];
  readonly capability: string;
  readonly requirement: string;
  readonly newName?: string;
}

function toNames({ operation, capability, requirement, newName }: DeltaInput): Wanted {
  return {
    operation,
    capability: capability.trim(),
    requirement: requirement.trim(),
    ...(operation === 'renamed' ? { newName: newName?.trim() ?? '' } : {}),
  };
}

function refuseNames({ operation, requirement, newName }: Wanted): Refusal | undefined {
  const own =
    requirement === '' || operation === 'added' ? refuseName('requirement', requirement) : undefined;
  return own ?? (newName === undefined ? undefined : refuseName('newName', newName));
}

/** The deltas of the document as it is at this moment. */
function deltasIn({ open }: Pick<PartOfChange, 'open'>): readonly RequirementDelta[] {
  return (open?.parsed.parts ?? []).flatMap((each) =>
    each.kind === 'streamPart' ? (each.deltas ?? []) : [],
  );
}

type Said = Pick<NewDelta, 'draft' | 'copied' | 'reason' | 'migration'>;

/** What the delta says besides names. */
function toSaid(
  input: DeltaInput,
  wanted: Wanted,
  others: readonly RequirementDelta[],
  living: Spec | undefined,
  needsKeyword: boolean,
): { readonly kind: 'said'; readonly said: Said } | Refusal {
  switch (wanted.operation) {
    case 'renamed':
      return { kind: 'said', said: {} };
    case 'removed': {
      const [reason, migration] = [oneLine(input.reason ?? ''), oneLine(input.migration ?? '')];
      const refused =
        (reason === '' ? undefined : refuseText('reason', reason)) ??
        (migration === '' ? undefined : refuseText('migration', migration));
      const said = { ...(reason === '' ? {} : { reason }), ...(migration === '' ? {} : { migration }) };
      return refused ?? { kind: 'said', said };
    }
    default: {
      const old = livingRequirement(living, oldNameOf(wanted, others))?.body;
      const draft = toDraft(input, wanted.requirement, old);
      if (draft.kind === 'refused') return draft;
      const isCopy = input.text === undefined && (input.scenarios ?? []).length === 0 && old !== undefined;
      const refused = refuseDraft(draft.draft, old, needsKeyword && !isCopy);
      if (refused !== undefined) return refused;
      const said = { draft: draft.draft, ...(isCopy ? { copied: toLineFeeds(old) } : {}) };
      return { kind: 'said', said };
    }
  }
}

/** What is given, and of what is not given what the living requirement says now. */
function toDraft(
  { text, scenarios = [] }: DeltaInput,
  name: string,
  old: string | undefined,
): { readonly kind: 'draft'; readonly draft: RequirementDraft } | Refusal {
  const read = old === undefined ? undefined : readRequirement(`### Requirement: ${name}\n${old}`);
  const now = read?.kind === 'draft' ? read.draft : undefined;
  const refused = text === undefined && now !== undefined ? undefined : refuseProse('text', text ?? '');
  if (refused !== undefined) return refused;
  for (const each of scenarios) {
    const wrong = refuseName('scenario', each.name.trim()) ?? refuseProse('steps', each.when_then);
    if (wrong !== undefined) return wrong;
  }
  const given = scenarios.map((each) => ({ name: each.name.trim(), steps: toBody(each.when_then) }));
  return {
    kind: 'draft',
    draft: {
      name,
      text: text === undefined ? (now?.text ?? '') : toBody(text),
      scenarios: given.length === 0 ? (now?.scenarios ?? []) : given,
    },
  };
}

function refuseProse(field: 'text' | 'steps', text: string): Refusal | undefined {
  const found = headingIn(text);
  return refuseText(field, text) ?? (found === undefined ? undefined : refuseLine(found));
}

export function refuseLine({ line, written, why }: DraftFault): Refusal {
  return refusal('change.line', { line: line + 1, written, why: why === 'none' ? 'heading' : why });
}

/** Why a requirement cannot say this: it is not read as what it is, or its tool would not take it. */
export function refuseDraft(
  draft: RequirementDraft,
  old: string | undefined,
  needsKeyword: boolean,
): Refusal | undefined {
  const { name, scenarios } = draft;
  if (scenarios.length === 0) return refusal('requirement.noScenario', { name });
  const written = writeRequirement(draft);
  const read = readRequirement(written);
  if (read.kind === 'fault') return refuseLine(read);
  const isRead = (named: string, at: number): boolean => read.draft.scenarios[at]?.name === named;
  if (read.draft.name !== name || !scenarios.every((each, at) => isRead(each.name, at))) {
    const of = read.draft.name === name ? 'scenario' : 'requirement';
    return refusal('delta.name', { of, why: 'form', most: longestName });
  }
  if (needsKeyword && !saysShall(read.prose)) return refusal('requirement.noKeyword', { name });
  const lost = scenariosLeftOut(old ?? '', written.slice(written.indexOf('\n') + 1));
  return lost.length === 0 ? undefined : refusal('delta.losesScenarios', { name, scenarios: lost });
}
