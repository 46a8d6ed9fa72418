import type { ParsedDocument } from '../../../src/core/model/parsedDocument.ts';
import { config } from '@vscode/l10n';
import assert from 'node:assert/strict';
import { assign } from '../../../src/core/operations/assign.ts';
import { claim, claimNext } from '../../../src/core/operations/claim.ts';
import { defer } from '../../../src/core/operations/defer.ts';
import { finish } from '../../../src/core/operations/finish.ts';
import { release } from '../../../src/core/operations/release.ts';
import { reopen } from '../../../src/core/operations/reopen.ts';
import { setStatus } from '../../../src/core/operations/setStatus.ts';
import { outcomeMessage } from '../../../src/core/messages/outcomes.ts';
import { problemMessage } from '../../../src/core/messages/problems.ts';
import { refusalMessage } from '../../../src/core/messages/refusals.ts';
import { branchNameMessage, ownerNameMessage } from '../../../src/core/messages/names.ts';
import { settingMessage, globMessage } from '../../../src/core/messages/settings.ts';
import { checkBranchName } from '../../../src/core/model/branch.ts';
import { toKey } from '../../../src/core/text/key.ts';
import { checkOwner } from '../../../src/core/model/owner.ts';
import { statuses } from '../../../src/core/model/status.ts';
import { checkGlob } from '../../../src/core/text/glob.ts';
import { agesOn } from '../../../src/core/views/age.ts';
import { backlog } from '../../../src/core/views/backlog.ts';
import { streamBoard } from '../../../src/core/views/board.ts';
import { overview } from '../../../src/core/views/boardOverview.ts';
import { branchProgress } from '../../../src/core/views/branchProgress.ts';
import { branchBrief } from '../../../src/core/views/brief.ts';
import { describeFilter, recordKinds } from '../../../src/core/views/filter.ts';
import { branchStates, shownGit, type GitView } from '../../../src/core/views/gitView.ts';
import {
  conflictLenses,
  elsewhereLenses,
  criterionLenses,
  streamLenses,
  type LensContext,
} from '../../../src/core/views/lenses.ts';
import { defaultArrangement, type OutlineNode } from '../../../src/core/views/outline.ts';
import { pickSections } from '../../../src/core/views/pick.ts';
import { specs } from '../../../src/core/views/specs.ts';
import { techDebt } from '../../../src/core/views/techDebt.ts';
import { files, path, untranslated } from '../../support/greekProject.ts';
import { indexOf, lineStartsOf, outlineContext } from '../../support/indexOf.ts';
import { toAct, toFile } from '../../support/parse.ts';
import { pseudoTexts } from '../../support/pseudo.mjs';
import { toRules } from '../../support/rules.ts';
import { confirmationOf } from '../../../src/core/messages/confirmations.ts';
import type { TaskInput } from '../../../src/core/operations/inputs.ts';
import type { WriteOperation } from '../../../src/core/operations/operation.ts';
import { attempt } from '../../support/attempt.ts';

