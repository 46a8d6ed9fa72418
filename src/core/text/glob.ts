import { compileLinear } from './linearPattern.ts';

/** Longer patterns are nobody's. */
const longest = 256;

/** What can be wrong with a glob pattern: `outside` is one that leads out of the folder, `turnedAround` one that begins with `!`. */
export type GlobFault =
  | { readonly kind: 'noText' }
  | { readonly kind: 'tooLong'; readonly most: number }
  | { readonly kind: 'outside' | 'turnedAround'; readonly pattern: string };

/** What is wrong with a glob pattern; undefined when nothing is. */
export function checkGlob(pattern: unknown): GlobFault | undefined {
  if (typeof pattern !== 'string' || pattern.trim() === '') return { kind: 'noText' };
  if (pattern.length > longest) return { kind: 'tooLong', most: longest };
  if (leadsOut(pattern)) return { kind: 'outside', pattern };
  if (pattern.startsWith('!')) return { kind: 'turnedAround', pattern };
  return undefined;
}

/** Patterns are looked for below the folder; `{..,a}/b` hides the step up in a group. */
function leadsOut(pattern: string): boolean {
  return /^[/~\\]|^[a-z]:|\\/i.test(pattern) || pattern.split(/[/{},]/).includes('..');
}

/**
 * Whether a path (relative, `/` between the parts) fits one of the patterns. Patterns that {@link checkGlob} refuses fit
 * nothing.
 */
export function toGlob(patterns: readonly string[]): (path: string) => boolean {
  return toAnyGlob(patterns.filter((pattern) => checkGlob(pattern) === undefined));
}

/**
 * Whether a path fits one of the patterns, wherever it leads, as VS Code's globs do: `**`, `*`, `?`, `{a,b}`, `[ab]`, `[!ab]`.
 * Names that begin with a dot are as good as others; a path with `.` or `..` in it fits nothing.
 */
export function toAnyGlob(patterns: readonly string[]): (path: string) => boolean {
  // Most folders never ask: what compiles the patterns is slow the first time.
  let matchers: readonly ((path: string) => boolean)[] | undefined;
  return (path) => {
    if (/(?:^|\/)\.\.?(?:\/|$)/.test(path)) return false;
    matchers ??= patterns.flatMap((pattern) => {
      if (isPlain(pattern)) {
        const expression = new RegExp(`^${toExpression(pattern)}$`, 'u');
        return [(each: string) => expression.test(each)];
      }
      const compiled = compileLinear(toExpression(pattern));
      const end = plainEnd(pattern);
      // Nearly all paths end in another way, and the engine is slow.
      return compiled.kind === 'compiled'
        ? [(each: string) => each.endsWith(end) && compiled.matches(each)]
        : [];
    });
    return matchers.some((matches) => matches(path));
  };
}

/**
 * Whether JavaScript's own engine takes no more than a few steps for each character of a path: `**` in one place, and a star once in
 * each part. It is ready at once; what compiles the others is not.
 */
function isPlain(pattern: string): boolean {
  const parts = pattern.split('/');
  const plain = /^(?:[\w.*-]|\[[A-Za-z]+\])*$/;
  return (
    parts.filter((part) => part === '**').length <= 1 &&
    parts.every((part) => part === '**' || (plain.test(part) && part.split('*').length <= 2))
  );
}

const special = ['/', '*', '?', '{', '}', '[', ']', ',', '!', '\\'];

/** What every path ends with that fits a pattern: the name behind its last special sign. */
function plainEnd(pattern: string): string {
  const last = Math.max(...special.map((sign) => pattern.lastIndexOf(sign)));
  return pattern.slice(last + 1);
}

/** A pattern below a place, as VS Code's `RelativePattern`: `{ base: 'packages/api/tracking', pattern: 'progress/*.md' }`. */
export interface RelativeGlob {
  /** Path of a folder, in which no sign is special; empty for all. */
  readonly base: string;
  readonly pattern: string;
}

/** The innermost folder that all is below that fits. */
export function folderOf({ base, pattern }: RelativeGlob): string {
  const folders = pattern.split('/').slice(0, -1);
  const open = folders.findIndex((name) => /[*?{}[\]]/.test(name));
  return [base, ...folders.slice(0, open < 0 ? folders.length : open)]
    .filter((name) => name !== '')
    .join('/');
}

