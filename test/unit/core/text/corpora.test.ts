import { assertAgree, Shares } from '../../../support/pair.ts';
import { corpora, markdownFiles } from '../../../support/texts.ts';

const files = markdownFiles(corpora);

describe(`scanner and remark on real files${files.length === 0 ? ' (skipped: no corpora)' : ''}`, () => {
  const folders = files.filter(({ path }) => path.includes('/')).map(({ path }) => path.split('/')[0] ?? '');
  const names = [...new Set(folders)];
  for (const name of names)
    it(`agree on every file of ${name}`, () => {
      const shares = new Shares();
      for (const { path, text } of files) {
        if (!path.startsWith(`${name}/`)) continue;
        try {
          assertAgree(text, shares);
        } catch (error) {
          throw new Error(path, { cause: error });
        }
      }
      console.log(`      ${name}: ${shares.toString()}`);
    });
});
