import type { Stream, Task } from '../model/item.ts';
import type { Problem } from '../model/problem.ts';
import { describeProgress, ownersOf, progressOf } from './progress.ts';
import { escapeMarkdown as md } from './shownText.ts';
import { statusGlyph } from './glyph.ts';

/** Problems that a tooltip lists; the tree has them all. */
const listed = 5;

/** Title, status and owner, notes, other columns, place. */
export function taskTooltip(task: Task, path: string, me: string | undefined): string {
  const { title, status, statusWord, owner, notes, criteria, extra, place } = task;
  const who = owner === undefined ? 'free' : `**${md(owner)}**${owner === me ? ' (you)' : ''}`;
  const word = status === 'unknown' ? `unknown status “${md(statusWord)}”` : status;
  const lines = [`$(${statusGlyph(status).codicon}) **${md(title)}**`, `${word} · ${who}`];
  const details: string[] = [];
  if (criteria.length > 0) details.push(criteria.map((id) => `\`${id}\``).join(' '));
  if (notes !== '' && notes !== criteria.join(', ')) details.push(md(notes));
  for (const { name, text } of extra) if (text !== '') details.push(`${md(name)}: ${md(text)}`);
  if (owner !== undefined && status === 'wip')
    details.push('_A claim counts for other clones once it is committed and pushed._');
  return joinParts([lines, details, [md(`${path}:${place.line + 1}`)]]);
}

/** Title, counts, owners, other header lines, problems, place. */
export function streamTooltip(stream: Stream, problems: readonly Problem[], current: boolean): string {
  const { name, title, tasks, fields, pullRequest, path } = stream;
  const head = [`**${md(name)}**${current ? ' · checked out' : ''}`];
  if (title !== '' && title !== name) head.push(md(title));
  const details = [
    tasks.length === 0 ? 'This stream has no tasks yet.' : describeProgress(progressOf(tasks)),
  ];
  const owners = ownersOf(tasks);
  if (owners.length > 0) details.push(`Owners: ${owners.map((owner) => md(owner)).join(', ')}`);
  if (pullRequest !== undefined)
    details.push(
      pullRequest.number === undefined
        ? `Pull request: ${md(pullRequest.url ?? '')}`
        : `Pull request #${pullRequest.number}`,
    );
  for (const { name: key, value } of fields) details.push(`${md(key)}: ${md(value)}`);
  return joinParts([head, details, problemLines(problems), [md(path)]]);
}

/** Why a file or a row cannot be read, and where. */
export function problemTooltip({ message, place }: Problem, path: string): string {
  return joinParts([[md(message)], [md(`${path}:${place.line + 1}`)]]);
}

export function fileTooltip(path: string, problems: readonly Problem[]): string {
  return joinParts([problemLines(problems), [md(path)]]);
}

function problemLines(problems: readonly Problem[]): string[] {
  const lines = problems
    .slice(0, listed)
    .map(({ message, place }) => `$(warning) ${md(message)} (line ${place.line + 1})`);
  return problems.length > listed ? [...lines, `and ${problems.length - listed} more problems`] : lines;
}

function joinParts(parts: readonly (readonly string[])[]): string {
  return parts
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('  \n'))
    .join('\n\n---\n\n');
}
