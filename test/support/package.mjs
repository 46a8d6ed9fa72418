import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { makePackage } from '../../package.mjs';

/**
 * Makes the VSIX and installs it, as a user would have it; gives its path.
 * @param {string} temporary
 * @param {string} extensions
 * @param {import('./webHost.mjs').WebHost} web
 */
export function installPackage(temporary, extensions, web) {
  const vsix = join(temporary, 'throughline.vsix');
  makePackage({ out: vsix });
  const data = join(temporary, 'data');
  execFileSync(
    web.node,
    [
      web.server,
      '--install-extension',
      vsix,
      '--extensions-dir',
      extensions,
      '--server-data-dir',
      data,
      '--user-data-dir',
      data,
    ],
    { stdio: 'ignore' },
  );
  return vsix;
}