/** What is left of a pattern below its {@link folderOf}. */
export function belowFolder(glob: RelativeGlob): string {
  const folder = folderOf(glob);
  const whole = glob.base === '' ? glob.pattern : `${glob.base}/${glob.pattern}`;
  return folder === '' ? whole : whole.slice(folder.length + 1);
}

/** Whether something may fit one of the patterns in a folder, or below it, that {@link folderOf} is above. */
export function toFolderFilter(globs: readonly RelativeGlob[]): (path: string) => boolean {
  const depthOf = (path: string): number => (path === '' ? 0 : path.split('/').length);
  const levels = globs.map((glob) => ({
    above: folderOf(glob),
    deepest: glob.pattern.includes('**') ? Infinity : depthOf(glob.base) + glob.pattern.split('/').length - 1,
  }));
  return (path) =>
    levels.some(
      ({ above, deepest }) =>
        (above === '' || path === above || path.startsWith(`${above}/`)) && depthOf(path) <= deepest,
    );
}

/** Whether a path fits one of the patterns below their places. */
export function toRelativeGlob(globs: readonly RelativeGlob[]): (path: string) => boolean {
  const matchers = globs.map(({ base, pattern }) => ({
    above: base === '' ? '' : `${base}/`,
    fits: toAnyGlob([pattern]),
  }));
  return (path) =>
    matchers.some(({ above, fits }) => path.startsWith(above) && fits(path.slice(above.length)));
}

/** The regular expression of a glob. */
function toExpression(pattern: string): string {
  // `a/**/**` says no more than `a/**`, and `./a` no more than `a`.
  const glob = pattern.replace(/^\.\//, '').replace(/(?<=^|[/{,])\*\*\/(?=\*\*(?:[/,}]|$))/g, '');
  const parts: string[] = [];
  /** How many groups are open; a brace that nothing closes stands for itself. */
  let open = 0;
  let closing = (glob.match(/\}/g) ?? []).length;
  const isEdge = (at: number): boolean =>
    at < 0 || at >= glob.length || (open > 0 && /[{},]/.test(glob.charAt(at)));
  const isFolders = (at: number): boolean =>
    glob.startsWith('**', at) &&
    (isEdge(at - 1) || glob.charAt(at - 1) === '/') &&
    (isEdge(at + 2) || glob.charAt(at + 2) === '/');
  for (let at = 0; at < glob.length; at++) {
    const each = glob.charAt(at);
    if (each === '/' && isFolders(at + 1) && isEdge(at + 3)) {
      // `a/**` is `a` as well.
      parts.push('(?:/[^]*)?');
      at += 2;
    } else if (each === '*' && isFolders(at)) {
      const within = glob.charAt(at + 2) === '/';
      parts.push(within ? '(?:[^/]*/)*' : '[^]*');
      at += within ? 2 : 1;
    } else if (each === '*') {
      if (glob.charAt(at - 1) !== '*') parts.push('[^/]*');
    } else if (each === '?') parts.push('[^/]');
    else if (each === '[') {
      const found = /^\[([!^]?)(\]?[^\]/]*)\]/.exec(glob.slice(at));
      const characters = found === null ? undefined : toClass(found[1] ?? '', found[2] ?? '');
      parts.push(characters ?? '\\[');
      if (characters !== undefined) at += (found?.[0].length ?? 1) - 1;
    } else if (each === '{' && closing > 0) {
      parts.push('(?:');
      open++;
      closing--;
    } else if (each === '}') {
      if (open > 0) {
        parts.push(')');
        open--;
      } else {
        parts.push('\\}');
        closing--;
      }
    } else if (each === ',' && open > 0) parts.push('|');
    else parts.push(each.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&'));
  }
  return `${parts.join('')}${')'.repeat(open)}`;
}

/** `[!a-z]`: what of it the engine takes; undefined for what is no class, such as `[z-a]`. */
function toClass(not: string, characters: string): string | undefined {
  const inside = characters.replace(/[\\\][^]/g, '\\$&').replace(/^-|-$/g, '\\-');
  const source = not === '' ? `[${inside}]` : `[^/${inside}]`;
  try {
    new RegExp(source, 'u');
    return inside === '' ? undefined : source;
  } catch {
    return undefined;
  }
}
