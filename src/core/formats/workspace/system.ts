import type { Document } from '../../text/syntax.ts';
import type { Format, ParseContext, System, TaskEdits } from '../format.ts';
import type { CriteriaShape } from '../../model/criteria.ts';
import type { ParsedDocument } from '../../model/parsedDocument.ts';
import { addFeature, setFeature } from './featureEdits.ts';
import { addLogNote } from './logEdits.ts';
import {
  featureListGlobs,
  ownFolderOf,
  placeOfWorkspace,
  progressGlobs,
  sessionStateGlobs,
  workspaceFolders,
  workspaceMarkers,
} from './places.ts';
import { parseSessionState } from './sessionState.ts';
import { branchOfWorkspace, refuseOthers } from './workspaceId.ts';
import { isFeatureList, isProgress, parseFeatureList, parseProgress } from './workspace.ts';

const listEdits: TaskEdits<'data'> = { set: setFeature, add: addFeature };
const features = format('workspace.features', featureListGlobs, isFeatureList, parseFeatureList, listEdits);
const progress = format('workspace.progress', progressGlobs, isProgress, parseProgress, {
  ...listEdits,
  addNote: addLogNote,
});

const session: Format<'data'> = {
  id: 'workspace.session',
  syntax: 'data',
  holds: 'stream',
  globs: (root) => (root.path === '' ? sessionStateGlobs.map((name) => `**/${name}`) : []),
  accepts: isSessionState,
  listed: 'search',
  isForOneMachine: () => true,
  *parseInSteps(document) {
    yield;
    return parseSessionState(document);
  },
};

/** Other tools have files of that name: it is one where a workspace is. */
function isSessionState(path: string): boolean {
  return isNamed(path, sessionStateGlobs) && ownFolderOf(path) !== undefined;
}

function format(
  id: Format['id'],
  names: readonly string[],
  recognizes: (document: Document<'data'>) => boolean,
  parse: (document: Document<'data'>, criteria: CriteriaShape) => ParsedDocument,
  tasks: TaskEdits<'data'>,
): Format<'data'> {
  return {
    id,
    syntax: 'data',
    holds: 'stream',
    // They stand anywhere, and are found by their names.
    globs: (root) => (root.path === '' ? names.map((name) => `**/${name}`) : []),
    accepts: (path) => isNamed(path, names) && workspaceFolders([path]).length > 0,
    listed: 'search',
    isForOneMachine: (path) => ownFolderOf(path) !== undefined,
    recognizes,
    inWorktrees: names.map((name) => `.claude/workspaces/*/${name}`),
    branchOf: (document, _part, checkouts) => branchOfWorkspace(document, checkouts),
    refuseOthers,
    tasks,
    *parseInSteps(document: Document<'data'>, { criteria }: ParseContext) {
      yield;
      return parse(document, criteria);
    },
  };
}

/** `active.json` is a name for anything: it is one of these in the folder that is kept for it alone. */
function isNamed(path: string, names: readonly string[]): boolean {
  const name = path.slice(path.lastIndexOf('/') + 1);
  return names.includes(name) && (name !== 'active.json' || path.endsWith(harness));
}

const harness = '.claude-harness/features/active.json';

/** Workspaces of agents, kept as JSON in a folder. */
export const workspace: System = {
  id: 'workspace',
  formats: [features, progress, session],
  markers: () => workspaceMarkers,
  beside: (path) => {
    const own = isNamed(path, progressGlobs) ? ownFolderOf(path) : undefined;
    return own === undefined ? [] : sessionStateGlobs.map((name) => `${own.folder}/${name}`);
  },
  rootOf: (path) => {
    const isOne = isNamed(path, [...progressGlobs, ...featureListGlobs]) || isSessionState(path);
    const [folder] = isOne ? workspaceFolders([path]) : [];
    return folder === undefined
      ? undefined
      : { system: 'workspace', path: '', place: placeOfWorkspace(folder) };
  },
};
