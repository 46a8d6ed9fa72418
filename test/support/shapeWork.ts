import assert from 'node:assert/strict';
import { addNote } from '../../src/core/operations/addNote.ts';
import { addTask } from '../../src/core/operations/addTask.ts';
import { claim, claimNext } from '../../src/core/operations/claim.ts';
import { defer } from '../../src/core/operations/defer.ts';
import { finish } from '../../src/core/operations/finish.ts';
import { ProjectIndex } from '../../src/core/index/projectIndex.ts';
import { readMarkdown } from '../../src/core/text/markdownRemark.ts';
import { scanMarkdown } from '../../src/core/text/markdownScanner.ts';
import { SourceText } from '../../src/core/text/sourceText.ts';
import { agesOn } from '../../src/core/views/age.ts';
import { backlog } from '../../src/core/views/backlog.ts';
import { streamBoard, type BoardContext } from '../../src/core/views/board.ts';
import { overview } from '../../src/core/views/boardOverview.ts';
import { branchProgress } from '../../src/core/views/branchProgress.ts';
import { branchBrief } from '../../src/core/views/brief.ts';
import { criterionSources } from '../../src/core/views/criterionSources.ts';
import { noFilter } from '../../src/core/views/filter.ts';
import {
  conflictLenses,
  criterionLenses,
  streamLenses,
  type LensContext,
} from '../../src/core/views/lenses.ts';
import type { OutlineContext, OutlineNode } from '../../src/core/views/outline.ts';
import { pickSections, pickStreams } from '../../src/core/views/pick.ts';
import { specs } from '../../src/core/views/specs.ts';
import { criteriaMet, openTasksOf } from '../../src/core/views/summary.ts';
import { techDebt } from '../../src/core/views/techDebt.ts';
import { parseAtOnce } from '../../src/core/formats/format.ts';
import { documentAtHand, type Key } from '../../src/core/text/key.ts';
import type { ParsedDocument } from '../../src/core/model/parsedDocument.ts';
import type { MarkdownDocument } from '../../src/core/text/syntax.ts';
import { lineStartsOf, outlineContext } from './indexOf.ts';
import { toAct } from './parse.ts';
import { defaultRules, formatOf, parseContext } from './rules.ts';
import type { Files } from './shapes.ts';
import { attempt } from './attempt.ts';
import type { DocumentInput } from '../../src/core/operations/inputs.ts';
import type { WriteOperation } from '../../src/core/operations/operation.ts';

