import { t } from '@vscode/l10n';
import { isOwnWorkspace, isWorkspace, operationsOnWorkspace } from '../formats/workspace/offers.ts';
import type { WorkspaceOperationId } from '../model/availableOperations.ts';
import type { Checkouts } from '../model/branch.ts';
import type { Stream } from '../model/item.ts';
import type { Lens } from './lens.ts';
import { progressOf } from './progress.ts';
import { shownText } from './shownText.ts';

/** The words by which menus know what is offered with a workspace. */
const menuWords: Readonly<Record<WorkspaceOperationId, string>> = {
  add_log_entry: 'addLogEntry',
  create_feature_list: 'createFeatureList',
  end_session: 'endSession',
  resume_workspace: 'resumeWorkspace',
  start_session: 'startSession',
  start_workspace: 'startWorkspace',
  update_resumption: 'updateResumption',
};

/** Who looks at a workspace: where nothing can be changed, it is still told where its work is. */
interface Viewer {
  readonly writable: boolean;
  readonly checkouts?: Checkouts | undefined;
}

/** What can be done with a workspace, for menus; nothing with other streams. */
export function workspaceFlags(stream: Stream, { writable, checkouts }: Viewer): readonly string[] {
  return operationsOnWorkspace(stream, checkouts)
    .filter((operation) => writable || operation === 'resume_workspace')
    .map((operation) => menuWords[operation]);
}

/** Whether a stream is the workspace of another branch or folder, and so only shown here. */
export function isOthersWorkspace(stream: Stream, checkouts: Checkouts | undefined): boolean {
  return isWorkspace(stream) && !isOwnWorkspace(stream, checkouts);
}

/** Whether how far a stream is stands once at the top of each of its documents. */
export function isCountedAtTop({ called, tasks }: Stream): boolean {
  return isWorkspace({ called }) && tasks.length > 0;
}

/** At the top of each document of a workspace: how far all of it is, and where its work is. */
export function workspaceLenses(stream: Stream): readonly Lens[] {
  if (!isWorkspace(stream)) return [];
  const { done, total } = progressOf(stream.tasks);
  return [
    ...(total === 0
      ? []
      : [
          {
            line: 0,
            title: t('{0}/{1} done', done, total),
            tooltip: t('Open the board'),
            action: { kind: 'board' } as const,
          },
        ]),
    {
      line: 0,
      title: t('Resume Workspace'),
      tooltip: t('Show where the work of {0} is, and what comes next', shownText(stream.name, 60)),
      action: { kind: 'resumeWorkspace' },
    },
  ];
}
