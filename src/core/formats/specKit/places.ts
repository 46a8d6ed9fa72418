import { toKey, type Key, type KeyedDocument } from '../../text/key.ts';

/** Where a feature is kept: `packages/api/specs/016-avatar`. */
export interface FeaturePlace {
  /** Relative to the folder. */
  readonly path: string;
  /** `016-avatar` */
  readonly name: string;
  /** The folder whose features stand beside it: `packages/api/specs`. */
  readonly beside: string;
  /** The folder whose work it is: `packages/api`; empty for the folder itself. */
  readonly place: string;
}

/** What shows that a folder is a feature, where its spec is. */
const signNames = ['spec.md', 'plan.md', 'tasks.md', '.spec-context.json'] as const;

/** Globs of these, and of the file that says which feature is worked on. */
export const markers: readonly string[] = [
  '**/{specs,.specify}/{*/spec.md,*/plan.md,*/tasks.md,*/.spec-context.json,feature.json}',
];

const activeFile = /^(?:(.*)\/)?\.specify\/feature\.json$/;

/** The folder of the project whose active feature a file names; undefined for any other file. */
export function placeOfActive(path: string): string | undefined {
  const match = activeFile.exec(path);
  return match === null ? undefined : (match[1] ?? '');
}

/** Where the tool keeps its own files, in the folder of a project. */
export function toolFolderIn(place: string): string {
  return place === '' ? '.specify' : `${place}/.specify`;
}

/** The file that says which feature is worked on. */
export function activePathIn(place: string): string {
  return `${toolFolderIn(place)}/feature.json`;
}

/** `016-avatar`, `20260611-120000-avatar`, `2026-06-11-avatar` */
const numbered = /^(?:\d{3,}|\d{4}-\d{2}-\d{2}|\d{8}-\d{6})-./;

/** What features are told apart by: `016`, or the time at which one was begun. */
export function numberOfFeature(name: string): string | undefined {
  return (/^\d{8}-\d{6}(?=-)/.exec(name) ?? /^\d{3,}(?=-)/.exec(name))?.[0];
}

/** Whether a file shows a feature together with what stands beside it. */
export function isSign(path: string): boolean {
  const parts = path.split('/');
  return parts.at(-3) === 'specs' && signNames.some((name) => name === parts.at(-1));
}

/**
 * The feature that a path lies in: below `specs/` a folder with a number or a date, or a spec with a plan, tasks or a context beside it.
 * @param signs see `System.rootOf`; before anybody looked, a plan, tasks and a context show it by themselves
 */
export function featureOf(path: string, signs?: ReadonlySet<string>): FeaturePlace | undefined {
  const parts = path.split('/');
  for (let at = parts.length - 3; at >= 0; at--) {
    if (parts[at] !== 'specs') continue;
    const name = parts[at + 1] ?? '';
    const beside = parts.slice(0, at + 1).join('/');
    const own = `${beside}/${name}`;
    if (name !== '' && isFeature(own, name, path, signs))
      return { path: own, name, beside, place: parts.slice(0, at).join('/') };
  }
  return undefined;
}

function isFeature(own: string, name: string, path: string, signs: ReadonlySet<string> | undefined): boolean {
  const [spec, ...others] = signNames.map((each) => `${own}/${each}`);
  if (signs === undefined) return numbered.test(name) || others.includes(path);
  // What is asked about may have come since anybody looked.
  const isThere = (each: string): boolean => each === path || signs.has(each);
  const isShown = others.some(isThere);
  const hasSpec = spec !== undefined && isThere(spec);
  return numbered.test(name) ? hasSpec || isShown : hasSpec && isShown;
}

/** Names of features by the folder that they stand in and their number: asked for each document of each of them. */
const numberedIn = new WeakMap<ReadonlySet<string>, ReadonlyMap<string, readonly string[]>>();

/** The names of the features beside one that have its number, its own among them. */
export function featuresNumbered(
  { beside, name }: FeaturePlace,
  number: string,
  signs: ReadonlySet<string>,
): readonly string[] {
  const known = numberedIn.get(signs) ?? byNumber(signs);
  numberedIn.set(signs, known);
  const found = known.get(`${beside}/${number}`) ?? [];
  return found.includes(name) ? found : [...found, name];
}

function byNumber(signs: ReadonlySet<string>): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const each of [...signs].sort()) {
    const parts = each.split('/');
    const name = parts.at(-2) ?? '';
    const number = numberOfFeature(name);
    if (number === undefined) continue;
    const at = [...parts.slice(0, -2), number].join('/');
    const names = found.get(at) ?? [];
    found.set(at, names);
    if (!names.includes(name)) names.push(name);
  }
  return found;
}

/**
 * The key of the stream that a document is a part of.
 * @param path the folder of the feature
 */
export function streamOfFeature({ id, key }: KeyedDocument, path: string): Key {
  return toKey(`${path}/${key.slice(id.path.length)}`);
}
