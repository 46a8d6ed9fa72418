import { t } from '@vscode/l10n';
import { runAtOnce } from '../base/steps.ts';
import { ownNameOf, type Stream } from '../model/item.ts';
import type { LongText } from '../model/longText.ts';
import { plainLines, readHeadingLine } from '../text/checklist.ts';
import { SourceText } from '../text/sourceText.ts';
import { deltaTitle, deltaWord } from './changeViews.ts';
import { markdownText } from './markdownText.ts';
import { dayOf } from './pastChanges.ts';
import { shortProgress } from './progress.ts';
import { joinWords } from './shownText.ts';

/** A list of requirements is cut here, and the rest is counted. */
const mostRows = 500;

/**
 * Why a change was made, in Markdown, for a place that outlives it: title and date, then what its documents say of why, what and
 * how, whole and as they are written, and the requirements that it touched.
 */
export function rationale(stream: Stream, texts: readonly LongText[]): string {
  const { title, deltas } = stream;
  const name = ownNameOf(stream);
  const more = deltas.length - mostRows;
  const rows = deltas.slice(0, mostRows).map((delta) => {
    const head = `${deltaWord(delta)} ${markdownText(delta.capability)}: ${markdownText(deltaTitle(delta), 300)}`;
    return `- ${joinWords([head, delta.reason === undefined ? undefined : markdownText(delta.reason, 500)])}`;
  });
  return [
    `# ${markdownText(title)}`,
    '',
    joinWords([title === name ? undefined : markdownText(name), stateOf(stream)]),
    ...texts.flatMap(({ about, text }) => ['', `## ${headingOf(about)}`, '', below(text)]),
    '',
    `## ${t('Requirements')}`,
    '',
    ...(rows.length === 0 ? [t('It changes no living spec.')] : rows),
    ...(more > 0 ? [`- ${t('and {0} more', more)}`] : []),
    '',
  ].join('\n');
}

function stateOf(stream: Stream): string {
  const day = dayOf(stream);
  if (stream.archived === true) return day === undefined ? t('archived') : t('archived on {0}', day);
  return stream.tasks.length === 0 ? t('no tasks') : shortProgress(stream.tasks);
}

function headingOf(about: LongText['about']): string {
  switch (about) {
    case 'why':
      return t('Why');
    case 'what':
      return t('What changes');
    case 'design':
      return t('Design');
  }
}

/** A text whose headings are below one of the second level. */
function below(text: string): string {
  const source = new SourceText(text);
  const headings = runAtOnce(plainLines(source)).lines.flatMap((line) => readHeadingLine(source, line) ?? []);
  const top = headings.reduce((least, { depth }) => Math.min(least, depth), 6);
  const deeper = '#'.repeat(Math.max(0, 3 - top));
  let out = '';
  let end = 0;
  for (const { range } of headings) {
    out += `${text.slice(end, range.start)}${deeper}`;
    end = range.start;
  }
  return out + text.slice(end);
}
