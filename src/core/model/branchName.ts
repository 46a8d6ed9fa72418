import { codeSpan } from '../text/codeSpan.ts';
import { oneLine, plainText } from '../text/inline.ts';
import { isRefName } from './branch.ts';

/** What a `Branch:` line says. */
export type BranchName =
  | {
      readonly kind: 'name';
      readonly name: string;
      /** What follows the name: `(merged)`, `→ main`. */
      readonly remark: string;
    }
  /** It says that there is none, or is still to be filled in. */
  | { readonly kind: 'none' }
  /** It says something, which is no name of a branch. */
  | { readonly kind: 'unclear'; readonly text: string };

const nothing = /^(?:[-–—?]*|none|n\/?a|tbd|tba|todo|unknown)$/i;
/** What stands where something is to be filled in. */
const blank = /^(?:<[^>]*>|\[[^\]]*\]|\{[^}]*\})$/;
/** What templates have where the name is to stand, also as code. */
const placeholder = /^<[^<>]*\b(?:branch|name|feature|slug|ticket|topic)\b[^<>]*>$/i;
const codeAtStart = /^[*_]*(`+)([^`]|[^`].*?[^`])\1(?!`)[*_]*/;
const linkAtStart = /^[*_]*\[[^\]]+\]\([^)\s]*\)[*_]*/;
const remotePrefix = /^(?:refs\/heads\/|(?:refs\/)?remotes\/[^/]+\/|(?:origin|upstream)\/(?=.))/;
/** Branches whose name is a word like any other. */
const usual = /^(?:main|master|trunk|develop|development|dev|staging|release|production|next)$/i;

/**
 * The branch that a value names: a code span, a link's text, or what stands before the first blank, as git allows none in a name
 * (git-check-ref-format(1)). Without marks the name of a remote before it, as `origin/`, is no part of it.
 * @param kind a plain text is what it says: signs mean nothing in it
 */
export function readBranchName(value: string, kind: 'markdown' | 'text'): BranchName {
  // A name has some two hundred characters at most, and a remark nobody reads to its end.
  const raw = value.slice(0, 500).trim();
  const [marked] = kind === 'text' ? [] : (codeAtStart.exec(raw) ?? linkAtStart.exec(raw) ?? []);
  const text = oneLine(kind === 'text' ? raw : plainText(raw));
  const bare = /^[^\s→⇒]*/.exec(text)?.[0] ?? '';
  const first = marked === undefined ? bare : oneLine(plainText(marked));
  const remark =
    marked === undefined ? text.slice(bare.length) : oneLine(plainText(raw.slice(marked.length)));
  // What is marked as a name is one to the letter; in prose it has quotes around it, and the name of its remote before it.
  const name =
    marked === undefined ? (kind === 'markdown' ? unquoted(first) : first).replace(remotePrefix, '') : first;
  const isBlank = kind === 'markdown' && marked === undefined && blank.test(text);
  if (
    isBlank ||
    placeholder.test(first) ||
    (marked === undefined && [text, name].some((each) => nothing.test(each)))
  )
    return { kind: 'none' };
  // `not created yet` is a sentence: a word alone names a branch only where nothing follows, or where it is a usual name.
  const isWord = marked === undefined && /^\p{L}+$/u.test(name) && !usual.test(name);
  if (!isRefName(name) || (isWord && /^\s*\p{L}/u.test(remark))) return { kind: 'unclear', text };
  return { kind: 'name', name, remark: remark.trim() };
}

/** Without the quotes around it, and the signs of the sentence behind it. */
function unquoted(text: string): string {
  let end = text.length;
  while (end > 0 && `"'”’),.;:`.includes(text.charAt(end - 1))) end--;
  return text.slice(0, end).replace(/^["'“‘(]/, '');
}

/** A name as it is written behind `Branch:`: bare where it is read back so, else as code. */
export function writeBranchName(name: string): string {
  const read = readBranchName(name, 'markdown');
  return read.kind === 'name' && read.name === name && read.remark === '' ? name : codeSpan(name);
}

/** What stands for a branch in the names of its files: `feat/rpc-retry` is `feat-rpc-retry`. */
export function branchSlug(branch: string): string {
  return branch
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-|-$/g, '');
}
