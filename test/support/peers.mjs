// Other tools that tests and the bench run beside ours: installed from npm, without their scripts, when they are not there.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './webHost.mjs';

/** The versions that the tests were written against. */
const versions = {
  'backlog.md': '1.52.0',
  '@fission-ai/openspec': '1.13.2',
  'task-master-ai': '0.43.1',
};
/** @typedef {keyof typeof versions} Peer */

const home = join(root, '.cache/peers');

/** What tools are run with: none talks to its makers, or in colours. */
export const peerEnvironment = {
  CI: '1',
  NO_COLOR: '1',
  OPENSPEC_TELEMETRY: '0',
  TASKMASTER_LOG_LEVEL: 'error',
};

/** A file of a tool's package, a script among them. @param {Peer} name @param {string} path */
export const peerProgram = (name, path) => join(home, 'node_modules', name, path);

/** The command line of a tool, to be started by itself. @param {string} command */
export const peerCommand = (command) => join(home, 'node_modules/.bin', command);

/**
 * Installs tools from npm; those that are there in their version stay.
 * @param {readonly Peer[]} names
 * @returns {string | undefined} why they are not there, undefined when they are
 */
export function installPeers(names) {
  const missing = names.filter((name) => {
    const manifest = join(home, 'node_modules', name, 'package.json');
    if (!existsSync(manifest)) return true;
    /** @type {{ version: string }} */
    const { version } = JSON.parse(readFileSync(manifest, 'utf8'));
    return version !== versions[name];
  });
  if (missing.length === 0) return undefined;
  mkdirSync(home, { recursive: true });
  if (!existsSync(join(home, 'package.json')))
    writeFileSync(join(home, 'package.json'), '{ "private": true }\n');
  const wanted = missing.map((name) => `${name}@${versions[name]}`);
  const ran = spawnSync(
    process.platform === 'win32' ? 'npm.cmd' : 'npm',
    ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--save-exact', '--loglevel=error', ...wanted],
    { cwd: home, encoding: 'utf8', shell: process.platform === 'win32', timeout: 300_000 },
  );
  return ran.status === 0 ? undefined : `npm install ${wanted.join(' ')}: ${ran.stderr.trim()}`;
}
