import { t } from '@vscode/l10n';
import type { ProjectIndex } from '../index/projectIndex.ts';
import { dayOf } from '../index/branchSources.ts';
import type { FilelessBranch, UnreadBranch } from '../model/branchStatus.ts';
import type { Stream } from '../model/item.ts';
import { commandLine } from '../text/shell.ts';
import { lastCommitDay, type AgeOf } from './age.ts';
import { countBranches, countCommits, countUncommitted } from './counts.ts';
import { fitsText, isFiltering } from './filter.ts';
import type { OutlineContext, OutlineNode } from './outline.ts';
import { escapeMarkdown as md, joinSpoken, joinWords, shownText } from './shownText.ts';
import { describeDistance, signalIcons, signalsOf } from './signals.ts';

/** Below a stream: what git says of its branch, in one row, and a row for each signal. */
export function gitNodes(
  index: ProjectIndex,
  stream: Stream,
  context: OutlineContext,
): readonly OutlineNode[] {
  const { git, ageOf } = context;
  const branchStatus = git?.status.streams.get(stream.key);
  const nodes: OutlineNode[] = [];
  if (git !== undefined && branchStatus !== undefined) {
    const showsCommits = git.shown.has('commits');
    const distance = showsCommits ? describeDistance(branchStatus) : '';
    const day = showsCommits ? lastCommitDay(index, stream, git) : undefined;
    const age = day === undefined ? '' : ageOf(day);
    const last = showsCommits ? t('last commit {0}', age) : '';
    const files = branchStatus.uncommitted ?? 0;
    const uncommitted = git.shown.has('uncommitted') && files > 0 ? countUncommitted(files) : '';
    const all = [distance, last, uncommitted].filter((part) => part !== '');
    const [label] = all;
    // Behind how far it is, an age alone is understood: the line has no room for more.
    const rest = label === distance ? [uncommitted, age] : label === last ? [uncommitted] : [];
    if (label !== undefined)
      nodes.push({
        id: `${stream.key}>git`,
        kind: 'git',
        label: shownText(label),
        description: shownText(joinWords(rest)),
        icon: { codicon: 'git-commit' },
        tooltip: () => md(joinWords(all)),
        accessibilityLabel: shownText(t('Git: {0}', joinSpoken(all))),
        context: 'git',
        open: { key: index.keyOf(stream.location), line: 0 },
        collapsed: 'none',
      });
  }
  signalsOf(index, stream, git).forEach(({ kind, label, description, sentence }, i) => {
    nodes.push({
      id: `${stream.key}>${kind}:${i}`,
      kind: 'git',
      label: shownText(label),
      description: shownText(description),
      icon: signalIcons[kind],
      tooltip: () => md(sentence),
      accessibilityLabel: shownText(sentence),
      context: `git ${kind}`,
      open: { key: index.keyOf(stream.location), line: 0 },
      collapsed: 'none',
    });
  });
  return nodes;
}

/** The branch that is checked out, where it has commits of its own and no progress file: it is looked for at the top. */
export function filelessRow(
  index: ProjectIndex,
  context: OutlineContext,
  known: ReadonlySet<string>,
): OutlineNode | undefined {
  const { currentBranch, ageOf, writable } = context;
  const own = filelessOf(index, context, known).find(({ branch }) => branch === currentBranch);
  if (own === undefined) return undefined;
  const node = filelessNode(own, ageOf, writable);
  return {
    ...node,
    description: joinWords([t('no progress file'), node.description]),
    icon: { codicon: 'git-branch', color: 'charts.blue' },
    accessibilityLabel: joinSpoken([node.accessibilityLabel, t('checked out')]),
  };
}

