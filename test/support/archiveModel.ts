import fc from 'fast-check';

/** A requirement as a text and scenarios by their names: what each does follows from that. */
export interface ModelRequirement {
  readonly name: string;
  readonly text: string;
  readonly scenarios: readonly string[];
}

export interface ModelDelta {
  readonly capability: string;
  readonly operation: 'added' | 'modified' | 'removed' | 'renamed';
  readonly requirement: ModelRequirement;
  /** Of a renamed one. */
  readonly newName: string;
}

/** Living specs by capability, and a change to them. */
export interface ModelChange {
  readonly living: Readonly<Record<string, readonly ModelRequirement[]>>;
  readonly deltas: readonly ModelDelta[];
  readonly openTasks: number;
}

const names = ['Sign in', 'Sign out', 'sign  in', 'Keep', 'Codes'] as const;
const capabilities = ['auth', 'mail'] as const;
const scenarioNames = ['Good', 'Bad'] as const;

const requirement: fc.Arbitrary<ModelRequirement> = fc.record({
  name: fc.constantFrom(...names),
  text: fc.constantFrom('It SHALL work.', 'It SHALL work twice.'),
  scenarios: fc.subarray([...scenarioNames], { minLength: 1 }),
});
const living = fc.uniqueArray(requirement, {
  selector: ({ name }) => name.toLowerCase().replace(/\s+/g, ' '),
  minLength: 1,
  maxLength: 4,
});

/** Most of them fit the living specs, so that about half of all can be archived. */
export const modelChanges: fc.Arbitrary<ModelChange> = fc
  .record({
    auth: living,
    mail: fc.oneof({ weight: 3, arbitrary: living }, { weight: 1, arbitrary: fc.constant([]) }),
  })
  .chain((specs) => {
    const delta = fc
      .record({
        capability: fc.constantFrom(...capabilities),
        operation: fc.constantFrom('added', 'modified', 'removed', 'renamed'),
        drawn: requirement,
        at: fc.nat(3),
        newName: fc.constantFrom(...names, 'Log in', 'Other'),
        fits: fc.nat(9),
      })
      .map(({ capability, operation, drawn, at, newName, fits }): ModelDelta => {
        const there = specs[capability];
        const known = there[at % Math.max(1, there.length)];
        const isMeant = known !== undefined && fits > 1 && operation !== 'added';
        const named = isMeant ? { ...drawn, name: known.name } : drawn;
        const isNew = operation === 'added' && fits > 1;
        const requirement = {
          ...named,
          ...(isNew ? { name: `New ${drawn.name}` } : {}),
          ...(isMeant && fits > 2 ? { scenarios: [...scenarioNames] } : {}),
        };
        return { capability, operation, requirement, newName: fits > 1 ? `Now ${newName}` : newName };
      });
    return fc.record({
      living: fc.constant(specs),
      deltas: fc.array(delta, { minLength: 0, maxLength: 4, size: 'max' }),
      openTasks: fc.oneof({ weight: 8, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.nat(2) }),
    });
  });

/** What archiving makes of the living specs; undefined where it has to be refused. Written anew, step by step, to be compared with. */
export function archivedModel({ living, deltas, openTasks }: ModelChange): ModelChange['living'] | undefined {
  if (openTasks > 0 || deltas.length === 0) return undefined;
  const after: Record<string, readonly ModelRequirement[]> = { ...living };
  for (const capability of capabilities) {
    const own = deltas.filter((each) => each.capability === capability);
    if (own.length === 0) continue;
    const folded = fold(living[capability] ?? [], own);
    if (folded === undefined) return undefined;
    after[capability] = folded;
  }
  return after;
}

const alike = (a: string, b: string): boolean =>
  a.toLowerCase().replace(/\s+/g, ' ') === b.toLowerCase().replace(/\s+/g, ' ');