describe('in another language', () => {
  before(() => {
    config({ contents: pseudoTexts('l10n/bundle.l10n.json') });
  });
  after(() => {
    config({ contents: {} });
  });

  const index = () => {
    const made = indexOf(files, ['spec/x.md']);
    const change = (name: string, more: Partial<ParsedDocument>): void => {
      const file = made.file(toKey(path(name)));
      assert.ok(file);
      made.replace(toKey(path(name)), { ...file, ...more });
    };
    change('c', { facts: { branchState: 'merged' } });
    change('d', { facts: { branchState: 'deleted' } });
    change('e', { elsewhere: { kind: 'worktree', name: '../q1' } });
    change('e2', { elsewhere: { kind: 'branch', ref: 'q/e', day: '2026-05-01' } });
    return made;
  };
  // The builtins have no texts in a language that nobody speaks.
  const ageOf = agesOn('2026-06-20', 'el');

  const facts = {
    base: 'main',
    lastCommit: Date.parse('2026-06-01') / 1000,
    uncommitted: 2,
    changed: ['q/1', 'q/2', 'q/3', 'q/4'],
    drifted: ['spec/x.md'],
    unreported: 4,
    contains: [],
  };
  const git: GitView = {
    status: {
      streams: new Map([
        [toKey(path('a')), { ...facts, branch: 'q/a', ahead: 1, behind: 2 }],
        [toKey(path('b')), { ...facts, branch: 'q/b', ahead: 1, behind: 0, uncommitted: 1, unreported: 0 }],
        [toKey(path('e')), { ...facts, branch: 'q/e', ahead: 0, behind: 3, drifted: [] }],
        [toKey(path('c')), { ...facts, branch: 'q/c', ahead: 0, behind: 0 }],
      ]),
      fileless: [
        { branch: 'q/n', commits: 1, lastCommit: facts.lastCommit, checkedOut: true },
        { branch: 'q/m', commits: 2, lastCommit: facts.lastCommit, checkedOut: false },
      ],
    },
    now: Date.parse('2026-06-20') / 1000,
    staleDays: 3,
    shown: new Set(shownGit),
  };
  const said: string[] = [];
  const hold = (...texts: readonly (string | undefined)[]): void => {
    for (const text of texts) if (text !== undefined && text !== '') said.push(text);
  };
  const check = (atLeast: number): void => {
    assert.ok(said.length > atLeast, String(said.length));
    assert.deepEqual([...new Set(said.splice(0).filter(untranslated))], []);
  };

  it('speak rows, their tooltips and what a screen reader says', () => {
    const context = outlineContext({ me: 'q1', currentBranch: 'q/a', git, checkboxes: true, ageOf });
    const walk = (nodes: readonly OutlineNode[]): void => {
      for (const node of nodes) {
        hold(node.label, node.description, node.tooltip(), node.accessibilityLabel);
        walk(node.children?.() ?? []);
      }
    };
    for (const tree of [branchProgress, backlog, techDebt, specs]) walk(tree(index(), context));
    walk(techDebt(index(), { ...context, arrangement: { ...defaultArrangement, techDebt: 'newest' } }));
    hold(
      describeFilter({
        text: 'ά',
        statuses: [...statuses, 'none', 'unknown'],
        owners: ['', 'q1'],
        branches: branchStates,
        records: recordKinds,
      }),
    );
    check(300);
  });

  it('speak lenses, the board, the brief and lists to pick from', () => {
    const made = index();
    const contextOf = (path: string): LensContext => ({
      me: 'q1',
      writable: true,
      lineStarts: lineStartsOf(made, path),
    });
    for (const stream of made.streams()) {
      const context = contextOf(stream.key);
      for (const lens of [
        ...elsewhereLenses(made.elsewhere(stream)),
        ...streamLenses(stream, context),
        ...conflictLenses('<<<<<<< a\nx\n=======\ny\n>>>>>>> b\n', context),
      ])
        hold(lens.title, lens.tooltip);
      hold(branchBrief(made, stream, { git }));
    }
    for (const spec of made.specs())
      for (const criterion of spec.criteria)
        for (const { title, tooltip } of criterionLenses(
          criterion,
          made.tasksOf(spec, criterion.id),
          contextOf(spec.key),
        ))
          hold(title, tooltip);
    const words = (value: unknown, key = ''): void => {
      if (typeof value === 'string') {
        if (!['id', 'kind', 'status', 'group', 'can', 'codicon', 'color', 'icon'].includes(key)) hold(value);
      } else if (Array.isArray(value))
        value.forEach((each) => {
          words(each, key);
        });
      else if (typeof value === 'object' && value !== null)
        Object.entries(value).forEach(([name, each]) => {
          words(each, name);
        });
    };
    const board = { idOf: () => 'i', me: 'q1', currentBranch: 'q/a', writable: true };
    for (const stream of made.streams()) words(streamBoard(made, stream, board));
    words(overview([{ index: made, name: 'φ', context: board, ageOf }], true));
    for (const purpose of ['claim', 'release', 'finish', 'reopen', 'assign', 'any'] as const)
      words(pickSections(made, purpose, board));
    check(300);
  });

  it('speak problems, refusals and what was done', () => {
    const made = index();
    for (const each of made.keys()) for (const problem of made.problems(each)) hold(problemMessage(problem));
    const settings = { trackingDirectory: undefined, specsInclude: 7, specsExclude: ['!x', '../x'] };
    for (const pattern of ['', '()', '(a)\\1', '(?=a)', '(a+)+', 'a'.repeat(5000), 7])
      hold(...toRules({ ...settings, criteriaPattern: pattern }).problems.map(settingMessage));
    const say = <Fault>(message: (fault: Fault) => string, fault: Fault | undefined): string | undefined =>
      fault === undefined ? undefined : message(fault);
    for (const name of ['', '-x', 'x y', 'x..', '/x', 'x'.repeat(300)])
      hold(say(branchNameMessage, checkBranchName(name)));
    for (const name of ['', '-x', 'x y', 'x'.repeat(65), '-']) hold(say(ownerNameMessage, checkOwner(name)));
    for (const pattern of [7, '!x', '../x', '*'.repeat(40), 'x'.repeat(2000)])
      hold(say(globMessage, checkGlob(pattern)));
    const text = files[path('a')] ?? '';
    const context = {
      ...toAct(toFile(text, path('a'))),
      me: 'q1',
    };
    const titles = ['Άλφα', 'Βήτα', 'Γάμμα', 'Δέλτα', 'Έψιλον', 'Ζήτα', 'Ήτα', 'Θήτα', 'Ιώτα', 'Όχι'];
    const act = <Input extends TaskInput>(
      operation: WriteOperation<Input>,
      input: Omit<Input, 'document' | 'task'>,
    ): void => {
      for (const title of titles) {
        const task = toKey(`${path('a')}#${title}`);
        const outcome = attempt(context, operation, { ...input, task } as Omit<Input, 'document'>);
        if (outcome.kind === 'refused')
          hold(refusalMessage(outcome), confirmationOf(outcome, '')?.button ?? '');
        else hold(outcomeMessage(outcome.outcome));
      }
    };
    for (const operation of [claim, finish, release, reopen]) act(operation, {});
    act(assign, { owner: 'q2' });
    act(setStatus, { status: 'done' });
    act(defer, { title: '' });
    act(defer, { title: 'n' });
    const next = attempt(context, claimNext, {});
    hold(next.kind === 'refused' ? refusalMessage(next) : outcomeMessage(next.outcome));
    check(100);
  });
});
