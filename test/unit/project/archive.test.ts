import assert from 'node:assert/strict';
import {
  chmodSync,
  existsSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { outcomeMessage } from '../../../src/core/messages/outcomes.ts';
import { refusalMessage } from '../../../src/core/messages/refusals.ts';
import { archiveChange } from '../../../src/core/operations/changes/archive.ts';
import { toKey } from '../../../src/core/text/key.ts';
import { OpenedProject } from '../../support/openedProject.ts';
import { Repository } from '../../support/repository.ts';

const change = 'openspec/changes/add-2fa';
const living = 'openspec/specs/auth/spec.md';
const requirement = (name: string, text = 'It SHALL work.'): string =>
  `### Requirement: ${name}\n\n${text}\n\n#### Scenario: Good\n\n- **WHEN** asked\n- **THEN** it does`;
const spec = (...blocks: readonly string[]): string =>
  `# Auth\n\n## Purpose\n\nLetting people in, and nobody else.\n\n## Requirements\n\n${blocks.join('\n\n')}\n`;
const tasks = '## 1. Code\n\n- [x] 1.1 Make codes\n';

describe('archiving a change of OpenSpec', () => {
  let repository: Repository;
  let opened: OpenedProject | undefined;

  beforeEach(() => {
    repository = new Repository();
    repository.commit('2026-06-11', { 'README.md': 'Kit\n' });
  });
  afterEach(() => {
    opened?.dispose();
    opened = undefined;
    repository.dispose();
  });

  const at = (path: string): string => join(repository.root, path);
  const read = (path: string): string => readFileSync(at(path), 'utf8');
  const write = (files: Readonly<Record<string, string>>): void => {
    for (const [path, text] of Object.entries({ 'openspec/config.yaml': 'schema: spec-driven\n', ...files }))
      repository.write(path, text);
  };
  /** What is told, with the day left out. */
  async function archive(id = 'add-2fa'): Promise<string> {
    opened ??= new OpenedProject(repository.root);
    await opened.load();
    await opened.project.refresh();
    const { folder, project, index } = opened;
    const key = index.documentsOf(toKey(`openspec/changes/${id}/`))[0] ?? toKey(`openspec/changes/${id}/x`);
    const options = { me: 'otter', through: 'disk' } as const;
    const result = await project.run(folder, archiveChange, { document: key }, options);
    await project.idle();
    const told =
      result.kind === 'done'
        ? outcomeMessage(result.outcome)
        : result.kind === 'refused'
          ? refusalMessage(result)
          : result.kind;
    return told.replace(/\d{4}-\d{2}-\d{2}/g, 'DAY');
  }
  const archived = (): readonly string[] => readdirSync(at('openspec/changes/archive'));

  it('is refused while a file of it cannot be read: nobody knows what is open there', async () => {
    const delta = `## ADDED Requirements\n\n${requirement('Codes')}\n`;
    write({
      [`${change}/proposal.md`]: '# Add two factors\n',
      [`${change}/specs/auth/spec.md`]: delta,
      [`${change}/tasks.md`]: '- [ ] Make codes \0\n',
    });
    assert.equal(
      await archive(),
      `${change}/tasks.md cannot be changed: This is not a text file: it contains NUL bytes.`,
    );
    write({ [`${change}/tasks.md`]: tasks, [`${change}/specs/mail/spec.md`]: `${delta}\0` });
    assert.equal(
      await archive(),
      `${change}/specs/mail/spec.md cannot be changed: This is not a text file: it contains NUL bytes.`,
    );
    assert.equal(existsSync(at(living)), false);
  });

  it('folds its deltas into the living specs, and moves its folder with all that is in it', async () => {
    write({
      [living]: spec(requirement('Sign in'), requirement('Sign out'), requirement('Keep')),
      [`${change}/proposal.md`]: '# Add two factors\n\n## Why\n\nOne is not enough.\n',
      [`${change}/tasks.md`]: tasks,
      [`${change}/specs/auth/spec.md`]: [
        '## RENAMED Requirements\n\n- FROM: `### Requirement: Sign in`\n- TO: `### Requirement: Log in`',
        '## REMOVED Requirements\n\n### Requirement: Sign out\n\n**Reason**: nobody does.\n\n**Migration**: none.',
        `## MODIFIED Requirements\n\n${requirement('Log in', 'It SHALL ask twice.')}`,
        `## ADDED Requirements\n\n${requirement('Codes')}\n`,
      ].join('\n\n'),
      [`${change}/specs/mail/spec.md`]: `## Purpose\n\nLetters.\n\n## ADDED Requirements\n\n${requirement('Send')}\n`,
      [`${change}/notes/picture.svg`]: '<svg/>',
    });
    writeFileSync(at(`${change}/shot.png`), Buffer.from([0, 255, 137, 80]));
    chmodSync(at(`${change}/notes/picture.svg`), 0o755);
    assert.equal(
      await archive(),
      'Archived add-2fa. Changed: openspec/specs/auth/spec.md, openspec/specs/mail/spec.md',
    );
    assert.equal(
      read(living),
      spec(requirement('Log in', 'It SHALL ask twice.'), requirement('Keep'), requirement('Codes')),
    );
    assert.equal(
      read('openspec/specs/mail/spec.md'),
      `# mail Specification\n\n## Purpose\nLetters.\n\n## Requirements\n\n${requirement('Send')}\n`,
    );
    assert.ok(!existsSync(at(change)));
    const [folder = ''] = archived();
    assert.match(folder, /^\d{4}-\d{2}-\d{2}-add-2fa$/);
    assert.deepEqual(
      readFileSync(at(`openspec/changes/archive/${folder}/shot.png`)),
      Buffer.from([0, 255, 137, 80]),
    );
    assert.deepEqual(archived(), [folder], 'no lock is left');
    const streams = [...(opened?.index.items() ?? [])].flatMap((item) =>
      item.kind === 'stream' ? [[item.key, item.archived]] : [],
    );
    assert.deepEqual(streams, [[`openspec/changes/archive/${folder}/`, true]]);
    assert.equal(
      await archive(),
      'openspec/changes/add-2fa/x is not part of a change, and not a living spec.',
    );
  });

  it('is refused with all that stands in its way, and changes nothing', async () => {
    const files = {
      [living]: spec(requirement('Sign in'), requirement('Keep')),
      [`${change}/tasks.md`]: '- [ ] 1.1 Make codes\n- [~] 1.2 Check codes\n- [x] 1.3 Send codes\n',
      [`${change}/specs/auth/spec.md`]: [
        `## ADDED Requirements\n\n${requirement('Keep', 'It SHALL differ.')}`,
        '### Requirement: Codes\n\nIt SHALL.\n\n### Scenario: Three signs\n\n- **THEN** nobody reads this',
        `## MODIFIED Requirements\n\n${requirement('Sign up')}`,
        '## RENAMED Requirements\n\n- FROM: `### Requirement: Sign in`\n',
      ].join('\n\n'),
    };
    write(files);
    assert.equal(
      await archive(),
      [
        'add-2fa cannot be archived yet, for 7 reasons:',
        `- ${change}/specs/auth/spec.md:3: The spec auth has a requirement “Keep” already.`,
        `- ${change}/specs/auth/spec.md:12: The requirement “Codes” has no scenario. Add one: #### Scenario: <name>`,
        `- ${change}/specs/auth/spec.md:16: “### Scenario: Three signs” is read as text. A scenario is a heading with four signs: #### Scenario: <name>`,
        `- ${change}/specs/auth/spec.md:22: The spec auth has no requirement “Sign up”.`,
        `- ${change}/specs/auth/spec.md:33: No TO line follows, so nothing says what “Sign in” is renamed to.`,
        `- ${change}/tasks.md:1: A task is open: 1.1 Make codes`,
        `- ${change}/tasks.md:2: A task is open: 1.2 Check codes`,
      ].join('\n'),
    );
    for (const [path, text] of Object.entries(files)) assert.equal(read(path), text);
    assert.ok(!existsSync(at('openspec/changes/archive')) || archived().length === 0);
  });

  it('needs deltas, unless the change says that it has none', async () => {
    write({ [`${change}/tasks.md`]: tasks });
    assert.match(await archive(), /This change says nothing that a living spec is to say\. Add a delta\./);
    write({ [`${change}/.openspec.yaml`]: 'schema: spec-driven\nskip_specs: true\n' });
    assert.equal(await archive(), 'Archived add-2fa.');
    assert.equal(archived().length, 1);
  });

  it('keeps the bytes of a living spec with CRLF and a byte order mark, and adds in its line ends', async () => {
    const before = `\uFEFF${spec(requirement('Sign in')).replaceAll('\n', '\r\n')}`;
    write({
      [living]: before,
      [`${change}/specs/auth/spec.md`]: `## ADDED Requirements\n\n${requirement('Codes')}\n`,
    });
    assert.match(await archive(), /^Archived/);
    const now = read(living);
    assert.ok(now.startsWith(before));
    assert.equal(now.slice(before.length), `\r\n${requirement('Codes').replaceAll('\n', '\r\n')}\r\n`);
  });

  it('takes deltas with CRLF, and gives a spec without a last line end one', async () => {
    const before = spec(requirement('Sign in')).trimEnd();
    write({
      [living]: before,
      [`${change}/specs/auth/spec.md`]: `\uFEFF## ADDED Requirements\r\n\r\n${requirement('Codes').replaceAll('\n', '\r\n')}\r\n`,
    });
    assert.match(await archive(), /^Archived/);
    assert.equal(read(living), `${before}\n\n${requirement('Codes')}\n`);
  });

  it('leaves what stands around the requirements as it is', async () => {
    const head = '# Auth\n\n\n## Purpose\nNobody else.   \n\n## Requirements\nAll of these hold.\n\n';
    const tail = '\n\n\n## Notes\n\nSee the wiki.\n\n';
    const blocks = ['A', 'B', 'C'].map((name) => requirement(name));
    write({
      [living]: head + blocks.join('\n\n\n') + tail,
      [`${change}/specs/auth/spec.md`]: `## REMOVED Requirements\n- \`### Requirement: A\`\n- \`### Requirement: C\`\n\n## ADDED Requirements\n${requirement('D')}\n`,
    });
    assert.match(await archive(), /^Archived/);
    assert.equal(read(living), `${head}\n${requirement('B')}\n\n${requirement('D')}${tail}`);
  });

  it('is refused where its place in the archive is taken, or its folder is a link', async () => {
    const files = { [`${change}/.openspec.yaml`]: 'skip_specs: true\n', [`${change}/tasks.md`]: tasks };
    write(files);
    const { clock } = new OpenedProject(repository.root).world;
    const taken = `openspec/changes/archive/${clock.today()}-add-2fa`;
    write({ [`${taken}/notes.txt`]: 'here' });
    assert.equal(await archive(), 'openspec/changes/archive/DAY-add-2fa already exists and was not changed.');
    assert.deepEqual(Object.keys(files).map(read), Object.values(files));
    rmSync(at(taken), { recursive: true });
    renameSync(at(change), at('elsewhere'));
    symlinkSync(at('elsewhere'), at(change));
    assert.equal(await archive(), 'add-2fa is a link or a file, so it is not moved. Make it a folder first.');
    assert.equal(read('elsewhere/tasks.md'), tasks);
  });

  it('stops a tool where a living requirement was changed since the delta was committed', async () => {
    const modified = `## MODIFIED Requirements\n\n${requirement('Sign in', 'It SHALL ask twice.')}\n`;
    repository.commit('2026-06-12', {
      'openspec/config.yaml': 'schema: spec-driven\n',
      [living]: spec(requirement('Sign in'), requirement('Keep')),
      [`${change}/specs/auth/spec.md`]: modified,
      [`${change}/tasks.md`]: tasks,
    });
    const changed = spec(requirement('Sign in', 'It SHALL ask nicely.'), requirement('Keep'));
    repository.commit('2026-06-13', { [living]: changed });
    assert.equal(await archive(), 'What add-2fa changes was changed since by somebody else: auth: Sign in');
    assert.equal(read(living), changed);
    // Whoever looks at the delta again has it committed again.
    repository.commit('2026-06-14', { [`${change}/specs/auth/spec.md`]: `${modified}\n` });
    assert.match(await archive(), /^Archived/);
    assert.match(read(living), /ask twice/);
  });
});
