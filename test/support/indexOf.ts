import assert from 'node:assert/strict';
import type { FolderRules } from '../../src/core/formats/folderRules.ts';
import { parseAtOnce } from '../../src/core/formats/format.ts';
import { ProjectIndex } from '../../src/core/index/projectIndex.ts';
import { problemMessage } from '../../src/core/messages/problems.ts';
import { runAtOnce } from '../../src/core/base/steps.ts';
import { documentAtHand, toKey } from '../../src/core/text/key.ts';
import { openInSteps } from '../../src/core/text/syntax.ts';
import type { ParsedDocument } from '../../src/core/model/parsedDocument.ts';
import type { LineStarts } from '../../src/core/text/lineStarts.ts';
import { agesOn } from '../../src/core/views/age.ts';
import { noFilter } from '../../src/core/views/filter.ts';
import { defaultArrangement, type OutlineContext, type OutlineNode } from '../../src/core/views/outline.ts';
import { toFile } from './parse.ts';
import { defaultRules } from './rules.ts';

/** Reads a text as the file at a path; files of no format are read as specs. */
export function parseAt(path: string, text: string, rules: FolderRules = defaultRules): ParsedDocument {
  for (const found of [...rules.formatsOf(path), rules.findLinked('spec', path)]) {
    assert.ok(found);
    const { format, root } = found;
    const document =
      format.syntax === 'markdown'
        ? toFile(text, path)
        : runAtOnce(openInSteps(format.syntax, documentAtHand('', path), text));
    if (document === undefined || format.recognizes?.(document) === false) continue;
    return parseAtOnce(format, document, rules.contextOf(root));
  }
  return assert.fail(path);
}

/** The index of a folder that holds these files, and others that are not tracked; complete where nothing else is said. */
export function indexOf(
  files: Readonly<Record<string, string>>,
  others: readonly string[] = [],
  rules: FolderRules = defaultRules,
  isComplete = true,
): ProjectIndex {
  const index = new ProjectIndex(rules);
  for (const [path, text] of Object.entries(files))
    if (rules.formatsOf(path).length > 0) index.replace(toKey(path), parseAt(path, text, rules));
  if (isComplete) index.setComplete();
  const present = new Set([...Object.keys(files), ...others]);
  for (const path of [...index.keys()])
    for (const each of index.unknownPaths(path)) {
      const folder = [...present].some((other) => other.startsWith(`${each}/`));
      index.setKind(
        each,
        each.startsWith('../') ? 'outside' : present.has(each) ? 'file' : folder ? 'folder' : 'missing',
      );
    }
  for (const [path, text] of Object.entries(files))
    if (index.file(toKey(path)) === undefined && index.isLinkedAsSpec(path))
      index.replace(toKey(path), parseAt(path, text, rules));
  return index;
}

export function outlineContext(given: Partial<OutlineContext> = {}): OutlineContext {
  return {
    checkboxes: false,
    writable: true,
    ageOf: agesOn('2026-06-20'),
    filter: noFilter,
    arrangement: defaultArrangement,
    ...given,
  };
}

/** Rows as a person sees them, children indented: `label (description)`. */
export function drawn(nodes: readonly OutlineNode[], indent = ''): string[] {
  return nodes.flatMap((node) => [
    `${indent}${node.label}${node.description === undefined || node.description === '' ? '' : ` (${node.description})`}`,
    ...drawn(node.children?.() ?? [], `${indent}  `),
  ]);
}

/** The row with a label, wherever it stands. */
export function rowOf(nodes: readonly OutlineNode[], label: string): OutlineNode {
  const search = (rows: readonly OutlineNode[]): OutlineNode | undefined => {
    for (const row of rows) {
      if (row.label === label) return row;
      const found = search(row.children?.() ?? []);
      if (found !== undefined) return found;
    }
    return undefined;
  };
  const row = search(nodes);
  assert.ok(row, label);
  return row;
}

/** What turns the ranges of a file into lines. */
export function lineStartsOf(index: ProjectIndex, path: string): LineStarts {
  return index.file(toKey(path))?.lineStarts ?? [0];
}

/** `code (line): message` of every problem of a file, those with its neighbours included. */
export function problemsIn(index: ProjectIndex, path: string): string[] {
  return index
    .problems(toKey(path))
    .map(
      (problem) =>
        `${problem.code} (${index.lineIn(toKey(path), problem.range) + 1}): ${problemMessage(problem)}`,
    );
}
