// The suites that run inside VS Code: each has a workspace and a host of its own.
import { mkdirSync, realpathSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { makeSample } from '../support/sample.mjs';

/**
 * @typedef {object} Suite
 * @property {string} name also of its folder
 * @property {(temporary: string) => string} workspace makes what is opened: a folder or a `.code-workspace` file
 * @property {boolean} [trust] with Workspace Trust on, so that the folder is not trusted
 * @property {boolean} [packaged] with the extension installed from its VSIX instead of run from source
 * @property {string} [webOnly] why it runs in the web host alone
 * @property {object} [settings] of the user
 */

const sample = (/** @type {string} */ temporary) => makeSample(realpathSync(temporary)).root;

/** Nothing in it wakes the extension. */
const untracked = (/** @type {string} */ temporary) => {
  const folder = join(realpathSync(temporary), 'plain');
  mkdirSync(folder);
  writeFileSync(join(folder, 'README.md'), '# Plain\n\n- FR-1 is only a word here.\n');
  return folder;
};

/** @type {Suite[]} */
export const suites = [
  { name: 'project', workspace: sample, settings: { 'throughline.owner': 'maple' } },
  {
    name: 'restricted',
    workspace: sample,
    trust: true,
    webOnly: 'test-electron starts VS Code with Workspace Trust switched off',
    settings: { 'throughline.owner': 'maple', 'security.workspace.trust.startupPrompt': 'never' },
  },
  {
    name: 'virtual',
    // Its folder is on no disk: the test provides the files.
    workspace: (temporary) => {
      const file = join(temporary, 'virtual.code-workspace');
      writeFileSync(file, JSON.stringify({ folders: [{ uri: 'onefile:/project', name: 'project' }] }));
      return file;
    },
    settings: { 'throughline.owner': 'maple' },
  },
  {
    name: 'shared',
    // Two folders side by side, of which one links a spec of the other.
    workspace: (temporary) => {
      const base = realpathSync(temporary);
      const write = (/** @type {string} */ path, /** @type {string} */ text) => {
        mkdirSync(dirname(join(base, path)), { recursive: true });
        writeFileSync(join(base, path), text);
      };
      const progress = (
        /** @type {string} */ branch,
        /** @type {string} */ specs,
        /** @type {string} */ row,
      ) =>
        `# ${branch}\nBranch: ${branch}\nSpec: ${specs}\n\n| Task | Status | Owner | Notes |\n| --- | --- | --- | --- |\n| One | ${row} | SHARE-1 |\n`;
      write('api/spec/shared.md', '# Shared\n\n- **SHARE-1** It is shared.\n- SHARE-2 It is open.\n');
      write(
        'api/tracking/progress/2026-06-01-feat-api.md',
        progress('feat/api', '[s](../../spec/shared.md)', 'done | otter'),
      );
      write(
        'web/tracking/progress/2026-06-02-feat-web.md',
        progress(
          'feat/web',
          '[s](../../../api/spec/shared.md),\n[e](../../../../elsewhere/spec.md)',
          'wip | heron',
        ),
      );
      const file = join(base, 'both.code-workspace');
      writeFileSync(file, JSON.stringify({ folders: [{ path: 'api' }, { path: 'web' }] }));
      return file;
    },
    settings: { 'throughline.owner': 'maple' },
  },
  { name: 'activation', workspace: untracked },
  { name: 'twice', workspace: untracked },
  {
    name: 'packaged',
    workspace: sample,
    packaged: true,
    webOnly: 'the VSIX is installed through the server of the web host',
    settings: { 'throughline.owner': 'maple' },
  },
];
