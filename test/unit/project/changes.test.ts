import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { addTask } from '../../../src/core/operations/addTask.ts';
import { toKey } from '../../../src/core/text/key.ts';
import {
  ChangeProject,
  isDone,
  livingSpec,
  refusedAs,
  type DeltaInput,
} from '../../support/changeProject.ts';

const base = { 'openspec/specs/auth/spec.md': livingSpec };
const proposal = 'openspec/changes/add-2fa/proposal.md';
const delta = 'openspec/changes/add-2fa/specs/auth/spec.md';
const scenarios = [{ name: 'Login', when_then: 'WHEN a person logs in THEN a code is asked for' }];
const added = { text: 'The system SHALL ask for a code.', scenarios };

describe('changes that are made in files', () => {
  let project: ChangeProject;
  const open = async (files: Readonly<Record<string, string>> = base): Promise<void> => {
    project = await ChangeProject.open(files);
  };
  afterEach(() => {
    project.dispose();
  });

  describe('proposed', () => {
    it('have a proposal, a heading for tasks and the day, all in one step', async () => {
      await open();
      const before = project.files();
      const result = await project.propose({
        title: 'Two-factor  login',
        why: '\nPasswords leak.\r\nOften.\n\n',
      });
      isDone(result);
      assert.equal(
        project.text(proposal),
        '# Change: Two-factor login\n\n## Why\n\nPasswords leak.\nOften.\n\n## What Changes\n\nAsk for a code.\n\n' +
          '## Impact\n\n<!-- Affected code, APIs, dependencies, systems -->\n',
      );
      assert.equal(project.text('openspec/changes/add-2fa/tasks.md'), '# Tasks\n');
      assert.match(
        project.text('openspec/changes/add-2fa/.openspec.yaml'),
        /^schema: spec-driven\ncreated: \d{4}-\d\d-\d\d\n$/,
      );
      const [stream] = project.opened.index.streams();
      assert.deepEqual(
        [stream?.name, stream?.title, stream?.tasks.length],
        ['add-2fa', 'Two-factor login', 0],
      );
      await project.undo(result);
      assert.deepEqual(project.files(), before);
    });

    it('take tasks at once', async () => {
      await open();
      isDone(await project.propose({}));
      const document = toKey('openspec/changes/add-2fa/tasks.md');
      isDone(await project.run(addTask, { document, title: 'Ask for a code' }));
      assert.equal(project.text(document), '# Tasks\n\n- [ ] 1.1 Ask for a code\n');
    });

    it('are of the schema that the configuration names', async () => {
      await open({ 'openspec/config.yaml': "context: x\nschema: 'our-own' # mine\n" });
      isDone(await project.propose({}));
      assert.match(project.text('openspec/changes/add-2fa/.openspec.yaml'), /^schema: our-own\n/);
    });

    for (const [slug, why] of [
      ['', 'A change needs a name, such as add-export.'],
      ['..', 'The name of a change has no slashes, “..” or control characters.'],
      ['../out', 'The name of a change has no slashes, “..” or control characters.'],
      ['a/b', 'The name of a change has no slashes, “..” or control characters.'],
      ['a\\b', 'The name of a change has no slashes, “..” or control characters.'],
      ['a\u0000b', 'The name of a change has no slashes, “..” or control characters.'],
      ['Add-2FA', '“Add-2FA” is not a name of a change'],
      ['add_2fa', '“add_2fa” is not a name of a change'],
      ['-add', '“-add” is not a name of a change'],
      ['add--2fa', '“add--2fa” is not a name of a change'],
      ['añadir', '“añadir” is not a name of a change'],
      ['con', '“con” is reserved'],
      ['CON', '“CON” is reserved'],
      ['nul.txt', '“nul.txt” is reserved'],
      ['archive', '“archive” is reserved'],
      ['a'.repeat(300), 'The name of a change has at most 200 characters.'],
    ] as const)
      it(`are not called ${JSON.stringify(slug.slice(0, 12))}`, async () => {
        await open();
        const before = project.files();
        assert.ok(refusedAs(await project.propose({ slug })).startsWith(`change.slug: ${why}`));
        assert.deepEqual(project.files(), before);
      });

    for (const [input, why] of [
      [{ why: ' \n' }, 'change.text: Write something for “why”.'],
      [{ what: '' }, 'change.text: Write something for “what”.'],
      [{ why: 'a\n## What Changes\nb' }, 'change.line: Line 2 would begin another section: ## What Changes'],
      [{ what: '```\ncode' }, 'change.line: Nothing closes what line 1 begins: ```'],
      [{ what: 'a\n<!-- later' }, 'change.line: Nothing closes what line 2 begins: <!-- later'],
      [{ why: 'a\u0007b' }, 'change.text: “why” has characters that no text may have.'],
      [{ title: 'x'.repeat(300) }, 'task.title: '],
    ] as const)
      it(`are refused with ${JSON.stringify(input).slice(0, 40)}`, async () => {
        await open();
        assert.ok(refusedAs(await project.propose(input)).startsWith(why));
        assert.ok(!project.has('openspec/changes'));
      });

    it('are not called like another one, but like one that is archived', async () => {
      const archived = 'openspec/changes/archive/2026-01-01-add-2fa/proposal.md';
      await open({
        ...base,
        [archived]: '## Why\n\nx\n',
        'openspec/changes/Old/proposal.md': '## Why\n\nx\n',
      });
      isDone(await project.propose({}));
      assert.match(
        refusedAs(await project.propose({})),
        /^change\.taken: There is a change add-2fa already: /,
      );
      assert.match(
        refusedAs(await project.propose({ slug: 'old' })),
        /^change\.taken: .*changes\/Old\/proposal\.md$/,
      );
      mkdirSync(join(project.root, 'openspec/changes/empty'));
      assert.match(refusedAs(await project.propose({ slug: 'empty' })), /^change\.taken/);
    });

    it('need a place: the one that is named is made', async () => {
      await open({ 'README.md': 'Kit\n' });
      assert.equal(
        refusedAs(await project.propose({})),
        'change.noStore: Changes are not kept here yet. Choose where to keep them: openspec, database',
      );
      assert.match(refusedAs(await project.propose({ store: 'nowhere' })), /^change\.unknownStore/);
      const result = await project.propose({ store: 'openspec' });
      isDone(result);
      assert.equal(project.text('openspec/config.yaml'), 'schema: spec-driven\n');
      assert.ok(project.has(proposal));
      await project.undo(result);
      assert.deepEqual(project.files(), { 'README.md': 'Kit\n' });
    });

    it('go to the folder that is named, where there are several', async () => {
      await open({ ...base, 'packages/api/openspec/specs/x/spec.md': '## Requirements\n' });
      assert.equal(
        refusedAs(await project.propose({})),
        'change.severalStores: Changes are kept at several places. Choose one: openspec, packages/api/openspec',
      );
      isDone(await project.propose({ store: 'packages/api/openspec/' }));
      assert.ok(project.has('packages/api/openspec/changes/add-2fa/proposal.md'));
      // Another folder's changes have names of their own.
      isDone(await project.propose({ store: 'openspec' }));
    });
  });

  describe('whose fields are written', () => {
    const whole =
      '# Change: Old\r\n\r\n## Why\r\n\r\nBecause.\r\n\r\n## What Changes\r\n- a\r\n\r\n## Impact\r\n\r\nNone\r\n';
    for (const [field, value, was, is] of [
      ['title', 'New *one*', 'Old', 'New *one*'],
      ['why', 'It\nleaks.\n', 'Because.', 'It\r\nleaks.'],
      ['what', '- b\n- c', '- a', '- b\r\n- c'],
    ] as const)
      it(`keep all but their ${field}`, async () => {
        await open({ [proposal]: `\uFEFF${whole}` });
        const result = await project.set(proposal, { field, value });
        isDone(result);
        assert.equal(project.text(proposal), `\uFEFF${whole.replace(was, is)}`);
        await project.undo(result);
        assert.equal(project.text(proposal), `\uFEFF${whole}`);
      });

    for (const [name, text, field, after] of [
      ['no heading', '## Why\n\nx\n', 'title', '# Change: T\n\n## Why\n\nx\n'],
      ['the heading of the template', '# Proposal\n\n## Why\n', 'title', '# Change: T\n\n## Why\n'],
      ['a heading without a word before it', '# T0\n', 'title', '# T\n'],
      [
        'no reason',
        '# A\n\n## What Changes\n\n- b\n',
        'why',
        '# A\n\n## Why\n\nT\n\n## What Changes\n\n- b\n',
      ],
      ['no reason at all', '# A\n', 'why', '# A\n\n## Why\n\nT\n'],
      ['nothing', '', 'why', '## Why\n\nT\n'],
      [
        'no section of changes',
        '## Why\n\nx\n\n## Impact\n\ny\n',
        'what',
        '## Why\n\nx\n\n## What Changes\n\nT\n\n## Impact\n\ny\n',
      ],
      [
        'an empty section',
        '## Why\n\n## What Changes\n\nx\n',
        'why',
        '## Why\n\nT\n\n## What Changes\n\nx\n',
      ],
      [
        'an empty section right before another',
        '## Why\n## What Changes\n',
        'why',
        '## Why\n\nT\n\n## What Changes\n',
      ],
      ['an empty section at the end', 'a\n\n## Why', 'why', 'a\n\n## Why\n\nT\n'],
      ['other words', '## Motivation\nx\n## Solution\ny', 'what', '## Motivation\nx\n## Solution\nT'],
      ['a heading in code', '```\n## Why\n```\n', 'why', '```\n## Why\n```\n\n## Why\n\nT\n'],
    ] as const)
      it(`get a ${field} where there is ${name}`, async () => {
        await open({ [proposal]: text, 'openspec/changes/add-2fa/tasks.md': '' });
        isDone(await project.set('openspec/changes/add-2fa/', { field, value: 'T' }));
        assert.equal(project.text(proposal), after);
      });

    it('get a design, and then another one', async () => {
      await open({ [proposal]: '## Why\n\nx\n' });
      const design = 'openspec/changes/add-2fa/design.md';
      const result = await project.set(proposal, { field: 'design', value: '# Design\n\nA code.\n' });
      isDone(result);
      assert.equal(project.text(design), '# Design\n\nA code.\n');
      isDone(await project.set(proposal, { field: 'design', value: '## Context\n\nNone.' }));
      assert.equal(project.text(design), '## Context\n\nNone.\n');
      assert.equal(
        (await project.set(design, { field: 'design', value: '## Context\n\nNone.' })).kind,
        'unchanged',
      );
    });

    it('are refused what would be another section, nothing, and when they are archived', async () => {
      const archived = 'openspec/changes/archive/2026-01-01-x/proposal.md';
      await open({
        [proposal]: '## Why\n\nx\n',
        [archived]: '## Why\n\nx\n',
        'tracking/backlog/a.md': '# A\n',
      });
      assert.match(
        refusedAs(await project.set(proposal, { field: 'why', value: 'a\n\n## Impact' })),
        /^change\.line: Line 3 would begin another section: ## Impact$/,
      );
      assert.match(refusedAs(await project.set(proposal, { field: 'what', value: ' ' })), /^change\.text/);
      assert.match(refusedAs(await project.set(proposal, { field: 'title', value: '' })), /^change\.text/);
      assert.match(
        refusedAs(await project.set(archived, { field: 'why', value: 'a' })),
        /^change\.archived: x is/,
      );
      assert.match(
        refusedAs(await project.set('tracking/backlog/a.md', { field: 'why', value: 'a' })),
        /^change\.missing/,
      );
      assert.equal(project.text(proposal), '## Why\n\nx\n');
    });
  });

  describe('that get deltas', () => {
    const start = { ...base, [proposal]: '## Why\n\nx\n' };

    it('have a file for a living spec, with each below its section in order', async () => {
      await open(start);
      isDone(
        await project.delta(proposal, { operation: 'renamed', requirement: 'Log out', newName: 'Sign out' }),
      );
      assert.equal(
        project.text(delta),
        '# Spec Delta\n\n## RENAMED Requirements\n\n- FROM: `### Requirement: Log out`\n- TO: `### Requirement: Sign out`\n',
      );
      const before = project.files();
      const result = await project.delta(proposal, added);
      isDone(result);
      assert.equal(
        project.text(delta),
        '# Spec Delta\n\n## ADDED Requirements\n\n### Requirement: Two factors\nThe system SHALL ask for a code.\n\n' +
          '#### Scenario: Login\n- **WHEN** a person logs in\n- **THEN** a code is asked for\n\n' +
          '## RENAMED Requirements\n\n- FROM: `### Requirement: Log out`\n- TO: `### Requirement: Sign out`\n',
      );
      await project.undo(result);
      assert.deepEqual(project.files(), before);
      // By its new name.
      isDone(await project.delta(proposal, { operation: 'modified', requirement: 'Sign out' }));
      assert.match(
        project.text(delta),
        /\n## MODIFIED Requirements\n\n### Requirement: Sign out\nA session SHALL end\.\n\n#### Scenario: Click\n- \*\*WHEN\*\* a person leaves\n- \*\*THEN\*\* the session ends\n\n## RENAMED/,
      );
      isDone(
        await project.delta(proposal, {
          operation: 'removed',
          requirement: 'Login',
          reason: 'Nobody\nuses it',
          migration: 'Use a code',
        }),
      );
      assert.match(
        project.text(delta),
        /\n## REMOVED Requirements\n\n### Requirement: Login\n\*\*Reason\*\*: Nobody uses it\n\*\*Migration\*\*: Use a code\n\n## RENAMED/,
      );
      const said = project.opened.index.streams()[0]?.deltas ?? [];
      assert.deepEqual(
        said.map(({ operation, requirement, newName, reason, migration }) =>
          [operation, requirement, newName ?? reason ?? '', migration ?? ''].join('|'),
        ),
        ['modified|Sign out||', 'removed|Login|Nobody uses it|Use a code', 'renamed|Log out|Sign out|'],
      );
    });

    it('have a purpose to be filled in for a new living spec', async () => {
      await open(start);
      isDone(await project.delta(proposal, { ...added, capability: 'pay/cards' }));
      assert.match(
        project.text('openspec/changes/add-2fa/specs/pay/cards/spec.md'),
        /^# Spec Delta\n\n## Purpose\n\n<!-- .* -->\n\n## ADDED Requirements\n/,
      );
    });

    it('copy what the living requirement says, with the line ends of their file', async () => {
      await open({
        ...start,
        [delta]: `## ADDED Requirements\r\n\r\n### Requirement: A\r\nB SHALL.\r\n#### Scenario: C\r\n- d`,
      });
      isDone(await project.delta(proposal, { operation: 'modified', requirement: 'Login' }));
      assert.equal(
        project.text(delta),
        '## ADDED Requirements\r\n\r\n### Requirement: A\r\nB SHALL.\r\n#### Scenario: C\r\n- d\r\n\r\n' +
          '## MODIFIED Requirements\r\n\r\n### Requirement: Login\r\nThe system SHALL ask for a password.\r\n\r\n' +
          '#### Scenario: Wrong password\r\n\r\n- **WHEN** it is wrong\r\n- **THEN** nobody gets in\r\n',
      );
    });

    const text = 'The system SHALL wait.';
    for (const [name, input, why] of [
      [
        'exists',
        { ...added, requirement: 'Login' },
        'delta.exists: The spec auth has a requirement “Login” already.',
      ],
      [
        'exists in other letters',
        { ...added, requirement: 'LOGIN' },
        'delta.exists: The spec auth has a requirement “Login” already.',
      ],
      [
        'is missing',
        { operation: 'modified', requirement: 'Logon', text },
        'delta.targetMissing: The spec auth has no requirement “Logon”. Did you mean “Login”?',
      ],
      [
        'is missing and goes',
        { operation: 'removed', requirement: 'zzzzzzzz' },
        'delta.targetMissing: The spec auth has no requirement “zzzzzzzz”.',
      ],
      [
        'is of no living spec',
        { operation: 'removed', requirement: 'Login', capability: 'pay' },
        'delta.targetMissing',
      ],
      [
        'has no other name',
        { operation: 'renamed', requirement: 'Login' },
        'delta.name: The name of the new name is missing.',
      ],
      [
        'gets its own name',
        { operation: 'renamed', requirement: 'Login', newName: 'Login' },
        'delta.sameName',
      ],
      [
        'gets the name of another',
        { operation: 'renamed', requirement: 'Login', newName: 'Log out' },
        'delta.exists',
      ],
      ['has no name', { ...added, requirement: '  ' }, 'delta.name: The name of the requirement is missing.'],
      [
        'has a name of two lines',
        { ...added, requirement: 'a\n## b' },
        'delta.name: The name of the requirement has to be one line of text.',
      ],
      [
        'has a name with a closing',
        { ...added, requirement: 'C ##' },
        'delta.name: The name of the requirement would be read as another one.',
      ],
      [
        'is of a spec without a name',
        { ...added, capability: '' },
        'delta.name: The name of the capability is missing.',
      ],
      [
        'is of a spec outside',
        { ...added, capability: '../../x' },
        'delta.name: The name of the capability leads out',
      ],
      [
        'is of an absolute spec',
        { ...added, capability: '/etc' },
        'delta.name: The name of the capability leads out',
      ],
      [
        'is of a device',
        { ...added, capability: 'a/nul' },
        'delta.name: The name of the capability leads out',
      ],
      [
        'is of a spec in other letters',
        { ...added, capability: 'Auth' },
        'delta.capability: There is no living spec “Auth”. Did you mean “auth”?',
      ],
      ['has no text', { scenarios }, 'change.text: Write something for “text”.'],
      ['has no scenario', { text }, 'requirement.noScenario'],
      ['says nothing that shall be', { scenarios, text: 'It waits.' }, 'requirement.noKeyword'],
      ['says so only in code', { scenarios, text: 'It\n```\nSHALL\n```' }, 'requirement.noKeyword'],
      [
        'has a heading',
        { scenarios, text: `${text}\n### More` },
        'change.line: Line 2 would be read as another heading: ### More',
      ],
      [
        'has a scenario in its text',
        { scenarios, text: `${text}\n#### Scenario: x` },
        'change.line: Line 2 would be read as another heading',
      ],
      [
        'has a section in its text',
        { scenarios, text: `${text}\n## REMOVED Requirements` },
        'change.line: Line 2 would be read as another heading',
      ],
      [
        'has an open code block',
        { scenarios, text: `${text}\n\`\`\`` },
        'change.line: Nothing closes what line 2 begins',
      ],
      [
        'has a heading in its steps',
        { text, scenarios: [{ name: 'a', when_then: 'b\n##### Scenario: c' }] },
        'change.line: Line 2 would be read as another heading',
      ],
      [
        'has empty steps',
        { text, scenarios: [{ name: 'a', when_then: ' ' }] },
        'change.text: Write something for “steps”.',
      ],
      [
        'has a scenario without a name',
        { text, scenarios: [{ name: '', when_then: 'b' }] },
        'delta.name: The name of the scenario is missing.',
      ],
      [
        'loses a scenario',
        { operation: 'modified', requirement: 'Login', text, scenarios },
        'delta.losesScenarios: The living requirement “Login” has scenarios that this leaves out: Wrong password',
      ],
      ['keeps its scenarios', { operation: 'modified', requirement: 'Login', text }, undefined],
    ] as readonly (readonly [string, Partial<DeltaInput>, string | undefined])[])
      it(`are ${why === undefined ? 'added' : 'refused'} where the requirement ${name}`, async () => {
        await open(start);
        const before = project.files();
        const result = await project.delta(proposal, input);
        if (why === undefined) {
          isDone(result);
          return;
        }
        const told = refusedAs(result);
        assert.ok(told.startsWith(why), told);
        assert.deepEqual(project.files(), before);
      });

    it('are not about one requirement twice, or in an archived change', async () => {
      const archived = 'openspec/changes/archive/2026-01-01-x/proposal.md';
      await open({ ...start, [archived]: '## Why\n\nx\n' });
      isDone(await project.delta(proposal, { operation: 'modified', requirement: 'Login' }));
      assert.equal(
        refusedAs(await project.delta(proposal, { operation: 'removed', requirement: 'Login' })),
        'delta.contradicts: The change has a delta on “Login” already: modified',
      );
      isDone(
        await project.delta(proposal, { operation: 'renamed', requirement: 'Log out', newName: 'Sign out' }),
      );
      for (const input of [
        { ...added, requirement: 'sign out' },
        { operation: 'removed', requirement: 'Log out' },
      ] as const)
        assert.match(refusedAs(await project.delta(proposal, input)), /^delta\.contradicts/);
      assert.match(refusedAs(await project.delta(archived, added)), /^change\.archived/);
    });

    it('are not written where they would be code', async () => {
      await open({ ...start, [delta]: '## ADDED Requirements\n\n```\nopen\n' });
      assert.match(refusedAs(await project.delta(proposal, added)), /^delta\.unreadable/);
    });
  });
});
