import { spawn } from 'node:child_process';
import { installPeers, peerEnvironment, peerProgram } from './peers.mjs';

/** A task, as the tool itself says that it is. */
export interface ToolTask {
  readonly id: string;
  readonly title: string;
  readonly status: string;
  readonly priority: string | null;
  readonly assignees: readonly string[];
  readonly labels: readonly string[];
  readonly milestone: string | null;
  readonly parentTaskId: string | null;
  readonly createdAt: string | null;
  readonly updatedAt: string | null;
}

export interface ToolCheck {
  readonly index: number;
  readonly text: string;
  readonly checked: boolean;
}

/** All of it. */
export interface ToolTaskView extends ToolTask {
  readonly path: string;
  readonly description: string | null;
  readonly dependencies: readonly string[];
  readonly acceptanceCriteria: readonly ToolCheck[];
  readonly definitionOfDone: readonly ToolCheck[];
  readonly implementationPlan: string | null;
  readonly implementationNotes: string | null;
  readonly finalSummary: string | null;
}

/** What a run of the tool left. */
export interface ToolRun {
  readonly exit: number | null;
  readonly out: string;
  readonly error: string;
}

/** Backlog.md's own command line, in a folder: what it writes and what it reads is what we are held to. */
export class BacklogTool {
  readonly root: string;

  constructor(root: string) {
    this.root = root;
  }

  /** Installs it; why that cannot be, undefined where it is there. */
  static async install(): Promise<string | undefined> {
    const why = installPeers(['backlog.md']);
    if (why !== undefined) return why;
    // Not every system has a program of it.
    const { exit, error } = await new BacklogTool('.').run('--version');
    return exit === 0 ? undefined : `backlog --version: ${error.trim()}`;
  }

  run(...words: readonly string[]): Promise<ToolRun> {
    return new Promise((resolve, reject) => {
      const child = spawn(process.execPath, [peerProgram('backlog.md', 'cli.js'), ...words], {
        cwd: this.root,
        env: { ...process.env, ...peerEnvironment },
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      let [out, error] = ['', ''];
      child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
      child.stderr.setEncoding('utf8').on('data', (text: string) => (error += text));
      child.once('error', reject);
      child.once('close', (exit) => {
        resolve({ exit, out, error });
      });
    });
  }

  /** What it answers when nothing goes wrong. */
  async ask(...words: readonly string[]): Promise<string> {
    const { exit, out, error } = await this.run(...words);
    if (exit !== 0) throw new Error(`backlog ${words.join(' ')}: ${error}${out}`);
    return out;
  }

  async list(): Promise<readonly ToolTask[]> {
    const { tasks } = JSON.parse(await this.ask('task', 'list', '--json')) as { tasks: ToolTask[] };
    return tasks;
  }

  async view(id: string): Promise<ToolTaskView> {
    const { task } = JSON.parse(await this.ask('task', 'view', id, '--json')) as { task: ToolTaskView };
    return task;
  }

  /** Makes a project without anything that goes over a network or looks into branches. */
  async init(prefix = 'task'): Promise<void> {
    await this.ask(
      ...['init', 'Kit', '--defaults', '--integration-mode', 'none', '--task-prefix', prefix],
      ...['--check-branches', 'false', '--include-remote', 'false'],
    );
  }

  /** Makes a task; its id. */
  async create(...words: readonly string[]): Promise<string> {
    const out = await this.ask('task', 'create', ...words, '--plain');
    const id = /^Task (\S+) - /m.exec(out)?.[1];
    if (id === undefined) throw new Error(`no id: ${out}`);
    return id;
  }
}

/** Tasks of `backlog task list --plain`: the heading says the status. */
export function plainTasks(
  out: string,
): readonly { readonly id: string; readonly title: string; readonly status: string }[] {
  let status = '';
  return out.split('\n').flatMap((line) => {
    const heading = /^(\S.*):$/.exec(line)?.[1];
    if (heading !== undefined) status = heading;
    const [, id = '', title = ''] = /^ {2}(?:\[[^\]]*\] )*(\S+) - (.*)$/.exec(line) ?? [];
    return id === '' ? [] : [{ id, title: title.replace(/ \((?:ac|dod): .*\)$/, ''), status }];
  });
}
