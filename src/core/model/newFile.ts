import { branchSlug } from './trackingPath.ts';

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

/** Text that stands for itself in a line of Markdown, whatever signs it has. */
export function escapeInline(text: string): string {
  return text.replace(/[\\`*_[\]<>]/g, '\\$&');
}

function heading(title: string): string {
  return `# ${escapeInline(title.replace(/\s+/g, ' ').trim())}`;
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

/** `tracking/progress/<yyyy-mm-dd>-<branch-slug>.md` */
export function progressFilePath(root: string, branch: string, day: string): string {
  return `${root}/progress/${day}-${cutSlug(branchSlug(branch)) || 'branch'}.md`;
}

/** A progress file without tasks yet: the table is there, so that the first row finds its place. */
export function progressFileText(branch: string): string {
  return [
    heading(branch),
    '',
    `Branch: \`${branch}\``,
    '',
    '## Tasks',
    '',
    '| Task | Status | Owner | Notes |',
    '| --- | --- | --- | --- |',
    '',
    '## Notes',
    '',
  ].join('\n');
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
