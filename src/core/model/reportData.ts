import type { Report } from './problem.ts';
import type { Document } from '../text/syntax.ts';
import type { SourceText } from '../text/sourceText.ts';

/** Reports why a text of data could not be read, and which of its keys mislead. */
export function reportData({ problems }: Document<'data'>, lines: SourceText, report: Report): void {
  for (const { fault, range } of problems)
    switch (fault.kind) {
      case 'empty':
        report('file.empty', 'warning', {}, range);
        break;
      case 'truncated':
      case 'continued':
      case 'comment':
      case 'trailingComma':
      case 'invalid':
        report(`data.${fault.kind}`, 'error', {}, range);
        break;
      case 'tooDeep':
        report('data.tooDeep', 'error', { levels: fault.levels }, range);
        break;
      case 'duplicateKey': {
        const line = lines.lineAt(fault.first.start) + 1;
        report('data.duplicateKey', 'warning', { key: fault.key, line }, range);
        break;
      }
      case 'prototypeKey':
        report('data.prototypeKey', 'warning', { key: fault.key }, range);
    }
}
