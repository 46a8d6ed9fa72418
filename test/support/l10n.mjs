// The texts that the extension shows, as translators need them: `npm run l10n` writes l10n/bundle.l10n.json.
import { getL10nJson } from '@vscode/l10n-dev';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = process.env['THROUGHLINE_ROOT'] ?? fileURLToPath(new URL('../..', import.meta.url));

export const bundle = join(root, 'l10n/bundle.l10n.json');

/** Every text that src/ and the board's page hand to `t`, as the bundle should be. */
export async function exportTexts() {
  const files = ['src', 'media'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith('.ts'))
      .map((path) => join(folder, path)),
  );
  const texts = await getL10nJson(
    files.sort().map((path) => ({
      extension: '.ts',
      // The tool finds texts only where they are handed to `l10n.t` by that name, in files that import the library.
      contents: readFileSync(join(root, path), 'utf8')
        .replace("from './texts.ts'", "from '@vscode/l10n'")
        .replaceAll(/(?<![.\w])t\((?=\s*['`])/g, 'vscode.l10n.t('),
    })),
  );
  return `${JSON.stringify(texts, Object.keys(texts).sort(), 2)}\n`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  mkdirSync(join(root, 'l10n'), { recursive: true });
  writeFileSync(bundle, await exportTexts());
}
