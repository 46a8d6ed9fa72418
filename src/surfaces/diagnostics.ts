import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../core/base/disposable.ts';
import { ProjectIndex } from '../core/index/projectIndex.ts';
import type { Key } from '../core/text/key.ts';
import type { Problem } from '../core/model/problem.ts';
import { type LineStarts, positionAt } from '../core/text/lineStarts.ts';
import { diagnosticText } from './widgets/problemFix.ts';
import type { Services } from './surface.ts';

const severities = {
  error: vscode.DiagnosticSeverity.Error,
  warning: vscode.DiagnosticSeverity.Warning,
  hint: vscode.DiagnosticSeverity.Hint,
} as const;

/** What could not be read, in the Problems panel and under the words themselves. */
export function registerDiagnostics({ project, uri, guard }: Services): Disposable {
  const store = new DisposableStore();
  const collection = store.add(vscode.languages.createDiagnosticCollection('throughline'));
  /** A file's truth may move to another worktree or branch, and back. */
  const shownAt = new Map<string, vscode.Uri>();
  const show = guard(vscode.l10n.t('Problems'), (folder: string, keys: readonly Key[]) => {
    const index = project.folder(folder)?.index;
    for (const key of keys) {
      const name = `${folder} ${key}`;
      const at = uri(folder, key);
      const before = shownAt.get(name);
      if (before !== undefined && before.toString() !== at.toString()) collection.delete(before);
      shownAt.set(name, at);
      collection.set(at, problemsOf(index, key));
    }
  });
  store.add(project.onDidChange(({ folder, keys }) => void show(folder, keys)));
  return store;
}

function problemsOf(index: ProjectIndex | undefined, key: Key): vscode.Diagnostic[] {
  const lineStarts = index?.file(key)?.lineStarts ?? [0];
  return (index?.problems(key) ?? []).map((problem) => toDiagnostic(problem, lineStarts));
}

function toDiagnostic(problem: Problem, lineStarts: LineStarts): vscode.Diagnostic {
  const { code, severity } = problem;
  const [start, end] = [problem.range.start, problem.range.end].map((offset) =>
    positionAt(lineStarts, offset),
  );
  const range = new vscode.Range(
    start?.line ?? 0,
    start?.character ?? 0,
    end?.line ?? 0,
    end?.character ?? 0,
  );
  const diagnostic = new vscode.Diagnostic(range, diagnosticText(problem), severities[severity]);
  diagnostic.source = 'Throughline';
  diagnostic.code = code;
  return diagnostic;
}
