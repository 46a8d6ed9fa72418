import type { Format } from './format.ts';
import { progressFile } from './progressFile.ts';

/** Every format, in the order in which they are asked. */
const formats: readonly Format[] = [progressFile];

/** The format of a file, where tracking directories have this name; undefined for files of no concern. */
export function formatOf(path: string, trackingDirectory: string): Format | undefined {
  return formats.find((format) => format.matches(path, trackingDirectory));
}
