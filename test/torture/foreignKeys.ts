// An agent that knows of no lock: again and again reads one of some lists, thinks for a moment, and writes all of it back with one
// more key of its own, by a new file that takes the name. It ends when it is told to, and says what became of its keys.
import * as fs from 'node:fs';
import { readList, toText } from './featureLists.ts';

/** How many keys it wrote, and how many of them were gone later, because somebody replaced the file in just that instant. */
export interface ForeignReport {
  readonly written: number;
  readonly lost: number;
}

const lists = process.argv.slice(2).map((path) => ({ path, keys: 0 }));
let lost = 0;
const end = new AbortController();
process.once('message', () => {
  end.abort();
});
const pause = (longest: number) => new Promise((resolve) => setTimeout(resolve, longest * Math.random()));
const keyOf = (number: number): string => `key ${number}`;

/** Puts keys that are gone there again. */
function withOwn(path: string, keys: number): ReturnType<typeof readList> {
  const data = readList(path);
  const foreign = { ...data.foreign };
  for (let number = 0; number < keys; number++) {
    if (foreign[keyOf(number)] === number) continue;
    foreign[keyOf(number)] = number;
    lost++;
  }
  return { ...data, foreign };
}

function write(path: string, data: object): void {
  fs.writeFileSync(`${path}.foreign`, toText(data));
  fs.renameSync(`${path}.foreign`, path);
}

for (let turn = 0; !end.signal.aborted; turn++) {
  const list = lists[turn % lists.length];
  if (list === undefined) break;
  const data = withOwn(list.path, list.keys);
  await pause(10);
  const number = list.keys++;
  write(list.path, { ...data, foreign: { ...data.foreign, [keyOf(number)]: number } });
  await pause(60);
}
for (const { path, keys } of lists) withOwn(path, keys);
const report: ForeignReport = { written: lists.reduce((sum, { keys }) => sum + keys, 0), lost };
process.send?.(report, () => process.exit());
