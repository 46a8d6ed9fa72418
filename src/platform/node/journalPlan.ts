import * as fs from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { refusal, type Refusal } from '../../core/model/refusal.ts';
import type { TextEdit } from '../../core/text/edit.ts';
import type { HeldLock } from '../../project/documentWriter.ts';
import { decode, hasCode, maximumSize, tooLarge } from './disk.ts';
import { beNewIn, makeFolders } from './fileCreation.ts';
import {
  findFile,
  planEdit,
  prepareContent,
  whyNotWritten,
  writeWhole,
  type FoundFile,
} from './fileSteps.ts';
import { filesIn, idOf, type MoveEnd } from './journalMove.ts';
import { placeOf, realPath, type Place } from './lockPlace.ts';
import { FolderExchanged, OpenFolder } from './openFolder.ts';
import { makeOwnFolder } from './ownFolders.ts';
import type { Replacing } from './replacedFiles.ts';
import { sweep } from './temporaryFiles.ts';

/** What becomes of one file in a change of several. */
export type FileStep = EditStep | CreateStep | RemoveStep | MoveStep;

interface EditStep extends LockedFile {
  readonly kind: 'edit';
  readonly edits: readonly TextEdit[];
  /** Looks after the file that is replaced, which somebody may have open. */
  readonly old?: Replacing;
}

interface RemoveStep extends LockedFile {
  readonly kind: 'remove';
}

interface LockedFile {
  readonly path: string;
  /** The file's text, without byte order mark. */
  readonly base: string;
  readonly held: HeldLock;
}

/** Nothing may be there. */
interface CreateStep {
  readonly kind: 'create';
  /** Without links on the way. */
  readonly path: string;
  readonly text: string;
}

/** A folder with all that is in it; nothing may be where it is moved to. */
interface MoveStep {
  readonly kind: 'move';
  /** Without links on the way; it is no link itself. */
  readonly path: string;
  readonly to: string;
  /** See `FolderMove`. */
  readonly mayMove?: (paths: readonly string[]) => Refusal | undefined;
}

/** A folder that may be moved. */
export interface PlannedMove {
  readonly from: MoveEnd;
  readonly to: MoveEnd;
  readonly id: string;
}

/** A file that may be changed as it is to be, with its bytes before and after; none where it is not there. */
export interface PlannedFile {
  readonly kind: 'planned';
  readonly step: FileStep;
  readonly real: string;
  readonly place: Place;
  /** Held open: whoever asked closes it. */
  readonly folder: OpenFolder;
  /** Of the file before. */
  readonly stats: fs.Stats | undefined;
  readonly before: Buffer | undefined;
  readonly after: Buffer | undefined;
  /** Of a folder that is moved. */
  readonly move?: PlannedMove;
}

export type NotPlanned = { readonly kind: 'stale' } | Refusal;

/** Looks whether a file may be changed. Nothing is, but that the folders of a new one are made. */
export function planStep(step: FileStep): PlannedFile | NotPlanned {
  const name = basename(step.path);
  try {
    if (step.kind === 'move') return planMove(step);
    if (step.kind === 'create') {
      const folder = makeFolders(dirname(step.path));
      return keepingOpen(folder, () => planCreation(step, folder));
    }
    const found = findFile(step.path, step.held);
    if (found.kind !== 'found') return found;
    return keepingOpen(found.folder, () => planChange(step, found));
  } catch (error) {
    if (error instanceof FolderExchanged) return refusal('file.moved', { name });
    if (step.kind !== 'create' && hasCode(error, 'ENOENT')) return { kind: 'stale' };
    return refusal('file.notWritten', { name, ...whyNotWritten(error) });
  }
}

/** A folder stays open for what is planned in it, and for nothing else. */
function keepingOpen(folder: OpenFolder, plan: () => PlannedFile | NotPlanned): PlannedFile | NotPlanned {
  let planned: PlannedFile | NotPlanned | undefined;
  try {
    return (planned = plan());
  } finally {
    if (planned?.kind !== 'planned') folder.close();
  }
}

