import fc from 'fast-check';
import { isTrace } from '../../src/core/formats/trace/trace.ts';
import { toFile } from './parse.ts';

export const tracePath = 'tasks/x/trace.md';

/** Words and signs that mean something in Markdown or in a trace, side by side. */
export const words = fc
  .array(
    fc.oneof(
      { weight: 3, arbitrary: fc.constantFrom('one', 'src/a.ts', 'Two.', 'b c') },
      fc.constantFrom(
        '|',
        ' | **Status:** failed',
        '**Status:**',
        'Status: x',
        '\n',
        '\n## Step 9: x\n',
        '# ',
        '##',
        '`',
        '```',
        '*',
        '- ',
        '1. ',
        '> ',
        '---',
        '<!--',
        '\\',
        '[x]',
        '[a](b.md)',
        '~~',
        '\u0000',
        '\r',
        '🦦',
        'none',
        '; ',
        '==',
        '\u2028',
      ),
      fc.string({ unit: 'grapheme', maxLength: 6 }),
    ),
    { minLength: 1, maxLength: 6 },
  )
  .map((parts) => parts.join(' '));

const values = fc.constantFrom(
  'none',
  'none yet',
  '',
  'a.ts',
  'A b. C d?',
  '`x | y`',
  '\n- a.ts\n- Modified: b.ts',
  'a\n  b',
);
const layouts = fc.record({
  isCompact: fc.boolean(),
  sign: fc.constantFrom('', '- ', '> '),
  style: fc.constantFrom('**K:** ', '**K**: ', '__K:__ ', 'K: '),
  isApart: fc.boolean(),
  rule: fc.constantFrom('', '---\n\n'),
  heading: fc.constantFrom('## Step N: ', '## [Step N]: ', '## Step N - '),
  ending: fc.constantFrom('\n', '\r\n'),
  isCut: fc.boolean(),
  tail: fc.constantFrom('', '\n## Notes\n\nsee\n'),
});
const stepBodies = fc.record({
  artifacts: fc.option(values, { nil: undefined }),
  decisions: fc.option(values, { nil: undefined }),
  focus: fc.option(fc.constantFrom('Token validation', 'a | b'), { nil: undefined }),
  summary: fc.option(fc.constantFrom('Did it.', 'x'), { nil: undefined }),
  challenges: fc.option(values, { nil: undefined }),
});

/** Traces in many layouts, whose last step is in progress. */
export const traces = fc
  .tuple(layouts, fc.array(stepBodies, { minLength: 1, maxLength: 3 }))
  .map(([layout, bodies]) => {
    const { isCompact, sign, style, isApart, rule, heading, ending, isCut, tail } = layout;
    const bold = isCompact && style === 'K: ' ? '**K:** ' : style;
    const key = (name: string, value: string | undefined): string[] =>
      value === undefined ? [] : [`${bold.replace('K', name)}${value}`];
    const steps = bodies.map(({ artifacts, decisions, focus, summary, challenges }, i) => {
      const isLast = i === bodies.length - 1;
      const groups = [
        [...key('Status', isLast ? 'in-progress' : 'completed'), ...key('Summary', summary)],
        [...key('Artifacts', artifacts), ...key('Key decisions', decisions), ...key('Current focus', focus)],
        key('Challenges', challenges),
      ];
      const lines = (isCompact ? groups.map((each) => each.join(' | ')) : groups.flat()).filter(
        (line) => line !== '',
      );
      return `${heading.replace('N', String(i + 1))}s${i}\n${isApart ? '\n' : ''}${lines
        .map((line) => sign + line)
        .join(isApart ? '\n\n' : '\n')}\n`;
    });
    const first = heading.includes(' - ') ? '## Step 0: start\n**Status:** completed\n\n' : '';
    const text = `# Trace: w\n\n**Task:** t\n**Status:** in-progress\n\n${rule}${first}${steps.join(`\n${rule}`)}${tail}`;
    const whole = isCut ? text.trimEnd() : text;
    return whole.replaceAll('\n', ending);
  })
  .filter((text) => isTrace(toFile(text, tracePath)));
