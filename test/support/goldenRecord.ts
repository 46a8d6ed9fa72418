import { addNote } from '../../src/core/operations/addNote.ts';
import { addTask } from '../../src/core/operations/addTask.ts';
import { assign } from '../../src/core/operations/assign.ts';
import { claim, claimNext } from '../../src/core/operations/claim.ts';
import { closeDebtItem, closeItem, linkBranch } from '../../src/core/operations/items.ts';
import { defer } from '../../src/core/operations/defer.ts';
import { finish } from '../../src/core/operations/finish.ts';
import { joinTable } from '../../src/core/operations/joinTable.ts';
import { mergeFiles } from '../../src/core/operations/mergeFiles.ts';
import { release } from '../../src/core/operations/release.ts';
import { reopen } from '../../src/core/operations/reopen.ts';
import { resolveConflict } from '../../src/core/operations/resolveConflict.ts';
import { setStatus } from '../../src/core/operations/setStatus.ts';
import type { Format } from '../../src/core/formats/format.ts';
import { spec } from '../../src/core/formats/tracking/spec.ts';
import { itemIn } from '../../src/core/index/composeStream.ts';
import type { ProjectIndex } from '../../src/core/index/projectIndex.ts';
import { outcomeMessage } from '../../src/core/messages/outcomes.ts';
import { problemMessage } from '../../src/core/messages/problems.ts';
import { refusalMessage } from '../../src/core/messages/refusals.ts';
import type { Item, Task } from '../../src/core/model/item.ts';
import { toKey, type Key } from '../../src/core/text/key.ts';

import type { Refusal } from '../../src/core/model/refusal.ts';
import type { Range } from '../../src/core/text/range.ts';
import { applyEdits } from '../../src/core/text/edit.ts';
import { diffLines, DiffWork } from '../../src/core/text/lineDiff.ts';
import { toLines } from '../../src/core/text/lineMerge.ts';
import { type LineStarts, positionAt } from '../../src/core/text/lineStarts.ts';
import { agesOn } from '../../src/core/views/age.ts';
import { backlog } from '../../src/core/views/backlog.ts';
import { streamBoard, type BoardTarget } from '../../src/core/views/board.ts';
import { overview } from '../../src/core/views/boardOverview.ts';
import { branchProgress } from '../../src/core/views/branchProgress.ts';
import { branchBrief } from '../../src/core/views/brief.ts';
import type { Lens } from '../../src/core/views/lens.ts';
import { conflictLenses, criterionLenses, streamLenses } from '../../src/core/views/lenses.ts';
import type { OutlineContext, OutlineNode } from '../../src/core/views/outline.ts';
import { pickSections, type PickPurpose } from '../../src/core/views/pick.ts';
import { specs } from '../../src/core/views/specs.ts';
import { techDebt } from '../../src/core/views/techDebt.ts';
import type { OpenedProject } from './openedProject.ts';
import { lineStartsOf, outlineContext } from './indexOf.ts';
import { toAct, toFile } from './parse.ts';
import { formatOf } from './rules.ts';
import type { OpenDocument } from '../../src/core/formats/format.ts';
import { attempt, type Attempted } from './attempt.ts';
import { confirmationOf } from '../../src/core/messages/confirmations.ts';
import type { DocumentInput } from '../../src/core/operations/inputs.ts';
import type { WriteOperation } from '../../src/core/operations/operation.ts';

const me = 'maple';
const today = '2026-06-20';
/** So many tasks of a file are changed by each command. */
const changedTasks = 4;

/** Everything that a folder shows, says and would write, as lines of text: what has to be the same after the code is rebuilt. */
export async function goldenRecord(disk: OpenedProject): Promise<string> {
  const state = disk.project.folder(disk.folder);
  if (state === undefined) throw new Error('not loaded');
  const { index, sources } = state;
  const branch = sources.clone?.head;
  const context = outlineContext({
    me,
    ageOf: agesOn(today),
    git: disk.gitView('2026-06-25T12:00:00Z'),
    checkboxes: true,
    checkouts: sources.checkouts,
    ...(branch === undefined ? {} : { currentBranch: branch }),
  });
  const lines: string[] = [];
  const trees = { 'Branch Progress': branchProgress, Backlog: backlog, 'Tech Debt': techDebt, Specs: specs };
  for (const [name, view] of Object.entries(trees))
    lines.push(`# ${name}`, ...drawnNodes(view(index, context)));
  lines.push('# Board', ...drawnBoards(index, context));
  lines.push('# Picks', ...drawnPicks(index, context));
  const texts = new Map<string, string>();
  for (const path of [...index.keys()].sort()) {
    const [text] = await sources.read([{ key: path }]);
    if (text?.kind === 'text') texts.set(path, text.text);
  }
  for (const path of [...index.keys()].sort()) {
    const text = texts.get(path);
    lines.push(`# ${path}`, ...saidOf(index, path));
    if (text !== undefined)
      lines.push(...drawnLenses(index, path, text), ...writtenTo(index, path, text, texts));
  }
  return `${lines.join('\n')}\n`;
}

