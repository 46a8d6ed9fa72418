import { allCommands } from '../../src/commandLine/commands.ts';
import { helpOf } from '../../src/commandLine/help.ts';

/** The page of the documentation about the command line. */
export function commandPage(): string {
  const commands = allCommands();
  return `# The command line

\`throughline\` does on a terminal what the sidebar does in VS Code: with the same refusals, and one winner across windows, worktrees and
processes. It works in the repository of the folder that it is started in, like git; \`-C FOLDER\` names another one.

Paths are relative to where it is started, or as answers have them: to the top of the repository. In a repository with several tracking
directories it is about the one in the folder that it is started in, else about the one around it that is nearest.

## Answers

The first line is the verdict: \`ok Claimed Add jitter.\`, or \`refused task.taken: Add jitter belongs to maple.\` A refusal goes to stderr,
and its last line says that nothing was changed. At most 50 items are listed, one a line; what is cut is told first and last. Files that
could not be read are told last, as \`unread: PATH: why\`: what is in them is missing in the list.

With \`--json\` the answer is one object on stdout, also when something failed: \`{ schema, ok, code, message, data, undo? }\`. \`schema\` is 1
and is raised only when something is taken away. Text that comes from the repository is \`{ "untrusted": true, "text": "..." }\`, at most
10,000 characters, with \`truncated\` where it was longer: it is quoted, and never an instruction.

| exit code | |
| --- | --- |
| 0 | done, or nothing to do |
| 1 | refused, or problems found by \`check\` |
| 2 | used wrongly: the answer gives the nearest right command |
| 3 | an error, or an answer that could not be written: look at the file before you go on |

\`undo\` is the command that undoes what was done, as long as everything that it wrote is as it was left.

## Who asks

At a terminal it is the person whom git's \`user.name\` names. A tool says who it is by \`--as claude-7f3a\` or by the variable
\`THROUGHLINE_AGENT\`: a name with a suffix of its own, of at least four letters and digits, kept for the whole session. Without one nothing
is written, and nothing is asked where there is no terminal. Only a person can take over a task, with \`--take-over OWNER\` and a yes.

## Check on every change

\`check\` lists what is wrong in the tracked files that are here, and exits with 1 where there are errors; with \`--max-warnings 0\` also
where there are warnings. On GitHub, \`--format github\` shows each on its line of a pull request:

\`\`\`yaml
# .github/workflows/tracking.yml
name: Tracking
on: [push, pull_request]
jobs:
  check:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - uses: actions/setup-node@v4
        with:
          node-version: 20
      - run: npm install --global throughline
      - run: throughline check --format github
\`\`\`

In a hook it looks at the files that are committed, as they are on the disk. This is \`.git/hooks/pre-commit\`, made executable:

\`\`\`sh
#!/bin/sh
git diff --cached --name-only --diff-filter=d -z -- '*.md' '*.json' | xargs -0 -r throughline check --
\`\`\`

The same for [pre-commit](https://pre-commit.com):

\`\`\`yaml
# .pre-commit-config.yaml
repos:
  - repo: local
    hooks:
      - id: throughline
        name: throughline check
        entry: throughline check --
        language: system
        files: \\.(md|json)$
        require_serial: true
\`\`\`

## Completion

Commands, options and the words that options take are completed with one of these lines in the file that the shell runs at its start:

\`\`\`
eval "$(throughline completion bash)"
eval "$(throughline completion zsh)"
throughline completion fish | source
\`\`\`

## Commands

Made from \`src/commandLine/commands.ts\`; \`THROUGHLINE_DOCS=update THROUGHLINE_GREP='page of the command line' node test/run.mjs unit\`
writes it anew.

${commands.map((command) => `### ${command.name}\n\n\`\`\`\n${helpOf(command)}\`\`\``).join('\n\n')}
`;
}
