import type { Edits } from '../../text/edit.ts';
import { SourceText } from '../../text/sourceText.ts';
import { refusal, type Refusal } from '../../model/refusal.ts';

const begin = '<!-- throughline:begin -->';
const end = '<!-- throughline:end -->';

/** Files that agents read, from the workspace folder; the first is made when it is not there. */
export const agentFiles = ['AGENTS.md', 'CLAUDE.md', '.github/copilot-instructions.md'] as const;

/** The workflow for agents, between marks by which it is found again. */
export function workflowLines(trackingDirectory: string): readonly string[] {
  const at = trackingDirectory;
  return [
    begin,
    '## Tracking',
    '',
    `Every work item updates \`${at}/\`: spec'd work, fixes, documentation and chores. A small change has a small entry, but it has one.`,
    '',
    `- \`${at}/progress/<yyyy-mm-dd>-<branch-slug>.md\`: one file for each branch. The day is that of the branch's first own commit, else today; the name stays.`,
    `- \`${at}/backlog/\`: known work without a branch. \`${at}/tech-debt/\`: what a branch put off.`,
    '',
    '1. Read the README and the docs of what you touch.',
    '2. Create or switch to a branch. Take up its backlog item, if there is one: link item and progress file to each other.',
    '3. Identify the criteria (`RPC-RETRY-01`) that the work has, and name them in the rows that serve them.',
    '4. Claim a row before you work on it. Never take a row that somebody else owns. Sign as `name-xxxx`, with a suffix of your own for each run.',
    '5. Implement the smallest coherent slice; add or update tests; run the checks.',
    '6. Finish the row when its criteria hold; set it to blocked or failed when they cannot, and say why.',
    '7. Leave a note for what the diff does not show: a file that you are editing, a constraint, a check that could not run. What you put off becomes tech debt.',
    '8. Commit the progress file with the work, then open or update the pull request.',
    '',
    'Where there is a command `throughline`, do this with it: each row gets one owner then, whoever else is at work. Name yourself once with `export THROUGHLINE_AGENT=name-xxxx`, or in each call with `--as name-xxxx`. An answer that begins with `refused` changed nothing, and says what would help.',
    '',
    '- `throughline brief`: what the branch is for, what is next, who is on what, what was put off',
    '- `throughline claim`: the next free row; `throughline claim TITLE`: that one',
    '- `throughline finish TITLE --evidence "the checks that passed"`, `throughline release TITLE`',
    '- `throughline status TITLE blocked --reason "what it waits for"`',
    '- `throughline add TITLE --criterion ID`, `throughline note "what the diff does not show"`, `throughline defer TITLE`',
    '- `throughline check`: before you commit',
    '',
    `Where there is none, edit the files. A claim is your name under Owner and \`wip\` under Status; then \`done\`, or \`blocked\` or \`failed\` with the reason in Notes. Change only the cells that are yours, and align no table anew. What you put off becomes a file in \`${at}/tech-debt/\`, linked from the note.`,
    '',
    'Statuses: `todo`, `wip`, `blocked`, `done`, `failed`, `dropped`; a file that uses other words keeps them.',
    end,
  ];
}

/**
 * The edits that put the workflow into a text, or bring it up to date between its marks; nothing else is touched. None when it is
 * there as it should be; a refusal when the marks do not fit together.
 */
export function workflowEdits(text: string, trackingDirectory: string): Edits | Refusal {
  const source = new SourceText(text);
  const starts = linesWith(source, begin);
  const ends = linesWith(source, end);
  const wanted = workflowLines(trackingDirectory);
  const [first] = starts;
  const [final] = ends;
  if (first === undefined && final === undefined) {
    const ending = source.lineEnding(0) || '\n';
    // Every text ends with a line; one that has no end yet gets it, and a blank line stands in between.
    const ended = text === '' || source.lineRange(source.lineCount - 1).start === text.length;
    const last = source.lineCount - (ended ? 2 : 1);
    const blank = last < 0 || source.slice(source.lineRange(last)).trim() === '';
    const before = (ended ? '' : ending) + (blank ? '' : ending);
    const added = `${before}${wanted.join(ending)}${ending}`;
    return {
      kind: 'edits',
      edits: [{ range: { start: text.length, end: text.length }, expect: '', text: added }],
    };
  }
  if (first === undefined || final === undefined || starts.length > 1 || ends.length > 1 || final < first)
    return refusal('workflow.marks', { begin, end });
  const range = { start: source.lineStart(first), end: source.lineRange(final).end };
  const expect = source.slice(range);
  const ending = source.lineEnding(first) || '\n';
  const now = wanted.join(ending);
  return { kind: 'edits', edits: now === expect ? [] : [{ range, expect, text: now }] };
}

function linesWith(source: SourceText, mark: string): number[] {
  const found: number[] = [];
  for (let line = 0; line < source.lineCount; line++)
    if (source.slice(source.lineRange(line)).trim() === mark) found.push(line);
  return found;
}
