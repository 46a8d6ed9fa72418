import * as z from 'zod/mini';
import { addEntry } from '../formats/workspace/logEdits.ts';
import {
  featureListName,
  featureListText,
  newSession,
  progressName,
  progressText,
} from '../formats/workspace/newWorkspace.ts';
import {
  beginSession,
  endSession,
  isRecord,
  nameOfWorkspace,
  nextActionOf,
  openSession,
  projectOf,
  refuseResumption,
  setResumption,
} from '../formats/workspace/progressEdits.ts';
import { belongingOf, workspaceFolder, workspaceId, pathOfFolder } from '../formats/workspace/workspaceId.ts';
import { textOf } from '../formats/workspace/featureStyle.ts';
import { pathOf } from '../model/item.ts';
import { outcome } from '../model/outcome.ts';
import { refusal, type Refusal, type RefusalCode } from '../model/refusal.ts';
import { toTitle } from '../model/title.ts';
import { findMember } from '../text/dataDocument.ts';
import type { Document } from '../text/syntax.ts';
import { documentInput, textInput } from './inputs.ts';
import { onDocument, planEdits, type DocumentContext } from './onDocument.ts';
import type { Planned, ReadContext, WriteOperation } from './operation.ts';

const lines = (description: string) => z.optional(z.array(textInput(description)));
const whereInput = {
  position: z.optional(textInput('where the work is')),
  nextAction: z.optional(textInput('what to do next: a step, with its files')),
};
const resumptionRefusals: readonly RefusalCode[] = [
  'resumption.nextAction',
  'resumption.noPlace',
  'resumption.position',
];

export const startWorkspace: WriteOperation<{
  readonly branch: string;
  readonly project: string;
  readonly nextAction: string;
  readonly position?: string | undefined;
  readonly task?: string | undefined;
}> = {
  id: 'start_workspace',
  description:
    'Starts the workspace of the branch that is checked out: its progress record, with an open session.',
  effect: 'write',
  input: z.strictObject({
    branch: textInput('the branch that is checked out'),
    project: textInput('name of the project'),
    nextAction: textInput('what to do next: a step, with its files'),
    position: z.optional(textInput('where the work is; by default at its start')),
    task: z.optional(textInput('what is worked on; by default the next action')),
  }),
  refusals: ['branch.left', 'workspace.exists', 'workspace.project', ...resumptionRefusals],
  scope: () => [],
  plan: (context, { branch, project, nextAction, position = 'Starting', task = nextAction }) => {
    const { folder, now } = context;
    if (project.trim() === '') return refusal('workspace.project', {});
    const vague = refuseResumption({ position, nextAction });
    if (vague !== undefined) return vague;
    const path = `${workspaceFolder(branch, folder)}${progressName}`;
    const known = ownWorkspace(context);
    if (known !== undefined || !context.isFree({ folder, path }))
      return refusal('workspace.exists', { path: known ?? path });
    const id = workspaceId(branch, pathOfFolder(folder));
    const text = progressText({
      id,
      now,
      project: project.trim(),
      task: task.trim(),
      position: position.trim(),
      nextAction: nextAction.trim(),
    });
    return {
      kind: 'plan',
      changes: [{ kind: 'create', document: { folder, path }, text }],
      outcome: outcome('file.created', { path }),
      condition: (moment) =>
        context.checkouts === undefined || moment.isOnBranch(folder, branch)
          ? undefined
          : refusal('branch.left', { branch }),
    };
  },
};

/** Path of the record that the folder keeps for what is checked out, in the place for workspaces. */
function ownWorkspace({ index, checkouts, folder }: ReadContext): string | undefined {
  if (checkouts === undefined) return undefined;
  const paths = index
    .streams()
    .flatMap(({ parts }) => parts.map(pathOf))
    .filter((path) => path.startsWith('.claude/workspaces/') && path.endsWith(`/${progressName}`));
  return paths.find((path) => belongingOf({ folder, path }, checkouts).kind === 'own');
}

/** An operation on the record of a workspace's progress. */
function onRecord(
  context: DocumentContext,
  plan: (document: Document<'data'>, name: string) => Planned,
): Planned {
  const { open } = context;
  if (!isRecord(open)) return refusal('workspace.missing', { path: open.document.id.path });
  return plan(open.document, nameOfWorkspace(open.document));
}

const recordRefusals: readonly RefusalCode[] = ['file.conflict', 'workspace.missing'];

export const createFeatureList = onDocument({
  id: 'create_feature_list',
  description: 'Creates the feature list of a workspace: all features are pending.',
  input: z.strictObject({
    ...documentInput,
    features: z.array(
      z.strictObject({
        name: textInput('name of the feature'),
        description: z.optional(textInput('what it is, or the criteria that it serves')),
      }),
    ),
  }),
  refusals: [...recordRefusals, 'file.exists', 'task.exists', 'task.title', 'workspace.hasFeatures'],
  plan: (context, { features }) =>
    onRecord(context, ({ root, id: { folder, path } }, name) => {
      const inline = findMember(root, 'features')?.value;
      if (inline?.kind === 'array' && inline.items.length > 0)
        return refusal('workspace.hasFeatures', { path });
      const list = path.slice(0, path.lastIndexOf('/') + 1) + featureListName;
      if (!context.isFree({ folder, path: list })) return refusal('file.exists', { path: list });
      const named = namedFeatures(features);
      if (named.kind === 'refused') return named;
      const project = projectOf(root) ?? name;
      const text = featureListText({ id: name, project }, named.features);
      return {
        kind: 'plan',
        changes: [{ kind: 'create', document: { folder, path: list }, text }],
        outcome: outcome('file.created', { path: list }),
      };
    }),
});

