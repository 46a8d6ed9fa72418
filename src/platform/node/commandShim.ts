/** What `throughline` runs. Both change whenever the editor or the extension is updated. */
export interface ShimTarget {
  /** The editor's own program: it is Node when it is told to be. */
  readonly node: string;
  /** `dist/cli.cjs` of the extension. */
  readonly script: string;
}

/** The command for shells such as bash, zsh and fish; on Windows for Git Bash. */
export function posixShim({ node, script }: ShimTarget): string {
  const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;
  return [
    '#!/bin/sh',
    '# Written by the Throughline extension, which keeps it up to date.',
    `node=${quoted(node)}`,
    `script=${quoted(script)}`,
    '[ -x "$node" ] || node=node',
    'if [ ! -f "$script" ]; then',
    '  echo "throughline: the extension was updated or removed. Open this folder in VS Code once more." >&2',
    '  exit 3',
    'fi',
    'ELECTRON_RUN_AS_NODE=1 exec "$node" "$script" "$@"',
    '',
  ].join('\n');
}

/** The command for cmd and PowerShell. */
export function windowsShim({ node, script }: ShimTarget): string {
  const escaped = (text: string): string => text.replaceAll('%', '%%');
  return [
    '@echo off',
    'rem Written by the Throughline extension, which keeps it up to date.',
    'setlocal disabledelayedexpansion',
    `set "node=${escaped(node)}"`,
    `set "script=${escaped(script)}"`,
    'if not exist "%node%" set "node=node"',
    'if not exist "%script%" (',
    '  echo throughline: the extension was updated or removed. Open this folder in VS Code once more. 1>&2',
    '  exit /b 3',
    ')',
    'set ELECTRON_RUN_AS_NODE=1',
    '"%node%" "%script%" %*',
    'exit /b %errorlevel%',
    '',
  ].join('\r\n');
}
