import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export const root = process.env['THROUGHLINE_ROOT'] ?? process.cwd();

/** Files of other projects, beside the checkout where somebody put them; never needed. */
export const corpora = join(root, '../shared/corpora');

/** Every Markdown file below a folder: its path there and its text without a byte order mark. */
export function markdownFiles(folder: string): { readonly path: string; readonly text: string }[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.md'))
    .sort()
    .map((path) => ({ path, text: readFileSync(join(folder, path), 'utf8').replace(/^\uFEFF/, '') }));
}

export const fixtures = join(root, 'test/fixtures');

/** How many cases a property test runs; `npm run fuzz` asks for more. */
export const runs = Number(process.env['THROUGHLINE_FUZZ_RUNS'] ?? 3000);