/** Work that the extension host's thread does for a folder, by what a user would call it; each can be done again. */
export function workOn(files: Files): Readonly<Record<string, () => void>> {
  const paths = Object.keys(files);
  const read = paths.map((path): MarkdownDocument => toFile(path, files[path] ?? ''));
  const parse = () =>
    read.flatMap((file) => {
      const format = formatOf(file.id.path);
      return format === undefined ? [] : parseAtOnce(format, file, parseContext);
    });
  const index = fill(parse());
  const context = outlineContext({ me: 'maple', currentBranch: 'x' });
  const board: BoardContext = {
    idOf: ({ key, taskKey }) => `${key} ${taskKey ?? ''}`,
    me: 'maple',
    writable: true,
  };
  const act =
    <Input extends DocumentInput>(
      operation: WriteOperation<Input>,
      inputOf: (file: MarkdownDocument) => Omit<Input, 'document'> | undefined,
    ) =>
    (): void => {
      for (const file of read) {
        const format = formatOf(file.id.path);
        const input = format?.id === 'tracking.progressFile' ? inputOf(file) : undefined;
        if (format !== undefined && input !== undefined)
          attempt(
            {
              ...toAct(file, format),
              me: 'maple',
              preferred: (...asked) => index.preferredWord('tracking.progressFile', ...asked),
            },
            operation,
            input,
          );
      }
    };
  /** The row in the middle: neither the first nor the last one is as dear. */
  const middle = ({ key }: MarkdownDocument): { readonly task: Key } | undefined => {
    const tasks = index.findStream(key)?.tasks ?? [];
    const task = tasks[tasks.length >> 1];
    return task === undefined ? undefined : { task: task.key };
  };
  return {
    'read its text': () => {
      for (const path of paths) scanMarkdown(new SourceText(files[path] ?? ''));
    },
    'read its items': () => void parse(),
    'fill the index': () => void fill(parse()),
    'read a file again': () => {
      const again = parse()[0];
      if (again === undefined) return;
      index.replace(again.key, { ...again, problems: [...again.problems] });
      index.replace(again.key, undefined);
      index.replace(again.key, again);
    },
    'find problems': () => {
      for (const path of index.keys()) index.problems(path);
    },
    'draw trees': () => {
      draw(index, context);
    },
    'draw trees that are filtered by a text': () => {
      draw(index, { ...context, filter: { ...noFilter, text: 'x 1 a' } });
    },
    'draw trees that are filtered by status and owner': () => {
      draw(index, { ...context, filter: { ...noFilter, statuses: ['wip'], owners: ['', 'o'] } });
    },
    'show lenses': () => {
      const lensOf = (path: string): LensContext => ({
        me: 'maple',
        writable: true,
        lineStarts: lineStartsOf(index, path),
      });
      for (const path of paths) conflictLenses(files[path] ?? '', lensOf(path));
      for (const stream of index.streams()) streamLenses(stream, lensOf(stream.key));
      for (const spec of index.specs())
        for (const criterion of spec.criteria)
          criterionLenses(criterion, index.tasksOf(spec, criterion.id), lensOf(spec.key));
    },
    'write the brief': () => {
      for (const stream of index.streams().slice(0, 3)) branchBrief(index, stream);
    },
    'show the board': () => {
      for (const stream of index.streams().slice(0, 3)) streamBoard(index, stream, board);
    },
    "show the board's overview": () =>
      void overview([{ index, name: '', context: board, ageOf: agesOn('2026-06-20') }], true),
    'offer tasks and branches': () => {
      for (const purpose of ['claim', 'any'] as const) pickSections(index, purpose, { me: 'maple' });
      pickStreams(index, 'open', { currentBranch: 'x' });
    },
    'count for the status bar': () => {
      openTasksOf(index, 'maple');
      criteriaMet(index);
    },
    "find the criteria's texts": () => {
      for (const file of read) {
        const spec = index.findSpec(file.key);
        if (spec !== undefined) criterionSources(file, spec.criteria);
      }
    },
    'claim the next task': act(claimNext, () => ({})),
    'claim a task': act(claim, middle),
    'finish a task': act(finish, middle),
    'defer a task': act(defer, (file) => {
      const found = middle(file);
      return found && { ...found, title: 'Later' };
    }),
    'add a task': act(addTask, () => ({ title: 'Another' })),
    'add a note': act(addNote, () => ({ text: 'A note' })),
  };
}

function toFile(path: string, text: string): MarkdownDocument {
  const source = new SourceText(text);
  const scanned = scanMarkdown(source);
  const markdown = scanned.kind !== 'blocks' ? readMarkdown(text) : scanned;
  if (markdown.kind !== 'blocks') throw new Error(`${path}: ${markdown.message}`);
  return { syntax: 'markdown', ...documentAtHand('', path), source, markdown };
}

/** As the project does it: first all files, then what stands where links lead. */
function fill(files: readonly ParsedDocument[]): ProjectIndex {
  const index = new ProjectIndex(defaultRules);
  for (const file of files) index.replace(file.key, file);
  index.setComplete();
  for (const path of [...index.keys()]) {
    for (const each of index.unknownPaths(path)) index.setKind(each, 'missing');
    index.linksOf(path);
  }
  return index;
}

/** Nobody reads more than this, and all of it is sent to another process and drawn. */
const longestRow = 1200;
const longestTooltip = 60_000;

/** Every row of every tree, opened, with all that it says. */
function draw(index: ProjectIndex, context: OutlineContext): void {
  const visit = (nodes: readonly OutlineNode[]): void => {
    for (const node of nodes) {
      const { label, description = '', accessibilityLabel, context: words, icon, collapsed } = node;
      for (const shown of [label, description, accessibilityLabel, words, icon.codicon, collapsed])
        assert.ok(shown.length <= longestRow, `${node.kind}: ${shown.length} characters in a row`);
      const tooltip = node.tooltip();
      assert.ok(tooltip.length <= longestTooltip, `${node.kind}: ${tooltip.length} characters in a tooltip`);
      visit(node.children?.() ?? []);
    }
  };
  for (const tree of [branchProgress, backlog, techDebt, specs]) visit(tree(index, context));
}