function shown(value: unknown): string {
  return JSON.stringify(value);
}

function shownRange({ start, end }: Range, lineStarts: LineStarts): string {
  const [from, to] = [positionAt(lineStarts, start), positionAt(lineStarts, end)];
  return `${from.line}:${from.character}-${to.line}:${to.character}`;
}

function drawnNodes(nodes: readonly OutlineNode[], indent = ''): string[] {
  return nodes.flatMap((node) => {
    const { label, description, icon, context, collapsed, checkbox, open, accessibilityLabel, branch } = node;
    return [
      `${indent}- ${shown(label)} ${shown(description ?? '')} ${icon.codicon} ${icon.color ?? ''} [${context}] ${collapsed}`,
      `${indent}  ${shown({ open: open && placed(open), branch, checkbox, spoken: accessibilityLabel, tooltip: node.tooltip() })}`,
      ...drawnNodes(node.children?.() ?? [], `${indent}  `),
    ];
  });
}

/** With the path first, that a document at hand has for its key. */
function placed({ key, ...rest }: { readonly key: Key }): object {
  return { path: key, ...rest };
}

function drawnBoards(index: ProjectIndex, { currentBranch, ageOf, git }: OutlineContext): string[] {
  const targets = new Map<string, string>();
  const idOf = (target: BoardTarget): string => {
    const name = shown(placed(target));
    const id = targets.get(name) ?? `i${targets.size}`;
    targets.set(name, id);
    return id;
  };
  const context = { idOf, me, writable: true, ...(currentBranch === undefined ? {} : { currentBranch }) };
  return [
    shown(overview([{ index, name: '', context, ageOf, ...(git === undefined ? {} : { git }) }], true)),
    ...index.streams().map((stream) => shown(streamBoard(index, stream, context))),
    ...[...targets].map(([target, id]) => `${id} ${target}`),
  ];
}

function drawnPicks(index: ProjectIndex, { currentBranch }: OutlineContext): string[] {
  const purposes: readonly PickPurpose[] = ['claim', 'finish', 'release', 'reopen', 'assign', 'any'];
  return purposes.flatMap((purpose) =>
    pickSections(index, purpose, { me, ...(currentBranch === undefined ? {} : { currentBranch }) }).flatMap(
      ({ title, items }) => [
        `${purpose}: ${title}`,
        ...items.map(
          ({ label, description, icon, key: path, taskKey }) =>
            `  ${shown([label, description, icon.codicon, icon.color, path, taskKey])}`,
        ),
      ],
    ),
  );
}

/** The problems of a file, and what a brief says of its branch. */
function saidOf(index: ProjectIndex, path: string): string[] {
  const stream = index.findStream(toKey(path));
  return [
    ...index.problems(toKey(path)).map((problem) => {
      const { code, severity, range } = problem;
      const at = shownRange(range, lineStartsOf(index, path));
      return `! ${severity} ${code} ${at} ${problemMessage(problem)}`;
    }),
    ...(stream === undefined
      ? []
      : branchBrief(index, stream)
          .split('\n')
          .map((line) => `> ${line}`)),
  ];
}

function drawnLenses(index: ProjectIndex, path: string, text: string): string[] {
  const context = { me, writable: true, lineStarts: lineStartsOf(index, path) };
  const item = index.itemAt(toKey(path));
  const lenses: readonly Lens[] =
    item?.kind === 'stream'
      ? [...conflictLenses(text, context), ...streamLenses(item, context)]
      : item?.kind === 'spec'
        ? item.criteria.flatMap((criterion) =>
            criterionLenses(criterion, index.tasksOf(item, criterion.id), context),
          )
        : [];
  return lenses.map(
    ({ line, title, tooltip, action }) => `~ ${line} ${shown([title, tooltip, action.kind])}`,
  );
}

