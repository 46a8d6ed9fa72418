import { statuses } from '../../src/core/model/status.ts';

// A project whose words are all Greek: a Latin one without an accent was said by the product, and was not translated.

export const path = (name: string): string => `tracking/progress/2026-06-11-${name}.md`;
const progress = (branch: string, rows: string, more = ''): string =>
  `# ${branch}\n\nBranch: ${branch}\n${more}\n| Task | Status | Owner | Notes |\n|---|---|---|---|\n${rows}\n## Notes\n\n- q1: σημείωση\n- κενό\n`;
export const files: Readonly<Record<string, string>> = {
  [path('a')]: progress(
    'q/a',
    '| Άλφα | wip | q1 | X-1 |\n| Βήτα | todo | - | X-2, κάτι |\n| Γάμμα | done | q2 | |\n| Δέλτα | blocked | q2 | X-7 |\n| Έψιλον | failed | q1 | |\n| Ζήτα | dropped | - | |\n| Ήτα | παράξενο | - | |\n| Θήτα | todo | q2 | |\n| Θήτα | todo | q2 | |\n| | todo | - | |\n| Ιώτα |\n| Κάππα | todo | - | x | y |\n',
    'PR: #7\nSpec: [σ](../../spec/x.md)\nBacklog: [β](../backlog/b.md)\nBacklog: [λείπει](../backlog/none.md)\nDebt: [δ](../tech-debt/d.md), [έξω](../../../../z.md), [φ](../../spec)\n',
  ),
  [path('b')]: progress(
    'q/b',
    '| Λάμδα | wip | q2 | X-1 |\n',
    'Backlog: [β](../backlog/b.md)\nPR: https://q.example/pull/x\n',
  ),
  [path('c')]: progress('q/c', '| Μι | done | q1 | |\n'),
  [path('d')]: progress('q/d', '', 'Spec: [σ](../../spec/q5.md)\n'),
  [path('e')]: progress('q/e', '| Νι | wip | q1 | X-3 |\n'),
  [path('e2')]: progress('q/e', '| Ξι | wip | q1 | |\n'),
  [path('f')]: '',
  [path('g')]: '# γ\n\nκείμενο\n',
  [path('h')]:
    `# η\n\nBranch: q/h\n\n<<<<<<< a\n| Task | Status |\n|---|---|\n| Α | todo |\n=======\n| Β | todo |\n>>>>>>> b\n`,
  [path('i')]: '# ι\n\nBranch: q/i\n\n## Tasks\n\n| Task | Owner |\n|---|---|\n| Α | q1 |\n',
  'tracking/backlog/b.md': '# Βήμα\n\nPriority: ψηλή\nOwner: q1\nSpec: [σ](../../spec/x.md)\n\nΠεριγραφή.\n',
  'tracking/backlog/open.md': '---\ndate: 2026-06-01\n---\n# Ανοιχτό\n\nΚείμενο.\n',
  'tracking/backlog/odd.md': '# Οδ\n\nStatus: παράξενο\n',
  'tracking/backlog/q4.md': 'κείμενο\n',
  'tracking/backlog/yaml.md': '---\na: [\n---\n# Υ\n',
  'tracking/backlog/q3.md': '',
  'tracking/tech-debt/d.md': '# Δέος\n\nStatus: done\nFrom: [α](../progress/2026-06-11-a.md)\n',
  'tracking/tech-debt/lost.md': '# Χαμένο\n\nΚείμενο.\n',
  'spec/x.md': '# Χι\n\n- **X-1** Ένα.\n- **X-2** Δύο.\n- **X-4** Τέσσερα.\n- **X-1** Πάλι.\n',
  'spec/y.md': '# Ψι\n\n- **X-3** Τρία.\n',
  'spec/z.md': '# Ωμ\n\n- **X-3** Τρία πάλι.\n',
  'spec/q5.md': '# Κενό\n',
};

/** What stands in files and is shown as it stands there: paths, names, the words of the file format, signs of Markdown. */
const shownAsIs = new RegExp(
  [
    String.raw`[\w./*-]+\.md\b`,
    // Of the library for YAML.
    'Flow sequence in .* column',
    String.raw`\$\([\w~-]+\)`,
    String.raw`\bhttps:\S+`,
    String.raw`\bthroughline[.\w]+`,
    String.raw`\bX-\d+`,
    String.raw`\bq(?:/\w+|\d)`,
    String.raw`\b(?:${[...statuses, 'main', 'spec/?'].join('|')})(?!\w)`,
  ].join('|'),
  'g',
);
/** Whether there is a word that was neither in a file nor translated. */
export const untranslated = (text: string): boolean =>
  /[A-Za-z]{2}/.test(text.replaceAll('\\', '').replace(shownAsIs, ''));
