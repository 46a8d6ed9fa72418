// Somebody who knows of no lock: ten times a second reads a file, thinks for a moment, and writes all of it back with a line of
// his own, by a new file that takes the name.
import * as fs from 'node:fs';

const file = process.argv[2] ?? '';
let number = 0;
setInterval(() => {
  const text = fs.readFileSync(file, 'utf8');
  setTimeout(() => {
    fs.writeFileSync(
      `${file}.foreign`,
      text.replace(/\n- foreign: \d+\n|(?=$(?![\s\S]))/, `\n- foreign: ${++number}\n`),
    );
    fs.renameSync(`${file}.foreign`, file);
  }, 30 * Math.random());
}, 100);
