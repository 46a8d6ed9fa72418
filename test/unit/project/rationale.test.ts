import assert from 'node:assert/strict';
import { getRationale } from '../../../src/core/operations/rationale.ts';
import { toKey } from '../../../src/core/text/key.ts';
import { OpenedProject } from '../../support/openedProject.ts';
import { Repository } from '../../support/repository.ts';

const at = 'openspec/changes/archive/2026-05-01-add-2fa';
const long = Array.from({ length: 200 }, (_, i) => `Sentence ${i} of a long why.`).join(' ');
const files = {
  'openspec/project.md': '# Kit\n',
  [`${at}/proposal.md`]: `# Change: Ask for a code\n\n## Why\n\n${long}\n\n\`\`\`md\n# no heading\n\`\`\`\n\n### Who\n\nAll.\n\n## What Changes\n\n- **BREAKING** a code\n\n## Impact\n\nNone.\n`,
  [`${at}/design.md`]: '# Design\n\n## Decisions\n\nA clock, not an app.\n\n### Later\n\nKeys.\n',
  [`${at}/specs/auth/spec.md`]:
    '## ADDED Requirements\n### Requirement: Two factors\nIt SHALL.\n## REMOVED Requirements\n### Requirement: Sign up\n**Reason**: Nobody does.\n',
  [`${at}/tasks.md`]: '- [x] 1.1 Code\n',
  'tracking/progress/2026-06-01-x.md': '# X\n\nBranch: x\n',
};

describe('the rationale of a change', () => {
  let repository: Repository;
  let opened: OpenedProject;

  before(async () => {
    repository = new Repository();
    repository.commit('2026-06-11', files);
    opened = new OpenedProject(repository.root);
    await opened.load();
  });
  after(() => {
    opened.dispose();
    repository.dispose();
  });

  const ask = (document: string) =>
    opened.project.askOpened(opened.folder, getRationale, { document: toKey(document) }, { me: '' });

  it('has all texts whole, with their headings below ours, and what the change did', async () => {
    const answer = await ask(`${at}/tasks.md`);
    assert.ok(answer.kind === 'rationale');
    assert.equal(answer.name, 'add-2fa');
    assert.deepEqual(answer.text.split('\n'), [
      '# Ask for a code',
      '',
      'add-2fa · archived on 2026-05-01',
      '',
      '## Why',
      '',
      long,
      '',
      '```md',
      '# no heading',
      '```',
      '',
      '### Who',
      '',
      'All.',
      '',
      '## What changes',
      '',
      '- **BREAKING** a code',
      '',
      '## Design',
      '',
      '### Decisions',
      '',
      'A clock, not an app.',
      '',
      '#### Later',
      '',
      'Keys.',
      '',
      '## Requirements',
      '',
      '- added auth: Two factors',
      '- removed auth: Sign up · Nobody does.',
      '',
    ]);
  });

  it('is refused for what is no change', async () => {
    const answer = await ask('tracking/progress/2026-06-01-x.md');
    assert.ok(answer.kind === 'refused' && answer.code === 'change.missing');
  });
});
