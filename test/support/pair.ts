import assert from 'node:assert/strict';
import { readMarkdown } from '../../src/core/text/markdownRemark.ts';
import { scanMarkdown } from '../../src/core/text/markdownScanner.ts';
import { SourceText } from '../../src/core/text/sourceText.ts';

/** Counts what the scanner accepts and why it does not. */
export class Shares {
  accepted = 0;
  total = 0;
  readonly reasons = new Map<string, number>();

  get share(): number {
    return this.total === 0 ? 1 : this.accepted / this.total;
  }

  toString(): string {
    const top = [...this.reasons]
      .sort((a, b) => b[1] - a[1])
      .slice(0, 5)
      .map(([reason, count]) => `${reason} ${count}`);
    const left = (100 * (1 - this.share)).toFixed(1);
    return `${left} % of ${this.total} left to remark${top.length > 0 ? `: ${top.join(', ')}` : ''}`;
  }
}

/** Whatever the scanner accepts, remark reads the same, range by range. */
export function assertAgree(text: string, shares: Shares): void {
  shares.total++;
  const scanned = scanMarkdown(new SourceText(text));
  if (scanned.kind !== 'blocks') {
    shares.reasons.set(scanned.reason, (shares.reasons.get(scanned.reason) ?? 0) + 1);
    return;
  }
  shares.accepted++;
  assert.deepEqual(scanned, readMarkdown(text));
}