/** Other local branches with commits and without a progress file, closed. */
export function filelessGroup(
  index: ProjectIndex,
  context: OutlineContext,
  known: ReadonlySet<string>,
): OutlineNode | undefined {
  const { git, filter, writable, currentBranch } = context;
  if (git?.shown.has('unreported') !== true) return undefined;
  const branches = filelessOf(index, context, known).filter(({ branch }) => branch !== currentBranch);
  if (branches.length === 0) return undefined;
  return {
    id: 'group:fileless',
    kind: 'group',
    label: t('No progress file'),
    description: String(branches.length),
    icon: signalIcons.unreported,
    tooltip: () => t('Local branches with commits of their own but no progress file.'),
    accessibilityLabel: joinSpoken([t('No progress file'), countBranches(branches.length)]),
    context: 'group',
    collapsed: isFiltering(filter) ? 'expanded' : 'collapsed',
    children: () => branches.map((each) => filelessNode(each, context.ageOf, writable)),
  };
}

/** Those that are shown, but for those that have a row already; none where nothing is tracked yet. */
function filelessOf(
  index: ProjectIndex,
  { git, filter }: OutlineContext,
  known: ReadonlySet<string>,
): readonly FilelessBranch[] {
  const { branches: states, statuses, owners } = filter;
  if (git === undefined || !index.hasTracked() || statuses.length + owners.length > 0) return [];
  if (states.length > 0 && !states.includes('unreported')) return [];
  return git.status.fileless.filter(
    ({ branch }) =>
      !known.has(branch) && index.streamsOfBranch(branch).length === 0 && fitsText(filter, branch),
  );
}

function filelessNode(
  { branch, commits, lastCommit, checkedOut }: FilelessBranch,
  ageOf: AgeOf,
  writable: boolean,
): OutlineNode {
  const details = [countCommits(commits), ageOf(dayOf(lastCommit))];
  return {
    id: `fileless:${branch}`,
    kind: 'branch',
    branch,
    label: shownText(branch),
    description: joinWords(details),
    icon: { codicon: 'git-branch' },
    tooltip: () =>
      checkedOut
        ? md(t('{0} has commits but no progress file.', branch))
        : md(t('{0} has commits but no progress file. It is not checked out.', branch)),
    accessibilityLabel: joinSpoken([t('Branch {0}', shownText(branch)), t('no progress file'), ...details]),
    context: writable && checkedOut ? 'branch createProgressFile' : 'branch',
    collapsed: 'none',
  };
}

/** Branches whose progress files a partial clone lacks: what it does not show, it says. */
export function unreadGroup(index: ProjectIndex, context: OutlineContext): OutlineNode | undefined {
  const { git, filter } = context;
  if (!index.hasTracked() || filter.statuses.length + filter.owners.length + filter.branches.length > 0)
    return undefined;
  const branches = (git?.status.unread ?? []).filter(({ branch }) => fitsText(filter, branch));
  if (branches.length === 0) return undefined;
  return {
    id: 'group:unread',
    kind: 'group',
    label: t('Not in this partial clone'),
    description: String(branches.length),
    icon: { codicon: 'cloud' },
    tooltip: () => t('Branches whose progress files were not fetched. Throughline does not fetch them.'),
    accessibilityLabel: joinSpoken([t('Not in this partial clone'), countBranches(branches.length)]),
    context: 'group',
    collapsed: isFiltering(filter) ? 'expanded' : 'collapsed',
    children: () => branches.map((each) => unreadNode(each)),
  };
}

function unreadNode({ branch, ref, folders }: UnreadBranch): OutlineNode {
  // Sizes are asked for so that git fetches the files too.
  const words = ['git', 'ls-tree', '-r', '-l', ref, ...folders.map((folder) => `${folder}/`)];
  return {
    id: `unread:${branch}`,
    kind: 'branch',
    branch,
    label: shownText(branch),
    description: t('not fetched'),
    icon: { codicon: 'git-branch' },
    tooltip: () =>
      md(
        t(
          'The progress file of {0} is not in this partial clone. Run {1} in a terminal, then refresh.',
          branch,
          commandLine(words, false),
        ),
      ),
    accessibilityLabel: joinSpoken([t('Branch {0}', shownText(branch)), t('not fetched')]),
    context: 'branch',
    collapsed: 'none',
  };
}
