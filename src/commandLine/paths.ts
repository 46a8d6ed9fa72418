import * as native from 'node:path';

/** Where paths are typed: both are absolute, and real. */
export interface Typing {
  /** The top of the folder that all paths of answers are relative to. */
  readonly top: string;
  /** Where the command was started. */
  readonly directory: string;
}

/**
 * What a path may mean that a person typed, as answers write paths: relative to the top, with slashes, empty for the top itself. It is
 * relative to where the command was started, as everywhere on a command line, or to the top, as answers have it.
 */
export function meantPaths(
  typed: string,
  { top, directory }: Typing,
  path: native.PlatformPath = native,
): readonly string[] {
  const found = [directory, top].flatMap((base) => {
    const way = path.relative(top, path.resolve(base, typed));
    const isOutside = way === '..' || way.startsWith(`..${path.sep}`) || path.isAbsolute(way);
    return isOutside ? [] : [way.replaceAll(path.sep, '/')];
  });
  return [...new Set(found)];
}

/** Whether a path is one, or below it; all are below the empty one. */
export function isAtOrBelow(path: string, above: string): boolean {
  return above === '' || path === above || path.startsWith(`${above}/`);
}