function fold(
  before: readonly ModelRequirement[],
  deltas: readonly ModelDelta[],
): readonly ModelRequirement[] | undefined {
  const of = (operation: ModelDelta['operation']) => deltas.filter((each) => each.operation === operation);
  const newNames = of('renamed').map(({ newName }) => newName);
  // Who is spoken of: what is modified under its new name is no second word about it.
  const spoken = deltas.flatMap(({ operation, requirement: { name }, newName }) => {
    if (operation === 'renamed') return [name, newName];
    return operation === 'modified' && newNames.includes(name) ? [`again ${name}`] : [name];
  });
  if (new Set(spoken).size < spoken.length) return undefined;
  let now = [...before];
  for (const {
    requirement: { name },
    newName,
  } of of('renamed')) {
    const at = now.findIndex((each) => each.name === name);
    const found = now[at];
    if (found === undefined || now.some((each, i) => i !== at && alike(each.name, newName))) return undefined;
    now[at] = { ...found, name: newName };
  }
  for (const {
    requirement: { name },
  } of of('removed')) {
    if (!now.some((each) => each.name === name)) return undefined;
    now = now.filter((each) => each.name !== name);
  }
  for (const { requirement } of of('modified')) {
    const at = now.findIndex((each) => each.name === requirement.name);
    const found = now[at];
    if (!found?.scenarios.every((each) => requirement.scenarios.includes(each))) return undefined;
    now[at] = requirement;
  }
  for (const { requirement } of of('added')) {
    const there = now.find((each) => alike(each.name, requirement.name));
    if (there === undefined) now.push(requirement);
    else if (JSON.stringify(there) !== JSON.stringify(requirement)) return undefined;
  }
  return now.length === 0 ? undefined : now;
}

const whenThen = (scenario: string): string =>
  `- **WHEN** ${scenario.toLowerCase()} words come\n- **THEN** it answers`;

function blockOf({ name, text, scenarios }: ModelRequirement): string {
  const parts = scenarios.map((each) => `#### Scenario: ${each}\n\n${whenThen(each)}`);
  return [`### Requirement: ${name}`, text, ...parts].join('\n\n');
}

/** A living spec of OpenSpec; undefined for a capability without requirements. */
export function specOf(capability: string, requirements: readonly ModelRequirement[]): string | undefined {
  if (requirements.length === 0) return undefined;
  const purpose = `What ${capability} is for, so that everybody knows it and nobody has to ask again.`;
  const head = `# ${capability} Specification\n\n## Purpose\n${purpose}\n\n## Requirements`;
  return `${[head, ...requirements.map(blockOf)].join('\n\n')}\n`;
}

/** The delta of a change on a capability; undefined where it has none. */
function deltaFileOf(capability: string, { deltas }: ModelChange): string | undefined {
  const own = deltas.filter((each) => each.capability === capability);
  const section = (operation: ModelDelta['operation'], write: (delta: ModelDelta) => string): string[] => {
    const these = own.filter((each) => each.operation === operation);
    return these.length === 0
      ? []
      : [`## ${operation.toUpperCase()} Requirements`, ...these.map((each) => write(each))];
  };
  if (own.length === 0) return undefined;
  return `${[
    ...section('added', ({ requirement: each }) => blockOf(each)),
    ...section('modified', ({ requirement: each }) => blockOf(each)),
    ...section(
      'removed',
      ({ requirement: { name } }) => `### Requirement: ${name}\n\n**Reason**: old.\n\n**Migration**: none.`,
    ),
    ...section(
      'renamed',
      ({ requirement: { name }, newName }) =>
        `- FROM: \`### Requirement: ${name}\`\n- TO: \`### Requirement: ${newName}\``,
    ),
  ].join('\n\n')}\n`;
}

/** The files of OpenSpec that say so: living specs, and a change of a name. */
export function filesOf(model: ModelChange, change: string): Readonly<Record<string, string>> {
  const folder = `openspec/changes/${change}`;
  const files: Record<string, string> = {
    'openspec/config.yaml': 'schema: spec-driven\n',
    [`${folder}/proposal.md`]: `# ${change}\n\n## Why\n\nSo that it is done.\n\n## What Changes\n\n- Something.\n`,
    [`${folder}/tasks.md`]: `## 1. Do\n\n- [x] 1.1 Done\n${'- [ ] 1.2 Open\n'.repeat(model.openTasks)}`,
  };
  for (const capability of capabilities) {
    const living = specOf(capability, model.living[capability] ?? []);
    const delta = deltaFileOf(capability, model);
    if (living !== undefined) files[`openspec/specs/${capability}/spec.md`] = living;
    if (delta !== undefined) files[`${folder}/specs/${capability}/spec.md`] = delta;
  }
  return files;
}

export function scenarioRowsOf({
  scenarios,
}: ModelRequirement): readonly { name: string; when_then: string }[] {
  return scenarios.map((name) => ({ name, when_then: whenThen(name) }));
}

export const modelCapabilities: readonly string[] = capabilities;

/** A change that changes two living specs, and makes neither of them. */
export const twoSpecs: ModelChange = {
  living: Object.fromEntries(
    modelCapabilities.map((each) => [each, [{ name: 'Keep', text: 'It SHALL work.', scenarios: ['Good'] }]]),
  ),
  deltas: modelCapabilities.map((capability) => ({
    capability,
    operation: 'added',
    requirement: { name: 'Codes', text: 'It SHALL work.', scenarios: ['Good'] },
    newName: '',
  })),
  openTasks: 0,
};
