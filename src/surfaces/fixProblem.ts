import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../core/base/disposable.ts';
import { problemMessage } from '../core/messages/problems.ts';
import type { ProjectIndex } from '../core/index/projectIndex.ts';
import type { Problem } from '../core/model/problem.ts';
import { fixProblem, type FixInput } from '../core/operations/fixProblem.ts';
import { positionAt, type LineStarts } from '../core/text/lineStarts.ts';
import { SourceText } from '../core/text/sourceText.ts';
import {
  problemFixes,
  type ProblemFix,
  type ShownProblem,
  type Surroundings,
} from '../core/views/problemFixes.ts';
import { commands } from '../ids.ts';
import { targetsOf } from './widgets/activePlace.ts';
import { showPick } from './widgets/ask.ts';
import { diagnosticText } from './widgets/problemFix.ts';
import { runWithFeedback } from './widgets/runWithFeedback.ts';
import { toFileTarget, type FileTarget } from './widgets/target.ts';
import { showInformation } from './widgets/tell.ts';
import type { Services } from './surface.ts';

/** A fix of a problem in a document that is shown. */
interface OfferedFix {
  readonly target: FileTarget;
  readonly problem: Problem;
  readonly line: number;
  readonly fix: ProblemFix;
}

/** What the command is given: a file, and what is to be mended in it. */
type FixArgument = FileTarget & Pick<FixInput, 'mends'>;

/** Mends problems by other words in the text: as the quick fix of each, and from the palette for the file in the editor. */
export function registerFixProblem(services: Services): Disposable {
  const store = new DisposableStore();
  const title = vscode.l10n.t('Fix Problem');
  store.add(
    vscode.commands.registerCommand(
      commands.fixProblem,
      services.guard(title, async (argument: unknown) => {
        const asked = toFixArgument(argument) ?? (await pickFix(services, title));
        if (asked === undefined) return;
        const { mends, ...target } = asked;
        await runWithFeedback(services, target, {
          operation: fixProblem,
          input: { document: target.key, mends },
          verb: vscode.l10n.t('Fix'),
          me: services.owner.name ?? '',
        });
      }),
    ),
  );
  const provide = services.guard(title, (document: vscode.TextDocument, diagnostics: Diagnostics) =>
    actionsFor(services, document, diagnostics),
  );
  store.add(
    vscode.languages.registerCodeActionsProvider(
      { language: 'markdown' },
      {
        provideCodeActions: async (document, _range, { diagnostics }) =>
          (await provide(document, diagnostics)) ?? [],
      },
      { providedCodeActionKinds: [vscode.CodeActionKind.QuickFix] },
    ),
  );
  return store;
}

type Diagnostics = readonly vscode.Diagnostic[];

function actionsFor(
  services: Services,
  document: vscode.TextDocument,
  diagnostics: Diagnostics,
): vscode.CodeAction[] {
  const own = diagnostics.filter(({ source }) => source === 'Throughline');
  if (own.length === 0) return [];
  const all = fixesIn(services, document);
  return own.flatMap((diagnostic) => {
    const fixes = all.filter(
      ({ problem, line }) =>
        line === diagnostic.range.start.line && diagnosticText(problem) === diagnostic.message,
    );
    const [first] = fixes;
    const alike =
      first?.fix.isSafe === true ? all.filter(({ problem }) => problem.code === diagnostic.code) : [];
    return [
      ...fixes.map(({ target, fix }) =>
        toAction(diagnostic, fix.title, { ...target, mends: [fix.mend] }, fix === first?.fix && fix.isSafe),
      ),
      ...(first === undefined || alike.length < 2
        ? []
        : [
            toAction(
              diagnostic,
              vscode.l10n.t('Fix all {0} problems of this kind in the file', alike.length),
              { ...first.target, mends: alike.map(({ fix }) => fix.mend) },
              false,
            ),
          ]),
    ];
  });
}

function toAction(
  diagnostic: vscode.Diagnostic,
  title: string,
  argument: FixArgument,
  isPreferred: boolean,
): vscode.CodeAction {
  const action = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
  action.diagnostics = [diagnostic];
  action.isPreferred = isPreferred;
  action.command = { title, command: commands.fixProblem, arguments: [argument] };
  return action;
}

/** The fixes of all problems of a document, in the order of its text. */
function fixesIn(services: Services, document: vscode.TextDocument): readonly OfferedFix[] {
  const source = new SourceText(document.getText());
  return targetsOf(services, document.uri).flatMap((target) => {
    const index = services.project.folder(target.folder)?.index;
    const lineStarts = index?.file(target.key)?.lineStarts;
    if (index === undefined || lineStarts === undefined) return [];
    const around = surroundingsOf(services, target, index);
    return index.problems(target.key).flatMap((problem) => {
      const shown = toShown(problem, lineStarts, source);
      return problemFixes(shown, source, around).map((fix) => ({
        target,
        problem,
        line: source.positionAt(shown.range.start).line,
        fix,
      }));
    });
  });
}

function surroundingsOf(
  { project, branches }: Services,
  { folder, key }: FileTarget,
  index: ProjectIndex,
): Surroundings {
  const { path } = project.documentOf({ folder, key });
  return {
    path,
    paths: () => [...index.keys()].map((each) => index.pathOf(each)),
    criteria: () => new Set(index.specs().flatMap(({ criteria }) => criteria.map(({ id }) => id))),
    branches: () => {
      const state = project.folder(folder);
      const [found] = state?.formatsOf(path) ?? [];
      const known = state?.sources.checkouts?.branches ?? [];
      const named = known.filter((branch) => found?.format.isNamedAfter?.(path, branch) === true);
      const current = branches.current(folder);
      // A branch has one progress file.
      return [...new Set([...named, ...(current === undefined ? [] : [current])])].filter(
        (branch) => index.streamsOfBranch(branch).length === 0,
      );
    },
  };
}

/** Where a problem is in the text that the editor has, whose lines may end in another way. */
function toShown(problem: Problem, lineStarts: LineStarts, source: SourceText): ShownProblem {
  const [start, end] = [problem.range.start, problem.range.end].map((offset) => {
    const { line, character } = positionAt(lineStarts, offset);
    return line < source.lineCount
      ? Math.min(source.lineStart(line) + character, source.lineRange(line).end)
      : source.text.length;
  });
  return { problem, range: { start: start ?? 0, end: end ?? 0 } };
}

async function pickFix(services: Services, title: string): Promise<FixArgument | undefined> {
  await services.project.load();
  const document = vscode.window.activeTextEditor?.document;
  const all = document === undefined ? [] : fixesIn(services, document);
  if (all.length === 0) {
    void showInformation(vscode.l10n.t('No problem of the file in the editor can be fixed for you.'));
    return undefined;
  }
  const picked = await showPick(
    all.map((each) => ({
      label: each.fix.title,
      description: vscode.l10n.t('line {0}', each.line + 1),
      detail: problemMessage(each.problem),
      argument: { ...each.target, mends: [each.fix.mend] },
    })),
    { title, placeHolder: vscode.l10n.t('Choose what to fix') },
  );
  return picked?.argument;
}

/** The argument of the command, when a quick fix gave it. */
function toFixArgument(argument: unknown): FixArgument | undefined {
  const target = toFileTarget(argument);
  const mends = (argument as Partial<FixArgument> | undefined)?.mends;
  return target === undefined || !Array.isArray(mends) ? undefined : { ...target, mends };
}
