import * as fs from 'node:fs';
import { join } from 'node:path';

/** A longer one is of a branch that much was done on. */
const longest = 1024 * 1024;

/** What git notes where a commit is made on a branch: `commit (amend): Fix it`, `rebase (finish): …`, `merge feat/a: Merge made by …`. */
const ownWork = /^(?:commit|cherry-pick|revert|rebase|am|pull.*: Merge made|merge .*: Merge made)\b/;

/**
 * Whether nothing was ever done on a local branch: its reflog (git-reflog(1)) goes back to when it was made, and knows of no commit that
 * was made on it. False where the reflog is missing, or its beginning has expired.
 * @param common the folder that the worktrees of a clone share
 */
export function isUntouched(common: string, ref: string): boolean {
  const path = join(common, 'logs', ...ref.split('/'));
  let text: string;
  try {
    if (fs.statSync(path).size > longest) return false;
    text = fs.readFileSync(path, 'utf8');
  } catch {
    // Git keeps none for it, or not as a file.
    return false;
  }
  const lines = text.split('\n').filter((line) => line !== '');
  const isWhole = /^0+ /.test(lines[0] ?? '');
  return isWhole && !lines.some((line) => ownWork.test(line.slice(line.indexOf('\t') + 1)));
}