function planCreation(step: CreateStep, folder: OpenFolder): PlannedFile | NotPlanned {
  const name = basename(step.path);
  if (fs.lstatSync(folder.at(name), { throwIfNoEntry: false }) !== undefined) return { kind: 'stale' };
  // As the disk spells it.
  const real = join(realPath(folder.path) ?? folder.path, name);
  const place = placeOf(real);
  // As who takes a lock does: here nobody has one.
  sweep(place, folder.path);
  const after = Buffer.from(step.text);
  // Nobody would look whether it is what was to be written.
  if (after.length > maximumSize) {
    const { problem } = tooLarge(after.length);
    return refusal(problem.code, { name, problem });
  }
  const content = { before: undefined, after };
  return { kind: 'planned', step, real, place, folder, stats: undefined, ...content };
}

/** Nothing is moved from disk to disk: that would take many steps, and might end in the middle of them. */
function planMove(step: MoveStep): PlannedFile | NotPlanned {
  const { path, to } = step;
  const old = new OpenFolder(dirname(path));
  return keepingOpen(old, () => {
    const name = basename(path);
    const stats = fs.lstatSync(old.at(name), { bigint: true, throwIfNoEntry: false });
    if (stats === undefined) return { kind: 'stale' };
    if (!stats.isDirectory()) return refusal('folder.fixed', { path: name, reason: 'noFolder' });
    const why = step.mayMove?.(filesIn(old, name));
    if (why !== undefined) return why;
    const folder = makeFolders(dirname(to));
    return keepingOpen(folder, () => {
      if (fs.lstatSync(folder.at(basename(to)), { throwIfNoEntry: false }) !== undefined)
        return refusal('file.exists', { path: basename(to) });
      const disks = [old.stats().dev, folder.stats().dev, Number(stats.dev)];
      if (new Set(disks).size > 1) return refusal('folder.fixed', { path: name, reason: 'otherDisk' });
      const real = join(realPath(old.path) ?? old.path, name);
      const target = join(realPath(folder.path) ?? folder.path, basename(to));
      const move = { from: { real, folder: old }, to: { real: target, folder }, id: idOf(stats) };
      const content = { stats: undefined, before: undefined, after: undefined };
      // Without git our own folder is beside its new place: among those of the old one it would look like one of them.
      const place = placeOf(target);
      makeOwnFolder(place, 'new');
      return { kind: 'planned', step, real, place, folder: old, move, ...content };
    });
  });
}

function planChange(step: EditStep | RemoveStep, found: FoundFile): PlannedFile | NotPlanned {
  const content =
    step.kind === 'edit' ? planEdit(found, step.base, step.edits) : planRemoval(found, step.base);
  if (content.kind !== 'planned') return content;
  const { real } = step.held.file;
  const { folder, stats } = found;
  return { ...content, step, real, place: placeOf(real), folder, stats };
}

function planRemoval(
  { name, target, stats }: FoundFile,
  base: string,
): { readonly kind: 'planned'; readonly before: Buffer; readonly after: undefined } | NotPlanned {
  // A file that is given back is another one than its other name leads to.
  if (stats.nlink > 1) return refusal('file.hardLink', { name });
  const before = fs.readFileSync(target);
  const decoded = decode(before);
  if (decoded.kind !== 'text' || decoded.text !== base) return { kind: 'stale' };
  return { kind: 'planned', before, after: undefined };
}

/**
 * Writes a content that the file is to have, now or if the change is taken back. False where it cannot have an owner, group and
 * mode that do as well.
 * @param places the best first; the last is beside the file
 */
export function storeContent(
  { place, folder, stats }: PlannedFile,
  content: Uint8Array,
  places: readonly string[],
): boolean {
  const model = folder.stats();
  for (const path of places) {
    const isLast = path === places.at(-1);
    // Only within one disk can a file take another's name.
    if (!isLast && fs.statSync(makeOwnFolder(place, 'new')).dev !== model.dev) continue;
    if (stats === undefined)
      writeWhole(path, content, 0o666, (handle) => {
        beNewIn(handle, model);
      });
    else if (!prepareContent(path, content, stats)) continue;
    if (isLast) folder.flush();
    return true;
  }
  return false;
}
