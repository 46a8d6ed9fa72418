import assert from 'node:assert/strict';
import fc from 'fast-check';
import { wellFormed } from '../../../support/arbitraries.ts';
import {
  hostileDocument,
  hostileList,
  hostileQuote,
  hostileTable,
  mutated,
} from '../../../support/hostile.ts';
import { assertAgree, Shares } from '../../../support/pair.ts';
import { corpora, fixtures, markdownFiles, runs } from '../../../support/texts.ts';

/** Runs the property and gives the shares; the share of cases is the same in every run of as many. */
function check(texts: fc.Arbitrary<string>, numRuns: number): Shares {
  const shares = new Shares();
  fc.assert(
    fc.property(texts, (text) => {
      assertAgree(text, shares);
    }),
    { numRuns },
  );
  return shares;
}

describe('whatever the scanner accepts, remark reads the same', () => {
  const share = Math.ceil(runs / 5);

  it('in well-formed progress files, nearly all of which it accepts', () => {
    const shares = check(wellFormed, share);
    console.log(`      well formed: ${shares.toString()}`);
    assert.ok(shares.share >= 0.95, shares.toString());
  });

  it('in documents of hostile lines', () => {
    console.log(`      hostile: ${check(hostileDocument, share).toString()}`);
  });

  it('in tables of hostile cells', () => {
    console.log(`      tables: ${check(hostileTable, share).toString()}`);
  });

  it('in lists with all kinds of lines in them', () => {
    console.log(`      lists: ${check(hostileList, share).toString()}`);
  });

  it('in quotes with all kinds of lines in them', () => {
    console.log(`      quotes: ${check(hostileQuote, share).toString()}`);
  });

  it('in real texts with lines changed, half of which it accepts', () => {
    const files = [...markdownFiles(fixtures), ...markdownFiles(corpora)].filter(
      ({ text }) => text.length > 0,
    );
    const shares = check(mutated(files.map(({ text }) => text)), share);
    console.log(`      mutated: ${shares.toString()}`);
    assert.ok(shares.share >= 0.5, shares.toString());
  });
});
