import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { branchProgress } from '../../src/core/views/branchProgress.ts';
import { Project } from '../../src/project/project.ts';
import { outlineContext } from '../support/indexOf.ts';
import { folderId, openFolder } from '../support/openedProject.ts';
import { temporaryFolder } from '../support/sample.mjs';

/** Milliseconds, medians. */
export interface SystemResult {
  readonly of: string;
  readonly files: number;
  readonly megabytes: number;
  /** `readFileSync` of the same files to text. */
  readonly rawRead: number;
  /** All of them listed, read and in the index, and the top rows of Branch Progress made. */
  readonly coldIndex: number;
  readonly coldIndexPerRawRead: number;
}

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0;
const round = (value: number): number => Math.round(value * 100) / 100;
const words = (i: number, count: number): string =>
  Array.from(
    { length: count },
    (_none, k) => ['retry', 'session', 'token', 'audit', 'cache'][(i + k) % 5],
  ).join(' ');

function* traces(count: number): Iterable<readonly [string, string]> {
  for (let i = 0; i < count; i++) {
    const steps = Array.from({ length: 4 + (i % 5) }, (_none, k) => {
      const isLast = k === 3 + (i % 5);
      return `## Step ${k + 1}: ${words(i + k, 2)}

**Status:** ${isLast ? 'in-progress' : 'completed'}
**Summary:** ${words(i, 15)}. ${words(k, 12)}.
**Artifacts:** Created src/part${k}/file${i}.ts, Modified src/index.ts
**Key decisions:** ${words(i + k, 20)}
${isLast ? `**Current focus:** ${words(k, 9)}\n` : ''}**Challenges:** none
`;
    });
    yield [
      `tasks/task-${i}/trace.md`,
      `# Trace: feature-workflow\n\n**Task:** ${words(i, 6)}\n**Started:** 2026-03-02T08:10\n**Status:** in-progress\n\n---\n\n${steps.join('\n---\n\n')}`,
    ];
  }
}

function* workspaces(count: number): Iterable<readonly [string, string]> {
  for (let i = 0; i < count; i++) {
    const id = `feat-${i}_${String(i).padStart(8, '0')}`;
    const at = `.claude/workspaces/${id}`;
    const time = (k: number): string => `2026-03-${String(1 + (k % 28)).padStart(2, '0')}T10:00:00Z`;
    const features = Array.from({ length: 5 + (i % 10) }, (_none, k) => ({
      id: `F${String(k + 1).padStart(3, '0')}`,
      name: words(i + k, 3),
      description: words(k, 14),
      status: k < 3 ? 'completed' : 'pending',
      ...(k < 3 ? { completedAt: time(k) } : {}),
    }));
    const progress = {
      workspaceId: id,
      project: 'rpc-kit',
      started: time(1),
      lastUpdated: time(9),
      status: 'in_progress',
      currentTask: words(i, 5),
      sessions: Array.from({ length: 3 }, (_none, k) => ({
        id: `2026030${k}_100000_abc${k}`,
        started: time(k),
        ended: time(k + 1),
        summary: words(k, 12),
        filesModified: [`src/a${k}.ts`],
        nextSteps: [words(k, 5)],
      })),
      log: Array.from({ length: 6 }, (_none, k) => ({
        timestamp: time(k),
        action: words(k, 4),
        details: words(i, 10),
        files: [`src/b${k}.ts`],
      })),
      resumptionContext: {
        position: words(i, 8),
        nextAction: `${words(i, 5)} in src/a.ts`,
        dependencies: [],
        blockers: [],
        keyFiles: ['src/a.ts:12'],
      },
    };
    yield [`${at}/claude-progress.json`, `${JSON.stringify(progress, null, 2)}\n`];
    const list = {
      workspaceId: id,
      project: 'rpc-kit',
      totalFeatures: features.length,
      completed: 3,
      features,
    };
    yield [`${at}/feature-list.json`, `${JSON.stringify(list, null, 2)}\n`];
  }
}

async function measure(of: string, files: Iterable<readonly [string, string]>): Promise<SystemResult> {
  const folder = temporaryFolder();
  const paths: string[] = [];
  let bytes = 0;
  for (const [path, text] of files) {
    const at = join(folder, path);
    mkdirSync(dirname(at), { recursive: true });
    writeFileSync(at, text);
    bytes += Buffer.byteLength(text);
    paths.push(at);
  }
  const [raw, cold]: [number[], number[]] = [[], []];
  for (let i = 0; i < 5; i++) {
    const begun = performance.now();
    for (const path of paths) readFileSync(path, 'utf8');
    raw.push(performance.now() - begun);
  }
  for (let i = 0; i < 5; i++) {
    const begun = performance.now();
    const project = new Project(openFolder(folder), console.error);
    await project.load();
    const index = project.folder(folderId(folder))?.index;
    if (index?.size !== paths.length) throw new Error(`${index?.size ?? 0} of ${paths.length} were read`);
    branchProgress(index, outlineContext({ currentBranch: 'main', me: 'maple' }));
    cold.push(performance.now() - begun);
    await project.idle();
    project.dispose();
  }
  rmSync(folder, { recursive: true });
  const [rawRead, coldIndex] = [median(raw), median(cold)];
  return {
    of,
    files: paths.length,
    megabytes: round(bytes / 1024 / 1024),
    rawRead: round(rawRead),
    coldIndex: round(coldIndex),
    coldIndexPerRawRead: round(coldIndex / rawRead),
  };
}

/** What it costs to read so many traces, and so many workspaces of two files each, beside the raw read of the same files. */
export async function measureSystems(count: number): Promise<readonly SystemResult[]> {
  return [await measure('traces', traces(count)), await measure('workspaces', workspaces(count))];
}
