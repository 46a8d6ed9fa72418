// `npm start`: opens a fresh copy of the sample repository with the extension, in the first host that works.
import { downloadAndUnzipVSCode } from '@vscode/test-electron';
import { spawn, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { buildExtension } from './build.mjs';
import { makeSample, temporaryFolder } from './sample.mjs';
import {
  ensureWebHost,
  exitOnSignals,
  hasDisplay,
  root,
  startServer,
  whyNoWebHost,
  workbenchUrl,
} from './webHost.mjs';

/** `--check` ends as soon as the sample is open: for tests. */
const check = process.argv.includes('--check');

const toTry = `
What to try: open Throughline in the activity bar. The branch that is checked out comes first; claim “Backfill tests” with
the button on its row, finish it, release it, and look at what changed in the file. “Add jitter” belongs to maple: try to
claim it. In Specs open RPC-RETRY-04 and add a task for it from the line above it. Change tracking/progress/*.md with any other
program and watch the tree.
`;

/** @param {string} folder */
function inCode(folder) {
  const found = spawnSync('code', ['--version'], { stdio: 'ignore', shell: process.platform === 'win32' });
  return found.status === 0 ? open('code', folder) : undefined;
}

/** @param {string} folder */
async function inDownload(folder) {
  try {
    const quiet = { report: () => undefined, error: () => undefined };
    const executable = await downloadAndUnzipVSCode({
      cachePath: join(root, '.cache/vscode-test'),
      reporter: quiet,
      timeout: 15_000,
    });
    return open(executable, folder);
  } catch (error) {
    console.log(
      `No VS Code could be downloaded (${error instanceof Error ? error.message : String(error)}).`,
    );
    return undefined;
  }
}

/**
 * @param {string} executable
 * @param {string} folder
 */
function open(executable, folder) {
  console.log(`Opening ${folder} in ${executable}.`);
  const child = spawn(executable, ['--new-window', `--extensionDevelopmentPath=${root}`, folder], {
    stdio: 'ignore',
    detached: true,
    shell: process.platform === 'win32',
  });
  child.unref();
  return true;
}

/** @param {string} folder */
async function inBrowser(folder) {
  const why = whyNoWebHost();
  if (why !== undefined) throw new Error(`No VS Code was found: put “code” on the PATH (${why}).`);
  const server = await startServer(await ensureWebHost(), { trust: false });
  const address = workbenchUrl(server.port, { folder, extension: root });
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`the workbench answers ${answer.status}`);
  console.log(`\nThe VS Code workbench is at\n\n  ${address}\n\nOpen it in a browser; Ctrl+C ends it.`);
  return server;
}

exitOnSignals();
buildExtension();
const { root: folder } = makeSample(temporaryFolder());
const web = process.env['THROUGHLINE_HOST'] === 'web' || !hasDisplay();
const opened = web ? undefined : (inCode(folder) ?? (await inDownload(folder)));
if (opened === undefined) {
  const server = await inBrowser(folder);
  console.log(toTry);
  if (check) await server.close();
} else console.log(toTry);
