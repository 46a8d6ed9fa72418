// `npm start`: opens a fresh copy of the sample repository with the extension, in the first host that works.
import { downloadAndUnzipVSCode } from '@vscode/test-electron';
import { spawn, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { buildExtension } from './build.mjs';
import { git, makeSample, temporaryFolder } from './sample.mjs';
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

/** Who claims in the sample: not one of those whose tasks are in it. */
const you = 'robin';

const toTry = `
What to try, in the window that opens:

1. Click the Throughline icon in the activity bar. The branch that is checked out, feat/rpc-retry, is at the top.
2. Point at “Backfill tests” and click Claim (the person with a plus) on its row. Confirm your name, ${you}.
   The row changes, and so does one line of the progress file: click the row to see it.
3. Click Finish (the check mark) on the row. The message in the status bar tells how to undo it.
4. Right-click “Add jitter”, which belongs to maple, and choose Claim Task: you are asked before you take it over.
5. In Specs, at the bottom, expand the first spec: no task serves RPC-RETRY-04. Click + on its row to add one.
6. Right-click feat/rpc-retry and choose Open Board.
7. In Backlog, claim TASK-4, a task of Backlog.md, expand it and check its criteria, then finish it.
8. Expand “016-call-tracing”, a feature of Spec Kit: claim T004, finish it, and see the one character that changes.
9. Change tracking/progress/2026-06-11-feat-rpc-retry.md with any other program, and watch the tree.

README.md of the sample says what else is in it.
`;

/** @param {string} folder */
function inCode(folder) {
  const found = spawnSync('code', ['--version'], { stdio: 'ignore', shell: process.platform === 'win32' });
  return found.status === 0 ? open('code', folder) : undefined;
}

/** @param {string} folder */
async function inDownload(folder) {
  console.log('There is no “code” on the PATH: looking for a VS Code to download ...');
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
console.log('Building the extension ...');
buildExtension();
console.log('Making the sample repository ...');
const { root: folder } = makeSample(temporaryFolder(), { database: true });
git(folder, '2026-06-25T10:00:00Z', 'config', 'user.name', you);
const web = process.env['THROUGHLINE_HOST'] === 'web' || !hasDisplay();
const opened = web ? undefined : (inCode(folder) ?? (await inDownload(folder)));
if (opened === undefined) {
  const server = await inBrowser(folder);
  console.log(toTry);
  if (check) await server.close();
} else console.log(toTry);
