/** What people and agents type who have not seen the help, and the command line that does it. */
const invented: Readonly<Record<string, string>> = {
  begin: 'claim Add jitter',
  block: 'status Add jitter blocked --reason "waits for the new clock"',
  blocked: 'status Add jitter blocked --reason "waits for the new clock"',
  cancel: 'status Add jitter dropped',
  current: 'brief',
  delete: 'status Add jitter dropped',
  drop: 'status Add jitter dropped',
  edit: 'status Add jitter wip',
  fail: 'status Add jitter failed --reason "the server drops the call"',
  failed: 'status Add jitter failed --reason "the server drops the call"',
  find: 'list --tasks',
  get: 'list feat/rpc-retry',
  handoff: 'assign Add jitter claude-7f3a',
  handover: 'assign Add jitter claude-7f3a',
  history: 'brief',
  info: 'brief',
  log: 'brief',
  mark: 'status Add jitter wip',
  mine: 'list --owner claude-7f3a',
  pick: 'claim',
  remove: 'status Add jitter dropped',
  resume: 'brief',
  search: 'list --tasks',
  set: 'status Add jitter wip',
  summary: 'brief',
  task: 'list --tasks',
  tasks: 'list --tasks',
  todo: 'list --status todo',
  unblock: 'status Add jitter wip',
  update: 'status Add jitter wip',
  view: 'brief',
  whoami: 'list --owner claude-7f3a',
  wip: 'list --status wip',
};

/** Every command line that an invented word leads to. */
export const meantLines: readonly string[] = [...new Set(Object.values(invented))];

/** The command line that a word which is no command is meant for; undefined for every other word. */
export function meantBy(word: string): string | undefined {
  const folded = word.toLowerCase();
  return Object.hasOwn(invented, folded) ? invented[folded] : undefined;
}
