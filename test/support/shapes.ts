/** Files by path. */
export type Files = Readonly<Record<string, string>>;

const progress = 'tracking/progress/2026-06-11-feat-x.md';
const head =
  'Branch: x\nSpec: [s](../../spec/s.md)\n\n| Task | Status | Owner | Notes |\n|---|---|---|---|\n';
const rows = (n: number, row: (i: number) => string): string => filled(n, (i) => `|${row(i)}|\n`);
const cell = (text: string): Files => ({ [progress]: `${head}| One | todo | - | ${text} |\n` });
const table = (n: number, row: (i: number) => string): Files => ({ [progress]: head + rows(n, row) });

/** Texts one after the other until they have `n` characters. */
function filled(n: number, part: (i: number) => string): string {
  const parts: string[] = [];
  for (let i = 0, length = 0; length < n; i++) {
    const next = part(i);
    parts.push(next);
    length += next.length;
  }
  return parts.join('');
}

const repeated = (n: number, text: string): string => filled(n, () => text);

/**
 * Folders of about `n` characters that are the worst of their kind: much of one thing in one place, or many things that mean
 * each other. What they cost grows with their size, and not faster.
 */
export const shapes: Readonly<Record<string, (n: number) => Files>> = {
  'a cell of different IDs': (n) => cell(filled(n, (i) => `A-${i} `)),
  'a cell of the same ID': (n) => cell(repeated(n, 'A-1 ')),
  'a cell of different links': (n) => cell(filled(n, (i) => `[a](x${i}) `)),
  'a cell of links to one file': (n) => ({
    ...cell(repeated(n, '[a](../../spec/s.md) ')),
    'spec/s.md': '# S\n',
  }),
  'a cell of brackets': (n) => cell(repeated(n, '[')),
  'a cell of openings of links': (n) => cell(repeated(n, '[](a "')),
  'a cell of links that are not ended': (n) => cell(repeated(n, '[a](')),
  'a cell of backticks': (n) => cell(filled(n, (i) => `${'`'.repeat(1 + (i % 40))} `)),
  'a cell of emphasis': (n) => cell(repeated(n, '**a *')),
  'a cell of angle brackets': (n) => cell(repeated(n, '<a:')),
  'a cell of escaped pipes': (n) => cell(repeated(n, '\\|')),
  'a cell of spaces': (n) => cell(`a${' '.repeat(n)}b`),
  'a title of one long word': (n) => ({ [progress]: `${head}| ${'a'.repeat(n)} | todo | - | |\n` }),
  'an owner of one long word': (n) => ({ [progress]: `${head}| One | wip | ${'a'.repeat(n)} | |\n` }),
  'a status of one long word': (n) => ({ [progress]: `${head}| One | ${repeated(n, 'a_a-')} | - | |\n` }),
  'rows that all differ': (n) => table(n, (i) => `Row ${i}|todo|-|`),
  'rows that are all the same': (n) => table(n, () => 'Row|todo|-|x'),
  'rows without a title': (n) => table(n, () => '|todo|-|x'),
  'rows that are all empty': (n) => table(n, () => ' | | | '),
  'rows of which every other one is claimed': (n) => table(n, (i) => `R${i}|${i % 2 ? 'wip|a' : 'todo|-'}|`),
  'rows of owners that all differ': (n) => table(n, (i) => `R${i}|wip|o${i}|`),
  'rows of unknown words': (n) => table(n, (i) => `R${i}|odd${i}|-|`),
  'rows that are stuck, and notes that say why': (n) => ({
    [progress]: `${head}${rows(n / 2, (i) => `R${i}|blocked|o|`)}\n## Notes\n\n${filled(n / 2, (i) => `- o: blocked "R${i}": x\n`)}`,
  }),
  'rows with too many cells': (n) => table(n, (i) => `R${i}|todo|-|a|b|c`),
  'rows that each link another file': (n) => table(n, (i) => `R${i}|todo|-|[a](../tech-debt/x${i}.md)`),
  'rows that each serve another criterion': (n) => ({
    ...table(n, (i) => `R${i}|wip|o|A-${i}`),
    'spec/s.md': `# S\n\n${filled(n, (i) => `- **A-${i}** x\n`)}`,
  }),
  'rows that all serve one criterion': (n) => ({
    ...table(n, (i) => `R${i}|todo|-|A-1`),
    'spec/s.md': '# S\n\n- **A-1** x\n',
  }),
  'one row that serves every criterion': (n) => ({
    ...cell(filled(n, (i) => `A-${i} `)),
    'spec/s.md': `# S\n\n${filled(2 * n, (i) => `- **A-${i}** x\n`)}`,
  }),
  'criteria that two specs define': (n) => ({
    ...table(n, (i) => `R${i}|todo|-|A-${i}`),
    'spec/s.md': `# S\n\n${filled(n, (i) => `- **A-${i}** x\n`)}`,
    'spec/t.md': `# T\n\n${filled(n, (i) => `- **A-${i}** x\n`)}`,
  }),
  'criteria that nobody defines': (n) => ({
    ...table(n, (i) => `R${i}|todo|-|A-${i + 9}`),
    'spec/s.md': '# S\n\n- **A-1** x\n',
  }),
  'one criterion, defined again and again': (n) => ({
    'spec/s.md': `# S\n\n${repeated(n, '- **A-1** x\n')}`,
  }),
  'many columns': (n) => ({
    [progress]: `Branch: x\n\n| Task | Status | Owner${repeated(n, '|a')}|\n|-|-|-${repeated(n, '|-')}|\n| One | todo | - |\n`,
  }),
  'many columns and rows': (n) => {
    const wide = Math.ceil(Math.sqrt(n / 8));
    return {
      [progress]: `| Task | Status | Owner ${'| abc '.repeat(wide)}|\n|------|--------|-------${'|-----'.repeat(wide)}|\n${filled(
        n,
        (i) => `| R${String(i).padEnd(4)}| todo   | -     ${'| abc '.repeat(wide)}|\n`,
      )}`,
    };
  },
  'many tables': (n) => ({
    [progress]: `Branch: x\n\n${filled(n, (i) => `| Task | Status | Owner |\n|-|-|-|\n| R${i} | todo | - |\n\n`)}`,
  }),
  'many notes': (n) => ({
    [progress]: `${head}\n## Notes\n\n${filled(n, (i) => `- o${i}: [a](b${i}) c\n`)}`,
  }),
  'many headings': (n) => ({ [progress]: `${head}\n${repeated(n, '## Notes\n\n- a\n\n')}` }),
  'lists in lists': (n) => ({
    [progress]: `${head}\n## Notes\n\n${filled(n, (i) => `${'  '.repeat(i % 200)}- a\n`)}`,
  }),
  'many header lines': (n) => ({ [progress]: `${filled(n, (i) => `Key: value ${i}\n`)}\n${head}` }),
  'many lines of specs': (n) => ({ [progress]: filled(n, (i) => `Spec: [s](../../spec/s${i}.md)\n`) }),
  'one line of many specs': (n) => ({
    [progress]: `Spec: ${filled(n, (i) => `[s](../../spec/s${i}.md), `)}\n`,
  }),
  'a line of one spec again and again': (n) => ({
    [progress]: `${repeated(n, 'Spec: [s](../../spec/s.md)\n')}\n${head}| R | todo | - | A-1 |\n`,
    'spec/s.md': '# S\n\n- **A-1** x\n',
    'spec/t.md': '# S\n\n- **A-1** x\n',
  }),
  'lines without a key': (n) => ({ [progress]: `Branch: x\n${repeated(n, 'no key here\n')}` }),
  'lines that end at a carriage return': (n) => ({ [progress]: repeated(n, 'a\r') }),
  'blank lines': (n) => ({ [progress]: `${head}${repeated(n, '\n')}` }),
  'conflict markers': (n) => ({ [progress]: `${head}\n${repeated(n, '<<<<<<< a\n=======\n>>>>>>> b\n')}` }),
  'beginnings of conflicts': (n) => ({ [progress]: `${head}\n${repeated(n, '<<<<<<< a\n')}` }),
  'fenced code': (n) => ({ [progress]: `${head}\n${repeated(n, '```\na\n```\n')}` }),
  comments: (n) => ({ [progress]: `${head}\n${repeated(n, '<!-- a -->\n')}` }),
  'one long line': (n) => ({ [progress]: `${head}\n${repeated(n, 'word ')}\n` }),
  'a backlog item of links': (n) => ({
    'tracking/backlog/a.md': `# A\n\n${filled(n, (i) => `- [s](../progress/s${i}.md)\n`)}`,
  }),
  'a debt item of check boxes': (n) => ({ 'tracking/tech-debt/a.md': `# A\n\n${repeated(n, '- [ ] a\n')}` }),
  'a spec of headings': (n) => ({ 'spec/s.md': filled(n, (i) => `## A-${i} a\n\ntext\n\n`) }),
  'a spec of tables': (n) => ({
    'spec/s.md': `# S\n\n${filled(n, (i) => `| ID | Text |\n|-|-|\n| A-${i} | x |\n\n`)}`,
  }),
  'a spec of one table': (n) => ({
    'spec/s.md': `# S\n\n| ID | Text |\n|-|-|\n${filled(n, (i) => `| A-${i} | x |\n`)}`,
  }),
  'many specs that define the same': (n) =>
    many(n, 2000, (i) => ({
      [`spec/s${i}.md`]: `# S\n\n${filled(1500, (k) => `- **A-${k}** x\n`)}`,
      [`tracking/progress/2026-06-11-b${i}.md`]: `Branch: b${i}\nSpec: [s](../../spec/s${i}.md)\n\n| Task | Status |\n|-|-|\n| R | todo A-1 |\n| S A-2 | wip |\n`,
    })),
  'many files of one branch': (n) =>
    many(n, 80, (i) => ({
      [`tracking/progress/2026-06-11-b${i}.md`]: `Branch: x\n\n| Task | Status |\n|-|-|\n| R${i} | todo |\n`,
    })),
  'many files that link one': (n) => ({
    ...many(n, 80, (i) => ({
      [`tracking/progress/2026-06-11-b${i}.md`]: `Branch: b${i}\nSpec: [s](../../spec/s.md)\nBacklog: [b](../backlog/b.md)\n`,
    })),
    'spec/s.md': '# S\n\n- **A-1** x\n',
    'tracking/backlog/b.md': '# B\n',
    'tracking/tech-debt/d.md': '# D\nFrom: [b](../backlog/b.md)\n',
  }),
  'much that one branch put off': (n) => ({
    ...cell('x'),
    ...many(n, 60, (i) => ({ [`tracking/tech-debt/d${i}.md`]: `# D${i}\nBranch: x\nOwner: o\n` })),
  }),
  'many backlog items of one branch': (n) => ({
    ...cell('x'),
    ...many(n, 60, (i) => ({ [`tracking/backlog/d${i}.md`]: `# D${i}\nBranch: x\nPriority: p${i}\n` })),
  }),
};

/** About `n` characters in files of some `size`. */
function many(n: number, size: number, file: (i: number) => Files): Files {
  return Object.assign({}, ...Array.from({ length: Math.ceil(n / size) }, (_, i) => file(i))) as Files;
}
