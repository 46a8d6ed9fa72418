import fc from 'fast-check';
import { hostileDocument } from './hostile.ts';

const box = fc
  .tuple(
    fc.constantFrom('', '  ', '    ', '\t'),
    fc.constantFrom('- ', '* ', '+ ', '1. ', '2) ', '-'),
    fc.constantFrom('[ ]', '[x]', '[X]', '[~]', '[-]', '[]', '[ x ]', '[  ]', '[WIP]'),
    fc.constantFrom(' ', '', '  '),
    fc.constantFrom('', '1.1 ', '1.2 ', '1.2.1 ', '2.1 ', '2.2a ', '10.11 ', '**1.3** ', '3 '),
    fc.constantFrom('Make it', 'Serve RPC-001', '*bold* `code` 🦦', '', '[link](a.md)', ']] [['),
  )
  .map((parts) => parts.join(''));

const other = fc.constantFrom(
  '# Tasks',
  '## 1. Code',
  '## 2. Text',
  '### Deep',
  '```',
  '~~~md',
  '<!--',
  '-->',
  '- 1.4 Without a box',
  '',
  'text',
  '<<<<<<< HEAD',
  '=======',
  '>>>>>>> other',
);

/** Texts of a `tasks.md`, as people and agents write them, and as nobody should. */
export const changeTaskTexts: fc.Arbitrary<string> = fc.oneof(
  { weight: 6, arbitrary: lines(fc.oneof({ weight: 3, arbitrary: box }, other)) },
  { weight: 1, arbitrary: hostileDocument },
);

function lines(line: fc.Arbitrary<string>): fc.Arbitrary<string> {
  return fc
    .tuple(fc.array(line, { maxLength: 14 }), fc.constantFrom('\n', '\r\n'), fc.boolean())
    .map(([all, end, isClosed]) => all.join(end) + (isClosed ? end : ''));
}
