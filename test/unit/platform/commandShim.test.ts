import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { windowsShim } from '../../../src/platform/node/commandShim.ts';
import { writeShims } from '../../../src/platform/node/shimFiles.ts';
import { temporaryFolder } from '../../support/sample.mjs';

describe('the command that terminals are given', () => {
  let parent: string;
  let bin: string;
  let script: string;
  beforeEach(() => {
    parent = join(temporaryFolder(), 'it\'s $HOME `here` "50%"');
    bin = join(parent, 'bin');
    script = join(parent, 'dist', 'cli.cjs');
    mkdirSync(join(parent, 'dist'), { recursive: true });
    writeFileSync(
      script,
      'console.log(JSON.stringify([process.env.ELECTRON_RUN_AS_NODE, ...process.argv.slice(2)]))',
    );
  });
  afterEach(() => {
    rmSync(join(parent, '..'), { recursive: true });
  });
  const run = (...argv: readonly string[]) =>
    spawnSync(join(bin, 'throughline'), argv, { encoding: 'utf8', env: { PATH: process.env['PATH'] } });

  it('runs the script by the editor’s program, with every word as it was typed', () => {
    writeShims(bin, { node: process.execPath, script }, 'linux');
    assert.deepEqual(readdirSync(bin), ['throughline']);
    const words = ['claim', 'Add "jitter"', "it's", '$HOME', '*', ''];
    assert.deepEqual(JSON.parse(run(...words).stdout), ['1', ...words]);
  });

  it('is another one after an update, and the same file as long as nothing changed', () => {
    writeShims(bin, { node: process.execPath, script: join(parent, 'old.cjs') }, 'linux');
    writeShims(bin, { node: process.execPath, script }, 'linux');
    assert.equal(run().status, 0);
    const { ino } = statSync(join(bin, 'throughline'));
    writeShims(bin, { node: process.execPath, script }, 'linux');
    assert.equal(statSync(join(bin, 'throughline')).ino, ino);
    assert.deepEqual(readdirSync(bin), ['throughline']);
  });

  it('takes Node from the path where the editor’s program is gone', () => {
    writeShims(bin, { node: join(parent, 'gone'), script }, 'linux');
    assert.deepEqual(JSON.parse(run('list').stdout), ['1', 'list']);
  });

  it('says what to do where the extension is gone', () => {
    writeShims(bin, { node: process.execPath, script: join(parent, 'gone.cjs') }, 'linux');
    const { status, stdout, stderr } = run('list');
    assert.deepEqual([status, stdout], [3, '']);
    assert.match(
      stderr,
      /^throughline: the extension was updated or removed\. Open this folder in VS Code once more\.\n$/,
    );
  });

  it('is there twice on Windows, for the shells of both kinds', () => {
    const target = {
      node: 'C:\\Program Files\\VS Code\\Code.exe',
      script: 'C:\\Users\\50% maple\\dist\\cli.cjs',
    };
    writeShims(bin, target, 'win32');
    assert.deepEqual(readdirSync(bin).sort(), ['throughline', 'throughline.cmd']);
    assert.equal(readFileSync(join(bin, 'throughline.cmd'), 'utf8'), windowsShim(target));
    const lines = windowsShim(target).split('\r\n');
    assert.ok(lines.includes('set "node=C:\\Program Files\\VS Code\\Code.exe"'));
    // A single sign of per cent would be a variable in a script.
    assert.ok(lines.includes('set "script=C:\\Users\\50%% maple\\dist\\cli.cjs"'));
    assert.ok(lines.includes('"%node%" "%script%" %*'));
  });
});