type Named = { readonly name: string; readonly description?: string | undefined };

function namedFeatures(
  features: readonly Named[],
): { readonly kind: 'named'; readonly features: readonly Named[] } | Refusal {
  if (features.length === 0) return refusal('task.title', { why: 'empty' });
  const named: Named[] = [];
  for (const { name, description } of features) {
    const title = toTitle(name);
    if (typeof title !== 'string') return title;
    const line = named.findIndex((each) => each.name === title) + 1;
    if (line > 0) return refusal('task.exists', { title, line });
    named.push({ name: title, description });
  }
  return { kind: 'named', features: named };
}

export const updateResumption = onDocument({
  id: 'update_resumption',
  description: 'Writes where the work of a workspace is, what comes next, and what is in the way.',
  input: z.strictObject({
    ...documentInput,
    ...whereInput,
    blockers: lines('what is in the way'),
    dependencies: lines('what has to be there first'),
    keyFiles: lines('a file to read first: src/auth.ts:45'),
    decisions: lines('what was decided'),
  }),
  refusals: [...recordRefusals, ...resumptionRefusals],
  plan: (context, { document: _document, ...change }) =>
    onRecord(context, (document, workspace) => {
      const isNothing = Object.values(change).every((each) => each === undefined);
      if (isNothing) return refusal('resumption.nextAction', { text: '' });
      const result = setResumption(document, change, context.now);
      if (result.kind === 'refused') return result;
      const code = result.edits.length === 0 ? 'resumption.unchanged' : 'resumption.updated';
      return planEdits(context, result.edits, outcome(code, { workspace }));
    }),
});

export const addLogEntry = onDocument({
  id: 'add_log_entry',
  description: 'Adds an entry to the log of a workspace.',
  input: z.strictObject({
    ...documentInput,
    action: textInput('what was done, in one line'),
    details: z.optional(textInput('more about it')),
    files: lines('path of a file that was changed'),
  }),
  refusals: [...recordRefusals, 'note.none', 'note.text'],
  plan: (context, { action, details, files }) =>
    onRecord(context, (document, workspace) => {
      const said = action.replace(/\s+/g, ' ').trim();
      if (said === '') return refusal('note.text', { why: 'empty' });
      const entry = {
        action: said,
        files,
        author: context.me,
        details: details?.trim() === '' ? undefined : details?.trim(),
      };
      const result = addEntry(document, entry, context.now);
      return result.kind === 'refused'
        ? result
        : planEdits(context, result.edits, outcome('log.added', { workspace }));
    }),
});

export const startSession = onDocument({
  id: 'start_session',
  description: 'Starts a session in a workspace whose last one has ended.',
  input: z.strictObject(documentInput),
  refusals: [...recordRefusals, 'session.noPlace', 'session.open'],
  plan: (context) =>
    onRecord(context, (document, workspace) => {
      const open = openSession(document);
      if (open !== undefined) return refusal('session.open', { id: idOf(open) });
      const result = beginSession(document, context.now);
      const { id } = newSession(workspace, context.now);
      return result.kind === 'refused'
        ? result
        : planEdits(context, result.edits, outcome('session.started', { workspace, id }));
    }),
});

export const finishSession = onDocument({
  id: 'end_session',
  description: 'Ends the open session of a workspace: what was done, and where the next one goes on.',
  input: z.strictObject({
    ...documentInput,
    summary: textInput('what was accomplished'),
    ...whereInput,
    nextSteps: lines('what comes next'),
    files: lines('path of a file that was changed'),
    blockers: lines('what is in the way'),
  }),
  refusals: [...recordRefusals, ...resumptionRefusals, 'session.none', 'session.summary'],
  plan: (context, { summary, nextSteps = [], files = [], position, nextAction, blockers }) =>
    onRecord(context, (document, workspace) => {
      if (summary.trim() === '') return refusal('session.summary', {});
      const open = openSession(document);
      if (open === undefined) return refusal('session.none', { path: document.id.path });
      // Whoever comes next could not go on.
      const stale = nextAction ?? nextActionOf(document);
      if (stale !== undefined && refuseResumption({ nextAction: stale }) !== undefined)
        return refusal('resumption.nextAction', { text: stale });
      const end = { summary: summary.trim(), nextSteps, files };
      const result = endSession(document, open, end, { position, nextAction, blockers }, context.now);
      return result.kind === 'refused'
        ? result
        : planEdits(context, result.edits, outcome('session.ended', { workspace, id: idOf(open) }));
    }),
});

function idOf(session: Parameters<typeof findMember>[0]): string {
  return textOf(findMember(session, 'id', 'session_id', 'sessionId')?.value) ?? '';
}
