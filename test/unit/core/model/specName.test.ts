import assert from 'node:assert/strict';
import fc from 'fast-check';
import { nameOfSpec } from '../../../../src/core/model/specName.ts';

describe('the name of a spec', () => {
  const names: readonly (readonly [path: string, name: string])[] = [
    ['spec/features/2026-06-10-rpc-retries.md', '2026-06-10-rpc-retries'],
    ['specs/004-print/spec.md', '004-print'],
    ['specs/004-print/requirements.md', '004-print/requirements'],
    ['specs/004-print/checklists/requirements.md', '004-print/checklists/requirements'],
    ['specs/004-print/contracts/webview-messages.md', 'webview-messages'],
    ['openspec/specs/auth/spec.md', 'auth'],
    ['openspec/changes/add-2fa/specs/auth/spec.md', 'add-2fa/auth'],
    ['openspec/changes/add-2fa/design.md', 'add-2fa/design'],
    ['docs/specs/README.md', 'README'],
    ['spec/requirements.md', 'requirements'],
    ['spec.md', 'spec'],
    ['apps/web/specs/002-login/Spec.MD', '002-login'],
    ['specs/research/spec.md', 'research'],
  ];
  for (const [path, name] of names)
    it(`of ${path} is ${name}`, () => {
      assert.equal(nameOfSpec(path), name);
    });

  it('is never empty, and made of parts of its path', () => {
    const part = fc.constantFrom(
      'spec',
      'changes',
      'specs',
      'docs',
      'plan',
      'README',
      '004-print',
      'auth',
      'tasks',
      'x',
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 5 }), part, (folders, file) => {
        const path = [...folders, file].join('/');
        const name = nameOfSpec(`${path}.md`);
        assert.notEqual(name, '');
        const parts = path.split('/');
        assert.ok(
          name.split('/').every((each) => parts.includes(each)),
          `${path}: ${name}`,
        );
      }),
    );
  });
});
