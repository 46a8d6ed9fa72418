import { schemaVersion, type ExitCode, type Reply } from './reply.ts';

/** Characters of an answer; what is longer is cut, and told. */
const longestAnswer = 200_000;
/** Characters of a message, which may quote what was given on the command line. */
const longestMessage = 2000;

/** An answer as one JSON object on one line. */
export function toJson({ exit, code, message, data, undo }: Reply): string {
  const head = { schema: schemaVersion, ok: exit === 0, code, message: cut(message) };
  const tail = undo === undefined ? {} : { undo };
  const text = JSON.stringify({ ...head, data, ...tail });
  if (text.length <= longestAnswer) return text;
  const more = 'the answer is too long: ask for less, or for one item';
  return JSON.stringify({ ...head, data: { truncated: { characters: text.length, more } }, ...tail });
}

const verdicts = { 0: 'ok', 1: 'refused', 2: 'error', 3: 'error' } as const;

/** An answer for people: the verdict first, one item a line. */
export function toText({ exit, code, message, lines = [], undo }: Reply, isColored: boolean): string {
  const isFailed = code === 'check.failed';
  const word = isFailed ? 'failed' : verdicts[exit];
  const verdict = isColored ? `\u001b[${exit === 0 ? 32 : 31}m${word}\u001b[0m` : word;
  // Set in, no line of a message that quotes something passes for another answer.
  const [head = '', ...more] = message.split('\n').map(cut);
  const first = exit === 0 || isFailed ? head : `${code}: ${head}`;
  const below = [
    ...more.map((line) => `  ${line}`),
    ...lines,
    ...(undo === undefined ? [] : [`undo: ${undo}`]),
  ];
  const text = `${verdict} ${[first, ...below].map(visible).join('\n')}\n`;
  return text.length <= longestAnswer
    ? text
    : `${text.slice(0, longestAnswer)}\ntruncated: the answer is too long\n`;
}

/** What is told where an answer could not be written. */
export function toLostAnswer(exit: ExitCode, reason: string): string {
  const answer = exit === 0 ? 'What was asked is done, but the answer' : 'The answer';
  return `error answer.notWritten: ${answer} could not be written: ${reason}\n`;
}

function cut(message: string): string {
  return message.length <= longestMessage ? message : `${message.slice(0, longestMessage)}…`;
}

/** What would move the cursor, color or reorder the rest of a terminal's text is shown as a sign of its own. */
function visible(line: string): string {
  return line.replace(
    /[\p{Cc}\u200B\u200E\u200F\u202A-\u202E\u2060-\u2064\u2066-\u2069\uFEFF]/gu,
    (character) => `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`,
  );
}