/** What each command says of a file, and what it would write. */
function writtenTo(
  index: ProjectIndex,
  path: string,
  text: string,
  texts: ReadonlyMap<string, string>,
): string[] {
  const format: Format = formatOf(path) ?? spec;
  if (format.syntax !== 'markdown') return [];
  const file = toFile(text, path);
  const lines: string[] = [];
  const run = <Input extends DocumentInput>(
    name: string,
    operation: WriteOperation<Input>,
    input: Omit<Input, 'document'>,
    confirmed: readonly Refusal[] = [],
    others: readonly OpenDocument[] = [],
  ): Attempted => {
    const context = {
      ...toAct(file, format),
      me,
      confirmed,
      index,
      others,
      preferred: index.preferredWord.bind(index, format.id),
    };
    const outcome = attempt(context, operation, input);
    lines.push(`$ ${name}`, ...shownOutcome(text, outcome));
    return outcome;
  };
  const item: Item | undefined = itemIn(toAct(file, format).open.parsed);
  if (item?.kind === 'stream') {
    for (const task of someOf(item.tasks)) {
      const { key } = task;
      const all = {
        claim: () => run(`claim ${key}`, claim, { task: key }),
        release: () => run(`release ${key}`, release, { task: key }),
        finish: () => run(`finish ${key}`, finish, { task: key }),
        reopen: () => run(`reopen ${key}`, reopen, { task: key }),
        block: () => run(`setStatus blocked ${key}`, setStatus, { task: key, status: 'blocked' }),
        drop: () => run(`setStatus dropped ${key}`, setStatus, { task: key, status: 'dropped' }),
        assign: () => run(`assign heron ${key}`, assign, { task: key, owner: 'heron' }),
        defer: () => run(`defer ${key}`, defer, { task: key, title: 'Later' }),
      };
      for (const each of Object.values(all)) {
        const outcome = each();
        // As the person who was asked, and agreed.
        if (outcome.kind === 'refused' && outcome.confirmable === true && each === all.claim)
          run(`claim ${key}, confirmed`, claim, { task: key }, [outcome]);
      }
    }
    run('claimNext', claimNext, {});
    run('addTask', addTask, { title: 'One | more', criterion: 'ABC-1' });
    run('addNote', addNote, { text: 'said *so*' });
    run('joinTable', joinTable, {});
    run('resolveConflict', resolveConflict, {});
    const [other] = index.streams().filter((each) => each.key !== path && each.branch === item.branch);
    if (other !== undefined) {
      const second = toAct(toFile(texts.get(other.key) ?? '', other.key), format).open;
      const merge = (confirmed: readonly Refusal[]): Attempted =>
        run(`mergeFiles ${other.key}`, mergeFiles, { other: other.key }, confirmed, [second]);
      const outcome = merge([]);
      if (outcome.kind === 'refused' && outcome.confirmable === true) merge([outcome]);
    }
  }
  if (item?.kind === 'workItem') {
    const outcome =
      item.list === 'debt'
        ? run('closeDebtItem', closeDebtItem, { how: 'status' })
        : run('closeItem', closeItem, { how: 'status' });
    if (outcome.kind === 'refused' && outcome.confirmable === true)
      run('closeItem, confirmed', closeItem, { how: 'status' }, [outcome]);
    run('linkBranch', linkBranch, { branch: 'feat/new' });
  }
  return lines;
}

/** The first tasks of a file, and the first of each kind that is unlike the others. */
function someOf(tasks: readonly Task[]): readonly Task[] {
  const odd = [
    tasks.find(({ ambiguous }) => ambiguous === true),
    tasks.find(({ cutOff }) => cutOff === true),
    tasks.find(({ status }) => status.value === 'unknown'),
    tasks.find(({ id }) => id !== undefined),
    tasks.find(({ owner }) => owner.value === me),
  ];
  return [...new Set([...tasks.slice(0, changedTasks), ...odd.filter((task) => task !== undefined)])];
}

function shownConfirmation(refusal: Refusal): string {
  const button = confirmationOf(refusal, '')?.button;
  return button === undefined || refusal.code !== 'task.taken' ? '' : ` [${button}, ${refusal.data.owner}]`;
}

function shownOutcome(text: string, outcome: Attempted): string[] {
  if (outcome.kind === 'unchanged') return [`  unchanged: ${outcomeMessage(outcome.outcome)}`];
  if (outcome.kind === 'refused')
    return [`  ${outcome.code}: ${refusalMessage(outcome)}${shownConfirmation(outcome)}`];
  const { edits, creates, deletes } = outcome;
  const applied = applyEdits(text, edits);
  const lines = [`  ${outcomeMessage(outcome.outcome)}`];
  if (applied.kind !== 'applied') return [...lines, `  ${shown(applied)}`];
  const [before, after] = [toLines(text), toLines(applied.text)];
  for (const { old, now } of diffLines(before, after, new DiffWork()))
    lines.push(
      ...before.slice(old.from, old.from + old.count).map((line) => `  -${old.from + 1} ${shown(line)}`),
      ...after.slice(now.from, now.from + now.count).map((line) => `  +${now.from + 1} ${shown(line)}`),
    );
  return [
    ...lines,
    ...creates.map((created) => `  ${created.path} ${shown(created.text)}`),
    ...deletes.map((path) => `  -${path}`),
  ];
}
