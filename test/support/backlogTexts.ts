import assert from 'node:assert/strict';
import { FolderRules } from '../../src/core/formats/folderRules.ts';
import type { OpenDocument } from '../../src/core/formats/format.ts';
import { systems } from '../../src/core/formats/registry.ts';
import { problemMessage } from '../../src/core/messages/problems.ts';
import type { WorkItem } from '../../src/core/model/item.ts';
import { openAt } from './changed.ts';

export const config =
  'project_name: "Demo"\nstatuses: ["To Do", "In Progress", "Done"]\ntask_prefix: "back"\n';

/** What is read in a folder that has a backlog with a configuration. */
export function rulesWith(text = config, path = 'backlog/config.yml'): FolderRules {
  return new FolderRules(systems, {}, new Map([[path, text]]));
}

export const taskPath = 'backlog/tasks/back-12 - Show-parent.md';

/** A task with front matter and text, each line by itself. */
export function taskText(front: readonly string[], ...body: readonly string[]): string {
  return ['---', ...front, '---', '', ...body, ''].join('\n');
}

export const plainFront = [
  'id: BACK-12',
  'title: Show parent',
  'status: To Do',
  'assignee: []',
  "created_date: '2026-06-11 12:30'",
  'labels: []',
  'dependencies: []',
];

/** A text as the document at a path of a folder with a backlog. */
export function openTask(text: string, path = taskPath, rules = rulesWith()): OpenDocument {
  const open = openAt(path, text, rules);
  assert.ok(open, path);
  return open;
}

export function itemOf({ parsed }: Pick<OpenDocument, 'parsed'>): WorkItem {
  const [item] = parsed.parts;
  assert.ok(item?.kind === 'workItem' && parsed.parts.length === 1);
  return item;
}

/** `mark list id text` of each criterion. */
export function checksOf(item: WorkItem): readonly string[] {
  return (item.task.checks ?? []).map(
    ({ id = '-', list, text, checked }) =>
      `${checked.value === 'unknown' ? checked.written : checked.value ? 'x' : ' '} ${list} ${id} ${text}`,
  );
}

/** `line: sentence` of each problem, those that are hints in brackets. */
export function toldOf({ document, parsed }: OpenDocument): readonly string[] {
  return parsed.problems.map((problem) => {
    const line = document.source.lineAt(problem.range.start) + 1;
    const text = `${line}: ${problemMessage(problem)}`;
    return problem.severity === 'hint' ? `(${text})` : text;
  });
}
