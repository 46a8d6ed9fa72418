import { assertAgree, Shares } from '../../../support/pair.ts';
import { corpora, markdownFiles } from '../../../support/texts.ts';

describe('scanner and remark on real files', () => {
  const files = markdownFiles(corpora);
  const corpusOf = (path: string): string => (/^[^/\\]+(?=[/\\])/.exec(path) ?? ['the folder itself'])[0];

  if (files.length === 0)
    it('agree on every file (no corpora)', function () {
      this.skip();
    });

  for (const name of new Set(files.map(({ path }) => corpusOf(path))))
    it(`agree on every file of ${name}`, () => {
      const shares = new Shares();
      for (const { path, text } of files) {
        if (corpusOf(path) !== name) continue;
        try {
          assertAgree(text, shares);
        } catch (error) {
          throw new Error(path, { cause: error });
        }
      }
      console.log(`      ${name}: ${shares.toString()}`);
    });
});
