import * as vscode from 'vscode';
import type { Disposable } from '../../core/base/disposable.ts';
import { unmergedMessage } from '../../core/messages/unsaved.ts';
import type { Coded } from '../../core/model/codes/coded.ts';
import type { UnmergedReasons } from '../../core/model/codes/unsaved.ts';
import type { MergeConflict } from '../../core/model/merge.ts';
import { SourceText } from '../../core/text/sourceText.ts';
import { shownText } from '../../core/views/shownText.ts';

export type UnsavedConflict = Omit<MergeConflict, 'open'>;

/** The code of the problem that says before a save what cannot be merged. */
const unmerged = 'conflict.unmerged';

/** What stands between unsaved changes and the disk, as problems of their files. */
export class UnsavedProblems implements Disposable {
  readonly #problems = vscode.languages.createDiagnosticCollection('throughline-unsaved');

  dispose(): void {
    this.#problems.dispose();
  }

  delete(uri: vscode.Uri): void {
    this.#problems.delete(uri);
  }

  /** What both changed stays as it is in the editor, and is said at its place. */
  report(uri: vscode.Uri, merged: string, conflicts: readonly UnsavedConflict[]): void {
    if (conflicts.length === 0) return;
    const source = new SourceText(merged);
    this.#problems.set(
      uri,
      conflicts.map((conflict) => {
        const { line } = conflict;
        const message = describeConflict(conflict);
        const at = Math.min(line, source.lineCount - 1);
        const { start, end } = source.lineRange(at);
        return toProblem(new vscode.Range(at, 0, at, end - start), message, 'conflict.unsaved');
      }),
    );
  }

  /** @param why what is on disk cannot be merged; undefined when it can */
  reportUnmerged(uri: vscode.Uri, why: Coded<UnmergedReasons> | undefined): void {
    if (why === undefined) {
      if (this.#problems.get(uri)?.some(({ code }) => code === unmerged) === true) this.#problems.delete(uri);
      return;
    }
    const message = vscode.l10n.t(
      'This file was changed on disk too, and the two versions cannot be merged: {0} A copy of the version on disk is kept when you save.',
      unmergedMessage(why),
    );
    this.#problems.set(uri, [toProblem(new vscode.Range(0, 0, 0, 0), message, unmerged)]);
  }
}

/** What both changed, as a sentence: what the editor says is kept. */
function describeConflict({ kind, title, ours, theirs, removed, lost }: UnsavedConflict): string {
  const unassigned = vscode.l10n.t('unassigned');
  if (lost !== undefined && lost.length > 0)
    return vscode.l10n.t('“{0}” had on disk what has no column here any more: {1}.', title, lost.join(', '));
  if (removed === 'ours')
    return vscode.l10n.t(
      '“{0}” was removed here and changed on disk ({1}). The text here is kept.',
      title,
      theirs ?? unassigned,
    );
  if (removed === 'theirs')
    return vscode.l10n.t(
      '“{0}” was changed here ({1}) and removed on disk. The text here is kept.',
      title,
      ours ?? unassigned,
    );
  switch (kind) {
    case 'task':
      return vscode.l10n.t(
        '“{0}” was changed on disk too: {1} there, {2} here. The text here is kept.',
        title,
        theirs ?? unassigned,
        ours ?? unassigned,
      );
    case 'columns':
      return vscode.l10n.t(
        'The columns were changed on disk too: {0}. The columns in the editor were kept.',
        title,
      );
    case 'text':
      return vscode.l10n.t('These lines were changed on disk too. The text in the editor was kept.');
  }
}

function toProblem(range: vscode.Range, message: string, code: string): vscode.Diagnostic {
  const problem = new vscode.Diagnostic(range, shownText(message, 2000), vscode.DiagnosticSeverity.Warning);
  problem.source = 'Throughline';
  problem.code = code;
  return problem;
}
