import { t } from '@vscode/l10n';
import { ownNameOf, type Stream } from '../model/item.ts';
import type { Session } from '../model/session.ts';
import { describeProgress, progressOf } from './progress.ts';
import { markdownCode, markdownText } from './markdownText.ts';

const md = (text: string): string => markdownText(text, 500);

/** At most so many of each list; the rest is counted. */
const mostLines = 12;

/**
 * What somebody is told who takes a workspace up again, in Markdown: where the work is and what is next, in the words of the protocol that
 * such workspaces follow, then what is in the way, how far it is, the last session, the files to read first, and what a compaction left.
 */
export function resumeReport(stream: Stream): string {
  const { resumption, sessions, links, tasks, title } = stream;
  const position = resumption?.position.value ?? '';
  const next = resumption?.nextAction?.value ?? '';
  const [session] = sessions;
  const files = links.filter(({ role }) => role === 'file').map(({ destination }) => destination);
  const compacted = resumption?.compacted;
  return [
    `# ${t('Resume {0}', md(title))}`,
    '',
    t('Resuming from: {0}', md(position) || '-'),
    t('Workspace: {0}', shownName(ownNameOf(stream))),
    t('Next action: {0}', md(next) || '-'),
    ...(tasks.length === 0 ? [] : ['', describeProgress(progressOf(tasks))]),
    ...(compacted === undefined
      ? []
      : ['', t('The context was compacted on {0}: check the position before you continue.', md(compacted))]),
    ...listOf(t('Blockers'), resumption?.blockers ?? []),
    ...listOf(t('Dependencies'), resumption?.dependencies ?? []),
    ...listOf(t('Decisions'), resumption?.decisions ?? []),
    ...listOf(t('Key files'), files, 2, markdownCode),
    ...(session === undefined ? [] : sessionLines(session)),
    '',
  ].join('\n');
}

/** A name as it is written where none of it is Markdown: `feat-x_a1b2c3d4` is looked for in files. */
function shownName(name: string): string {
  return /^[A-Za-z0-9][\w.-]*[A-Za-z0-9]$/.test(name) ? name : md(name);
}

function sessionLines({ id, started, ended, summary, nextSteps, files }: Session): string[] {
  const when = [started, ended ?? (started === undefined ? undefined : t('still open'))].filter(
    (each) => each !== undefined,
  );
  return [
    '',
    `## ${t('Last session')}`,
    '',
    [shownName(id), ...(when.length === 0 ? [] : [md(when.join(' – '))])].join(' · '),
    ...(summary === '' ? [] : ['', md(summary)]),
    ...listOf(t('Next steps'), nextSteps, 3),
    ...listOf(t('Files modified'), files, 3, markdownCode),
  ];
}

function listOf(
  heading: string,
  lines: readonly string[],
  level: 2 | 3 = 2,
  show: (text: string) => string = md,
): string[] {
  if (lines.length === 0) return [];
  const more = lines.length - mostLines;
  return [
    '',
    `${'#'.repeat(level)} ${heading}`,
    '',
    ...lines.slice(0, mostLines).map((line) => `- ${show(line)}`),
    ...(more > 0 ? [`- ${t('and {0} more', more)}`] : []),
  ];
}
