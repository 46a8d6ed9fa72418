/** Where a link's destination may lead, before anybody looked what is there. */
export type Destination =
  | {
      readonly kind: 'paths';
      /** Relative to the workspace folder; one that begins with `../` leads out of it. */
      readonly path: string;
      /** Where it may lead when nothing stands at `path`, most likely first; each in the folder. */
      readonly others: () => readonly string[];
      /** `#acceptance-criteria`, without the sign, decoded. */
      readonly anchor?: string;
    }
  /** `https://…`, `mailto:…` or another scheme. */
  | { readonly kind: 'external'; readonly url: string }
  /** `#tasks`: a place in the same file. */
  | { readonly kind: 'anchor'; readonly anchor: string };

/**
 * Reads a destination in the file `from` (relative to the workspace folder). Links in the wild are relative to the file, to
 * its tracking directory (which `trackingRoot` gives), or to the folder: in that order.
 */
export function toDestination(
  from: string,
  destination: string,
  trackingRoot: (from: string) => string | undefined,
): Destination {
  // Two letters and more: `c:` is a drive, and nobody's scheme.
  if (destination.includes(':') && /^[a-z][a-z0-9+.-]+:/i.test(destination))
    return { kind: 'external', url: destination };
  const hash = destination.indexOf('#');
  const anchor = hash < 0 ? undefined : decode(destination.slice(hash + 1));
  const raw = hash < 0 ? destination : destination.slice(0, hash);
  if (raw === '') return { kind: 'anchor', anchor: anchor ?? '' };
  const path = raw.includes('%') ? decode(raw) : raw;
  const rooted = path.startsWith('/');
  const slash = from.lastIndexOf('/');
  const exact = normalize(rooted || slash < 0 ? '' : from.slice(0, slash), path);
  // Worked out when it is asked for: most links lead where they say.
  const others = (): readonly string[] => {
    if (rooted) return [];
    const root = trackingRoot(from);
    return otherPaths(exact, path, root === undefined ? [''] : [root, '']);
  };
  return anchor === undefined
    ? { kind: 'paths', path: exact, others }
    : { kind: 'paths', path: exact, others, anchor };
}

function otherPaths(exact: string, path: string, bases: readonly string[]): readonly string[] {
  const found: string[] = [];
  for (const base of bases) {
    const other = staysInside(base, path) ? normalize(base, path) : undefined;
    if (other !== undefined && !leadsOut(other) && other !== exact && !found.includes(other))
      found.push(other);
  }
  return found;
}

/** Most links are seen to lead out of `base` by their first steps. */
function staysInside(base: string, destination: string): boolean {
  let depth = base === '' ? 0 : base.split('/').length;
  for (let at = 0; destination.startsWith('../', at); at += 3) if (--depth < 0) return false;
  return true;
}

/** Whether a path relative to a folder leads out of it. */
export function leadsOut(path: string): boolean {
  return path === '..' || path.startsWith('../');
}

/** The shortest way to write a link to `to` in the file `from`, encoded as a Markdown destination. */
export function relativeLink(from: string, to: string): string {
  const base = from.split('/').slice(0, -1);
  const target = to.split('/');
  let shared = 0;
  while (shared < base.length && shared < target.length - 1 && base[shared] === target[shared]) shared++;
  const up = '../'.repeat(base.length - shared);
  return (up + target.slice(shared).join('/')).replace(/[\s<>()%#?\\]/g, (each) =>
    encodeURIComponent(each).replace(/[()]/g, (sign) => `%${sign.charCodeAt(0).toString(16)}`),
  );
}

/** `tracking/progress` and `../../spec/x.md` are `spec/x.md`; what goes above the folder keeps its `..`. */
function normalize(base: string, path: string): string {
  // Nearly all links go some steps up and then straight down: no need to take them apart.
  let above = base;
  let rest = path;
  while (above !== '' && rest.startsWith('../')) {
    const slash = above.lastIndexOf('/');
    above = slash < 0 ? '' : above.slice(0, slash);
    rest = rest.slice(3);
  }
  if (
    rest !== '' &&
    rest !== '..' &&
    !rest.includes('./') &&
    !rest.includes('//') &&
    !/^\/|\/$|\/\.\.?$/.test(rest)
  )
    return above === '' ? rest : `${above}/${rest}`;
  const parts = above === '' ? [] : above.split('/');
  for (const part of rest.split('/')) {
    if (part === '' || part === '.') continue;
    if (part === '..' && parts.length > 0 && parts.at(-1) !== '..') parts.pop();
    else parts.push(part);
  }
  return parts.join('/');
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // Not percent-encoded after all: `100%.md`.
    return text;
  }
}
