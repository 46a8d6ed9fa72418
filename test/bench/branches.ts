import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { CloneReader } from '../../src/platform/node/cloneReader.ts';
import { createGit } from '../../src/platform/node/git.ts';
import { Project } from '../../src/project/project.ts';
import { folderId, openFolder } from '../support/openedProject.ts';
import { progressOf, Repository } from '../support/repository.ts';
import { committedIn } from '../support/rules.ts';

/** Milliseconds, medians. */
export interface BranchResult {
  readonly branches: number;
  /** Progress files in each branch. */
  readonly files: number;
  /** `for-each-ref`, and `cat-file --batch` of the same trees and files, by nothing but git. */
  readonly git: number;
  /** Branches listed, and their progress files read, the first time. */
  readonly read: number;
  readonly readPerGit: number;
  /** When nothing moved, and when one branch did. */
  readonly nothingMoved: number;
  readonly oneMoved: number;
  /** Until the files that count are chosen and read, from git's answer on: the first time, and when one branch moved. */
  readonly answered: number;
  readonly answeredMoved: number;
  /** The longest that nobody else had a turn in that time. */
  readonly heldLongest: number;
}

const pause = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds));

interface Answers {
  readonly first: number;
  readonly moved: number;
  readonly held: number;
}

/** What is done with git's answers, in a folder whose files are read; `move` moves a branch. */
async function measureAnswers(root: string, move: () => void): Promise<Answers> {
  const world = openFolder(root);
  const { repository } = world;
  const ask = repository.clone.bind(repository);
  repository.clone = () => Promise.resolve(undefined);
  const project = new Project(world, (error) => {
    throw error;
  });
  await project.load();
  await project.idle();
  const answer = async (): Promise<{ readonly took: number; readonly held: number }> => {
    const held = monitorEventLoopDelay({ resolution: 1 });
    let begun = 0;
    repository.clone = async (folder, committed, inWorktrees) => {
      const clone = await ask(folder, committed, inWorktrees);
      held.enable();
      // What comes before its first look is not measured.
      await pause(20);
      begun = performance.now();
      return clone;
    };
    await project.askGit(folderId(root));
    const took = performance.now() - begun;
    await pause(20);
    held.disable();
    return { took, held: held.max / 1e6 };
  };
  const first = await answer();
  move();
  const moved = await answer();
  project.dispose();
  return { first: first.took, moved: moved.took, held: Math.max(first.held, moved.held) };
}

const rows = Array.from({ length: 12 }, (_, i) => `Row ${i} | todo | -`);

/** A clone with as many local as remote-tracking branches, each with the files that the base has and one of its own. */
export async function measureBranches(branches: number, shared: number): Promise<BranchResult> {
  const repository = new Repository();
  repository.commit(
    '2026-06-01',
    Object.fromEntries(
      Array.from({ length: shared }, (_, i) => [
        `tracking/progress/2026-05-01-old-${i}.md`,
        progressOf(`old/${i}`, ...rows),
      ]),
    ),
  );
  const input = Array.from({ length: branches }, (_, i) => {
    const ref = i % 2 === 0 ? `refs/heads/feat/b${i}` : `refs/remotes/origin/feat/b${i}`;
    const text = progressOf(`feat/b${i}`, ...rows);
    return `commit ${ref}\ncommitter M <m@example.org> ${1_781_000_000 + i} +0000\ndata 1\nx\nfrom refs/heads/main^0\nM 644 inline tracking/progress/2026-06-11-feat-b${i}.md\ndata ${Buffer.byteLength(text)}\n${text}\n`;
  });
  writeFileSync(join(repository.parent, 'import'), input.join(''));
  execFileSync('sh', ['-c', 'git fast-import --quiet < ../import'], { cwd: repository.root });
  const log = (error: unknown): never => {
    throw error;
  };
  const median = (times: readonly number[]): number =>
    [...times].sort((a, b) => a - b)[times.length >> 1] ?? 0;
  const timed = async (work: () => unknown): Promise<number> => {
    const begun = performance.now();
    await work();
    return performance.now() - begun;
  };
  const raw = (args: readonly string[], stdin = ''): string =>
    execFileSync('git', args, { cwd: repository.root, input: stdin, encoding: 'latin1', maxBuffer: 1 << 30 });
  const question = { folder: repository.root, committed: committedIn(['tracking']), base: '' };
  const git: number[] = [];
  const read: number[] = [];
  const still: number[] = [];
  const moved: number[] = [];
  const commits = raw(['for-each-ref', '--format=%(objectname)']).trim().split('\n');
  const blobs = [
    ...new Set(
      commits.flatMap((commit) =>
        raw(['ls-tree', '-r', '--format=%(objectname)', commit, '--', 'tracking/progress'])
          .trim()
          .split('\n'),
      ),
    ),
  ];
  for (let i = 0; i < 7; i++) {
    git.push(
      await timed(() => {
        raw(['for-each-ref', '--sort=-committerdate']);
        raw(['cat-file', '--batch'], commits.map((commit) => `${commit}:tracking/progress\n`).join(''));
        raw(['cat-file', '--batch'], `${blobs.join('\n')}\n`);
      }),
    );
    const reader = new CloneReader(createGit(log), log);
    read.push(await timed(() => reader.read(question)));
    still.push(await timed(() => reader.read(question)));
    repository.git('update-ref', 'refs/heads/feat/b0', commits[i + 1] ?? 'main');
    moved.push(await timed(() => reader.read(question)));
  }
  const answers: Answers[] = [];
  for (let i = 0; i < 5; i++)
    answers.push(
      await measureAnswers(repository.root, () => {
        repository.git('update-ref', 'refs/heads/feat/b0', commits[i] ?? 'main');
      }),
    );
  repository.dispose();
  const round = (value: number): number => Math.round(value * 10) / 10;
  return {
    branches,
    files: shared + 1,
    git: round(median(git)),
    read: round(median(read)),
    readPerGit: Math.round((median(read) / median(git)) * 100) / 100,
    nothingMoved: round(median(still)),
    oneMoved: round(median(moved)),
    answered: round(median(answers.map(({ first }) => first))),
    answeredMoved: round(median(answers.map(({ moved }) => moved))),
    heldLongest: round(median(answers.map(({ held }) => held))),
  };
}
