// Makes a folder as a large repository has it: progress files with specs, backlog and debt. The same bytes each time.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const owners = ['otter', 'maple', 'heron', 'wren-09be', '-', '-'];
const statuses = ['todo', 'wip', 'done', 'done', 'blocked', 'in_progress', '✅ Done'];
const verbs = [
  'Wire up',
  'Measure',
  'Backfill',
  'Document',
  'Rotate',
  'Split',
  'Cache',
  'Retry',
  'Merge',
  'Drop',
];
const nouns = [
  'retry policy',
  'session store',
  'token refresh',
  'HTTP client',
  'audit log',
  'index',
  'key ring',
];

/**
 * A generator of numbers that anybody gets again (mulberry32).
 * @param {number} seed
 * @returns {(below: number) => number}
 */
function random(seed) {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

/**
 * @param {string} root an empty folder
 * @param {{ streams: number, unsure?: number }} options how many progress files, and how many of a hundred hold something
 *   that the scanner leaves to remark
 * @returns {{ files: number, bytes: number }} what was written
 */
export function makeCorpus(root, { streams, unsure = 0 }) {
  const next = random(streams * 31 + unsure);
  const pick = (/** @type {readonly string[]} */ list) => list[next(list.length)] ?? '';
  let files = 0;
  let bytes = 0;
  const write = (/** @type {string} */ path, /** @type {string} */ text) => {
    writeFileSync(join(root, path), text);
    files++;
    bytes += Buffer.byteLength(text);
  };
  for (const folder of ['spec/features', 'tracking/progress', 'tracking/backlog', 'tracking/tech-debt'])
    mkdirSync(join(root, folder), { recursive: true });
  const specs = Math.ceil(streams * 0.4);
  const text = (/** @type {number} */ words) => Array.from({ length: words }, () => pick(nouns)).join(' ');
  for (let i = 0; i < specs; i++) {
    const criteria = Array.from(
      { length: 5 + next(10) },
      (_, k) =>
        `- **S${i}-${String(k + 1).padStart(2, '0')}** The ${pick(nouns)} ${text(6)} holds.\n  It does so ${text(5)}.\n`,
    );
    write(
      `spec/features/feature-${i}.md`,
      `# Feature ${i}\n\nStatus: accepted\n\n${text(40)}.\n\n## Acceptance criteria\n\n${criteria.join('')}\n## Out of scope\n\n- ${text(30)}\n\n${`${text(60)}.\n\n`.repeat(5)}`,
    );
  }
  for (let i = 0; i < streams; i++) {
    const spec = next(specs);
    const rows = Array.from(
      { length: 5 + next(21) },
      (_, k) =>
        `| ${pick(verbs)} ${pick(nouns)} ${k} | ${pick(statuses)} | ${pick(owners)} | ${next(2) === 0 ? '' : `S${spec}-${String(1 + next(5)).padStart(2, '0')}`} |\n`,
    );
    const odd = next(100) < unsure ? 'Title of a section\n---\n\n' : '';
    write(
      `tracking/progress/2026-06-${String(1 + next(28)).padStart(2, '0')}-feat-stream-${i}.md`,
      `# feat-stream-${i} - ${text(3)}\n\nBranch: \`feat/stream-${i}\`\nPR: #${i + 1}\nSpec: [feature-${spec}](../../spec/features/feature-${spec}.md)\nBacklog: [item-${i}](../backlog/item-${i % Math.max(1, Math.floor(streams * 0.6))}.md)\n\n${odd}## Tasks\n\n| Task | Status | Owner | Notes |\n| --- | --- | --- | --- |\n${rows.join('')}\n## Notes\n\n- ${pick(owners.slice(0, 4))}: ${text(10)}\n- ${pick(owners.slice(0, 4))}: deferred ${text(2)} -> [tech-debt](../tech-debt/debt-${i % Math.max(1, Math.floor(streams * 0.4))}.md)\n`,
    );
  }
  for (let i = 0; i < Math.floor(streams * 0.6); i++)
    write(
      `tracking/backlog/item-${i}.md`,
      `# ${pick(verbs)} the ${pick(nouns)} ${i}\nPriority: ${pick(['high', 'medium', 'low'])}\nSpec: [feature](../../spec/features/feature-${next(specs)}.md)\nDate: 2026-05-${String(1 + next(28)).padStart(2, '0')}\n\n${text(30)}.\n\n${text(60)}.\n`,
    );
  for (let i = 0; i < Math.floor(streams * 0.4); i++)
    write(
      `tracking/tech-debt/debt-${i}.md`,
      `# ${pick(verbs)} the ${pick(nouns)} ${i}\nFrom: [stream](../progress/none.md)\nOwner: ${pick(owners.slice(0, 4))}\n\n${text(40)}.\n`,
    );
  return { files, bytes };
}
