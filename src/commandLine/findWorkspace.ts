import { belongingOf } from '../core/formats/workspace/workspaceId.ts';
import { isWorkspace, ownWorkspaces } from '../core/formats/workspace/offers.ts';
import { ownNameOf, pathOf, type Stream } from '../core/model/item.ts';
import { shownText } from '../core/views/shownText.ts';
import type { TrackedFolder } from '../project/trackedFolder.ts';
import { nearest } from '../core/text/nearest.ts';
import type { Opened } from './opened.ts';
import { Ended, refused, untrusted, type Reply } from './reply.ts';

/** How a workspace is named. */
export const workspaceOption = {
  description:
    'the workspace: its ID, path, folder or branch; by default that of the branch that is checked out',
  value: 'NAME',
} as const;

/** So many workspaces are told where it is not clear which is meant. */
const workspacesTold = 10;

/**
 * The workspace that is named; without a name that of the branch that is checked out. Ends the command where there is none or several:
 * to read, any of the others can be named then.
 */
export function findWorkspace(
  opened: Opened,
  { index, sources }: TrackedFolder,
  name: string | undefined,
  purpose: 'change' | 'read',
): Stream {
  const all = index.streams().filter(isWorkspace);
  if (name !== undefined) return findNamed(opened, all, sources.checkouts, name);
  const own = ownWorkspaces(all, sources.checkouts);
  const [only] = own;
  if (only !== undefined && own.length === 1) return only;
  throw new Ended(
    own.length > 1 ? severalWorkspaces(own) : noWorkspace(opened, purpose === 'read' ? all : []),
  );
}

function findNamed(
  opened: Opened,
  all: readonly Stream[],
  checkouts: Parameters<typeof belongingOf>[1],
  name: string,
): Stream {
  const paths = opened.pathsOf(name);
  const wanted = name.toLowerCase();
  const isAt = ({ parts }: Stream): boolean =>
    parts.some((part) => {
      const path = pathOf(part);
      return paths.some((each) => each === path || each === path.slice(0, path.lastIndexOf('/')));
    });
  const isCalled = (stream: Stream): boolean =>
    [ownNameOf(stream), stream.name, stream.title].some((each) => each.toLowerCase() === wanted);
  const isOfBranch = ({ location: { document } }: Stream): boolean => {
    const belonging = belongingOf(document, checkouts);
    return (belonging.kind === 'own' ? checkouts?.here : belonging.branch)?.toLowerCase() === wanted;
  };
  const holds = (stream: Stream): boolean => ownNameOf(stream).toLowerCase().includes(wanted);
  for (const fits of [isAt, isCalled, isOfBranch, holds]) {
    const found = all.filter(fits);
    const [only] = found;
    if (only !== undefined && found.length === 1) return only;
    if (found.length > 1) throw new Ended(severalWorkspaces(found));
  }
  const near = nearest(name, all.map(ownNameOf));
  const told = near === undefined ? all.slice(0, workspacesTold).map(ownNameOf) : [near];
  throw new Ended(
    refused(
      'workspace.unknown',
      `No workspace is called “${shownText(name)}”.`,
      { near: told.map(untrusted) },
      told.map((each) => `near: ${shownText(each)}`),
    ),
  );
}

function noWorkspace({ branch }: Opened, all: readonly Stream[]): Reply {
  const start = 'start one with: throughline workspace start --help';
  return refused(
    'workspace.none',
    branch === undefined ? 'There is no workspace here.' : `${shownText(branch)} has no workspace.`,
    { workspaces: all.slice(0, workspacesTold).map(toData) },
    [...all.slice(0, workspacesTold).map(toLine), ...(branch === undefined ? [] : [start])],
  );
}

function severalWorkspaces(found: readonly Stream[]): Reply {
  const told = found.slice(0, workspacesTold);
  return refused(
    'workspace.several',
    `${found.length} workspaces fit. Name one with --workspace.`,
    { workspaces: told.map(toData) },
    told.map(toLine),
  );
}

/** The folder of a workspace, which no other one has. */
function folderOf(stream: Stream): string {
  const path = pathOf(stream);
  return path.slice(0, Math.max(0, path.lastIndexOf('/'))) || path;
}

function toData(stream: Stream): object {
  const { title, status, resumption } = stream;
  return {
    id: untrusted(ownNameOf(stream)),
    folder: untrusted(folderOf(stream)),
    project: untrusted(title),
    ...(status === undefined ? {} : { status }),
    ...(resumption === undefined ? {} : { position: untrusted(resumption.position.value) }),
  };
}

/** The ID with project, status and position, so that whoever resumes one can choose. */
function toLine(stream: Stream): string {
  const { title, status, resumption } = stream;
  const said = [title, status, resumption?.position.value].filter(
    (each) => each !== undefined && each !== '',
  );
  return `--workspace ${shownText(folderOf(stream), 200)}: ${shownText(said.join(' · '), 200)}`;
}
