import type { FolderRules } from '../model/rules.ts';
import { withConflicts } from './tracking/conflicted.ts';
import type { Format } from './format.ts';
import { misplaced } from './tracking/misplaced.ts';
import { progressFile } from './tracking/progressFile.ts';
import { spec } from './tracking/spec.ts';
import { backlogItem, debtItem } from './tracking/workItem.ts';

/** Every format, in the order in which they are asked. */
const formats: readonly Format[] = [progressFile, backlogItem, debtItem, ...misplaced, spec].map(
  withConflicts,
);

/** The format of a file by its place; undefined for files of no concern. */
export function formatOf(path: string, rules: FolderRules): Format | undefined {
  return formats.find((format) => format.matches(path, rules));
}

/** What a file is read as when a `Spec:` line links it, wherever it stands. */
export const linkedSpec: Format = withConflicts(spec);
