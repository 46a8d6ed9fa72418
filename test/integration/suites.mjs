// The suites that run inside VS Code: each has a workspace and a host of its own.
import { realpathSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
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
    name: 'packaged',
    workspace: sample,
    packaged: true,
    webOnly: 'the VSIX is installed through the server of the web host',
    settings: { 'throughline.owner': 'maple' },
  },
];
