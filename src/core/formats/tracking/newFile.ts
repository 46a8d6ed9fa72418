import { codeSpan } from '../../text/codeSpan.ts';
import { escapeInline } from '../../text/inline.ts';
import { progressFolder } from './trackingPath.ts';
import { branchSlug } from '../../model/branchName.ts';
import { longestTitle } from '../../model/title.ts';

/** A name for a file that is not taken: `rpc-jitter.md`, then `rpc-jitter-2.md`. `isTaken` gets the whole path. */
export function freePath(folder: string, title: string, isTaken: (path: string) => boolean): string {
  const slug = cutSlug(branchSlug(title)) || 'item';
  for (let number = 1; ; number++) {
    const path = `${folder}/${slug}${number === 1 ? '' : `-${number}`}.md`;
    if (!isTaken(path)) return path;
  }
}

/** File systems take names of 255 bytes; people read names of a few words. */
function cutSlug(slug: string): string {
  return slug.length <= 60 ? slug : slug.slice(0, 60).replace(/-[^-]*$/, '');
}

function heading(title: string): string {
  return `# ${escapeInline(title.replace(/\s+/g, ' ').trim())}`;
}

/** A criterion's text is a promise; its first sentence is a task's title. */
export function firstSentence(text: string): string {
  const sentence = /^.*?[.;](?=\s|$)/.exec(text)?.[0].slice(0, -1) ?? text;
  return sentence.length <= longestTitle ? sentence : sentence.slice(0, longestTitle);
}

export interface NewBacklogItem {
  readonly title: string;
  readonly priority?: string;
  /** Name and link of the spec. */
  readonly spec?: { readonly name: string; readonly link: string };
  /** `yyyy-mm-dd`. */
  readonly today: string;
}

/** `tracking/backlog/<slug>.md` */
export function backlogItemText({ title, priority, spec, today }: NewBacklogItem): string {
  const lines = [
    ...(priority === undefined ? [] : [`Priority: ${priority}`]),
    ...(spec === undefined ? [] : [`Spec: [${spec.name}](${spec.link})`]),
    `Date: ${today}`,
  ];
  return `${heading(title)}\n${lines.join('\n')}\n`;
}

export interface NewDebtItem {
  readonly title: string;
  /** The progress file that puts something off. */
  readonly from?: { readonly name: string; readonly link: string };
  readonly owner?: string;
  readonly criteria?: readonly string[];
  readonly today: string;
}

/** `tracking/tech-debt/<slug>.md` */
export function debtItemText({ title, from, owner, criteria, today }: NewDebtItem): string {
  const lines = [
    ...(from === undefined ? [] : [`From: [${from.name}](${from.link})`]),
    ...(owner === undefined ? [] : [`Owner: ${owner}`]),
    `Date: ${today}`,
    ...(criteria === undefined ? [] : ['', `Serves ${criteria.join(', ')}.`]),
  ];
  return `${heading(title)}\n${lines.join('\n')}\n`;
}

/** The link of a note to the debt item that a task became. */
export function debtLink(link: string): string {
  return `[tech-debt](${link})`;
}

/** `tracking/progress/<yyyy-mm-dd>-<branch-slug>.md`; a slug that another branch has taken gets `-2`. */
export function progressFilePath(
  root: string,
  branch: string,
  day: string,
  isTaken: (path: string) => boolean = () => false,
): string {
  const slug = cutSlug(branchSlug(branch)) || 'branch';
  for (let number = 1; ; number++) {
    const path = `${progressFolder(root)}/${day}-${slug}${number === 1 ? '' : `-${number}`}.md`;
    if (!isTaken(path)) return path;
  }
}

/** What is known of a branch when its progress file is made. */
export interface NewProgressFile {
  /** What the branch is about. */
  readonly title?: string;
  /** Number of its pull request. */
  readonly pullRequest?: number;
  /** Names and links, from the new file. */
  readonly specs?: readonly { readonly name: string; readonly link: string }[];
  readonly backlog?: { readonly name: string; readonly link: string };
  /** Rows that are free; the notes name the criterion. */
  readonly tasks?: readonly { readonly title: string; readonly notes: string }[];
}

/** A progress file; without tasks yet the table is there all the same, so that the first row finds its place. */
export function progressFileText(branch: string, known: NewProgressFile = {}): string {
  const { title, pullRequest, specs = [], backlog, tasks = [] } = known;
  const link = (to: { readonly name: string; readonly link: string }): string =>
    `[${escapeInline(to.name)}](${to.link})`;
  return [
    heading(title === undefined ? branch : `${branchSlug(branch) || branch} - ${title}`),
    '',
    `Branch: ${codeSpan(branch)}`,
    ...(pullRequest === undefined ? [] : [`PR: #${pullRequest}`]),
    ...(specs.length === 0 ? [] : [`Spec: ${specs.map(link).join(', ')}`]),
    ...(backlog === undefined ? [] : [`Backlog: ${link(backlog)}`]),
    '',
    '## Tasks',
    '',
    '| Task | Status | Owner | Notes |',
    '| --- | --- | --- | --- |',
    ...tasks.map(
      ({ title: task, notes }) => `| ${cell(task)} | todo | - | ${cell(notes)}${notes === '' ? '' : ' '}|`,
    ),
    '',
    '## Notes',
    '',
  ].join('\n');
}

/** Text that stands for itself in a cell. */
function cell(text: string): string {
  return escapeInline(text.replace(/\s+/g, ' ').trim()).replaceAll('|', '\\|');
}

export function readmePath(root: string): string {
  return `${root}/README.md`;
}

/** `tracking/README.md`: what the directory is for, for whoever meets it first. */
export function trackingReadmeText(): string {
  return `# Tracking

What is happening in this repository, beside what it should be (the specs) and what changed (git).

- \`progress/\`: one file for each branch, \`<yyyy-mm-dd>-<branch-slug>.md\`: its spec, its tasks with status and owner, and notes.
- \`backlog/\`: known work that has no branch yet, one file for each item.
- \`tech-debt/\`: what was put off, and by which branch.

A row of a Tasks table is claimed by writing a name under Owner and \`wip\` under Status; it is \`done\` when it is done.
Statuses are \`todo\`, \`wip\`, \`blocked\`, \`done\`, \`failed\` and \`dropped\`.
`;
}
