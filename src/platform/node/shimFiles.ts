import { randomBytes } from 'node:crypto';
import * as fs from 'node:fs';
import { join } from 'node:path';
import { posixShim, windowsShim, type ShimTarget } from './commandShim.ts';
import { hasCode } from './disk.ts';

/**
 * Puts the command into a folder, for the shells of this system; leaves it where it is as it should be. A terminal that runs it at
 * the same time finds the old one or the new one.
 */
export function writeShims(folder: string, target: ShimTarget, platform: NodeJS.Platform): void {
  fs.mkdirSync(folder, { recursive: true });
  replaceText(join(folder, 'throughline'), posixShim(target));
  if (platform === 'win32') replaceText(join(folder, 'throughline.cmd'), windowsShim(target));
}

function replaceText(path: string, text: string): void {
  if (readText(path) === text) return;
  const temporary = `${path}.${randomBytes(6).toString('hex')}`;
  try {
    fs.writeFileSync(temporary, text, { mode: 0o755, flag: 'wx' });
    fs.renameSync(temporary, path);
  } catch (error) {
    fs.rmSync(temporary, { force: true });
    throw error;
  }
}

function readText(path: string): string | undefined {
  try {
    return fs.readFileSync(path, 'utf8');
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined;
    throw error;
  }
}
