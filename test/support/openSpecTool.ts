import { spawnSync } from 'node:child_process';
import { installPeers, peerEnvironment, peerProgram } from './peers.mjs';

/** A change, as the tool itself lists it. */
export interface ToolChange {
  readonly name: string;
  readonly completedTasks: number;
  readonly totalTasks: number;
}

/** For `before`: installs OpenSpec's own command line, or skips the suite and says why it is not there. */
export function skipWithoutOpenSpec(this: Mocha.Context): void {
  this.timeout(300_000);
  const why = installPeers(['@fission-ai/openspec']);
  if (why === undefined) return;
  console.log(`      skipped: ${why}`);
  this.skip();
}

/** Runs the tool in a folder. */
export function runOpenSpec(
  root: string,
  args: readonly string[],
): { readonly status: number | null; readonly stdout: string; readonly stderr: string } {
  const script = peerProgram('@fission-ai/openspec', 'bin/openspec.js');
  return spawnSync(process.execPath, [script, ...args], {
    cwd: root,
    encoding: 'utf8',
    env: { ...process.env, ...peerEnvironment },
    timeout: 60_000,
  });
}

/** `openspec list --json` in a folder: its changes, by their names. */
export function listChanges(root: string): readonly ToolChange[] {
  const ran = runOpenSpec(root, ['list', '--json']);
  if (ran.status !== 0) throw new Error(`openspec list ended with ${String(ran.status)}: ${ran.stderr}`);
  const { changes } = JSON.parse(ran.stdout) as { readonly changes: readonly ToolChange[] };
  return changes
    .map(({ name, completedTasks, totalTasks }) => ({ name, completedTasks, totalTasks }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** `openspec validate --strict` of all changes in a folder: what it says of those that it does not accept. */
export function faultsOfChanges(root: string): readonly string[] {
  const script = peerProgram('@fission-ai/openspec', 'bin/openspec.js');
  const ran = spawnSync(process.execPath, [script, 'validate', '--changes', '--strict', '--json'], {
    cwd: root,
    encoding: 'utf8',
    env: { ...process.env, ...peerEnvironment },
    timeout: 60_000,
  });
  const { items } = JSON.parse(ran.stdout) as {
    readonly items: readonly { readonly id: string; readonly valid: boolean; readonly issues: unknown }[];
  };
  if (items.length === 0) throw new Error(`openspec validate looked at nothing: ${ran.stderr}`);
  return items.flatMap(({ id, valid, issues }) => (valid ? [] : [`${id}: ${JSON.stringify(issues)}`]));
}
