import * as vscode from 'vscode';
import { toKey } from '../../core/text/key.ts';
import { getBrief, type Brief } from '../../core/operations/brief.ts';
import { showSpecStatus } from '../../core/operations/specStatus.ts';
import { resumeWorkspace } from '../../core/operations/resumeWorkspace.ts';
import type { Services } from '../surface.ts';
import { gitViewOf } from './gitView.ts';
import type { FileTarget } from './target.ts';

/** Documents that show a file as a branch has it, rows of a database, and briefs of branches. */
export const branchScheme = 'throughline-branch';

/** What such a document shows. */
export interface BranchDocument extends FileTarget {
  readonly shows: 'file' | 'brief' | 'resume' | 'specs';
  /** The branch, as its tab names it; missing where its address does already. */
  readonly ref?: string;
}

/** The address of a file that is only on a branch: its path (`/feat/x/tracking/...`) is for people, the query says which. */
export function toBranchUri(ref: string, path: string, target: FileTarget): vscode.Uri {
  return toUri(`/${ref}/${path}`, { ...target, shows: 'file', ref });
}

/** The address of a document that is rows of a database: VS Code finds no file there. */
export function toRowsUri(path: string, target: FileTarget): vscode.Uri {
  return toUri(`/${path}`, { ...target, shows: 'file' });
}

/** The address of a branch's brief. */
export function toBriefUri(branch: string, target: FileTarget): vscode.Uri {
  return toUri(`/${branch}/brief.md`, { ...target, shows: 'brief' });
}

/** The address of what whoever resumes a workspace is told. */
export function toResumeUri(workspace: string, target: FileTarget): vscode.Uri {
  return toUri(`/${workspace}/resume.md`, { ...target, shows: 'resume' });
}

/** The address of how a change or a living spec stands; with an empty key, all of them. */
export function toSpecStatusUri(name: string, target: FileTarget): vscode.Uri {
  return toUri(`/${name}/spec.md`, { ...target, shows: 'specs' });
}

function toUri(path: string, { folder, key, shows, ref }: BranchDocument): vscode.Uri {
  return vscode.Uri.from({ scheme: branchScheme, path, query: JSON.stringify([folder, key, shows, ref]) });
}

/** What the tab of a branch's file says: the same file of the working tree may be open beside it. */
export function branchTabLabel(uri: vscode.Uri): string | undefined {
  const { ref } = readBranchUri(uri) ?? {};
  return ref === undefined ? undefined : `${uri.path.slice(uri.path.lastIndexOf('/') + 1)} (${ref})`;
}

/** What such an address names; undefined for every other. */
export function readBranchUri(uri: vscode.Uri): BranchDocument | undefined {
  if (uri.scheme !== branchScheme) return undefined;
  try {
    const parts: unknown = JSON.parse(uri.query);
    if (!Array.isArray(parts)) return undefined;
    const [folder, key, shows, ref] = parts as readonly unknown[];
    if (typeof folder !== 'string' || typeof key !== 'string') return undefined;
    if (shows !== 'file' && shows !== 'brief' && shows !== 'resume' && shows !== 'specs') return undefined;
    return { folder, key: toKey(key), shows, ...(typeof ref === 'string' ? { ref } : {}) };
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** What whoever resumes a workspace is told, as everything is now; undefined when there is none. */
export async function resumeReportOf(
  { project }: Services,
  { folder, key }: FileTarget,
): Promise<string | undefined> {
  const index = project.folder(folder)?.index;
  await project.settled((index?.documentsOf(key) ?? []).map((each) => ({ folder, key: each })));
  const report = project.ask(folder, resumeWorkspace, { document: key }, { me: '' });
  return report.kind === 'resumeReport' ? report.text : undefined;
}

/** How a change or a living spec stands; undefined when there is none. */
export async function specStatusOf(
  { project }: Services,
  { folder, key }: FileTarget,
): Promise<string | undefined> {
  const index = project.folder(folder)?.index;
  const documents = key === '' ? [...(index?.keys() ?? [])] : (index?.documentsOf(key) ?? []);
  await project.settled(documents.map((each) => ({ folder, key: each })));
  const status = project.ask(folder, showSpecStatus, key === '' ? {} : { document: key }, { me: '' });
  return status.kind === 'specStatus' ? status.text : undefined;
}

/** The brief of a stream as everything is now; undefined when there is none. */
export async function briefOf(services: Services, { folder, key }: FileTarget): Promise<Brief | undefined> {
  const { project } = services;
  const index = project.folder(folder)?.index;
  await project.settled((index?.documentsOf(key) ?? []).map((each) => ({ folder, key: each })));
  const git = gitViewOf(services, folder);
  const me = services.owner.name ?? '';
  const brief = project.ask(folder, getBrief, { document: key }, { me, git });
  return brief.kind === 'brief' ? brief : undefined;
}
