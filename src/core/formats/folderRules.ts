import type { SettingProblem } from '../model/codes/settings.ts';
import { defaultCriteria, toCriteriaShape, type CriteriaShape } from '../model/criteria.ts';
import type { Checkouts } from '../model/branch.ts';
import type { StreamPart } from '../model/item.ts';
import type { LinkRole } from '../model/link.ts';
import {
  noConfigs,
  type FolderConfigs,
  type FolderSettings,
  type Root,
  type SystemId,
} from '../model/system.ts';
import type { DocumentId } from '../text/document.ts';
import type { Key } from '../text/key.ts';
import { toRelativeGlob, type RelativeGlob } from '../text/glob.ts';
import { fitsSyntax } from '../text/syntax.ts';
import type { ChangeStore } from './format.ts';
import type { Format, FoundBranch, ItemMaker, Merge, ParseContext, System } from './format.ts';

/** A format that a path is of, and the root that decides how it is read. */
export interface FoundFormat {
  readonly format: Format;
  readonly root: Root;
}

/** Where a system has a path: in one of its roots, or nowhere. */
interface PlaceIn {
  readonly system: System;
  readonly root: Root;
  readonly isThere: boolean;
}

/** What is asked of a path again and again. */
interface Looked {
  readonly formats: readonly FoundFormat[];
  /** That it lies in, at most one of each system, the innermost first. */
  readonly roots: readonly Root[];
}

/** What is read in a folder, and how: all systems by the settings of the folder. Always usable, whatever the settings say. */
export class FolderRules {
  readonly settings: FolderSettings;
  readonly criteria: CriteriaShape;
  /** What of the settings cannot be used. */
  readonly problems: readonly SettingProblem[];
  /** The configurations that are there. */
  readonly configs: FolderConfigs;
  /** Equal exactly when the settings and the configurations are. */
  readonly key: string;
  /** Roots that are looked into even where nothing shows one; the first is where new documents go. */
  readonly homes: readonly Root[];
  readonly #systems: readonly System[];
  /** What was found that shows roots together; undefined before anybody looked. */
  #signs: ReadonlySet<string> | undefined;
  #last: { readonly path: string; readonly places: readonly PlaceIn[] } | undefined;
  /** Of paths that fit a format. */
  readonly #looked = new Map<string, Looked>();
  /** The same for all paths that fit the same formats in the same roots: many do. */
  readonly #shared = new Map<string, Looked>();
  /** Of formats that globs alone say the paths of, by root. */
  readonly #fits = new Map<Format, Map<string, (path: string) => boolean>>();

  /** @param all all systems there are; the settings choose among them */
  constructor(all: readonly System[], settings: FolderSettings, configs: FolderConfigs = noConfigs) {
    const chosen = chooseSystems(all, settings['systems']);
    const { systems } = chosen;
    this.#systems = systems;
    this.settings = settings;
    this.configs = configs;
    this.key = JSON.stringify([settings, [...configs]]);
    const { criteria, problems } = readCriteria(settings['criteriaPattern']);
    this.criteria = criteria;
    this.problems = [
      ...chosen.problems,
      ...systems.flatMap((system) => system.problems?.(settings) ?? []),
      ...problems,
    ];
    this.homes = systems.flatMap((system) => system.home?.(settings) ?? []);
  }

  /** Takes what was found when the folder was listed: some roots are shown only by what stands beside each other. */
  takeFound(paths: Iterable<string>): void {
    const signs = new Set([...paths].filter((path) => this.isSign(path)));
    const before = this.#signs;
    this.#signs = signs;
    if (before?.size === signs.size && [...signs].every((each) => before.has(each))) return;
    this.#last = undefined;
    this.#looked.clear();
    this.#shared.clear();
  }

  /** Whether a file shows a root together with others. */
  isSign(path: string): boolean {
    return this.#systems.some((system) => system.isSign?.(path) === true);
  }

  /** Whether a file may show a root, or no more, that was not there when the folder was listed. */
  isNewSign(path: string): boolean {
    return this.#signs?.has(path) === false && this.isSign(path);
  }

  /** Globs, from the folder, of what shows roots, and of documents that stand in none. */
  get markers(): readonly string[] {
    return this.#systems.flatMap((system) => system.markers(this.settings));
  }

  /**
   * The formats that a path fits, in the order in which the document is asked whether it is one, down to one that takes whatever fits;
   * none for what is of no concern.
   */
  formatsOf(path: string): readonly FoundFormat[] {
    return this.#lookAt(path).formats;
  }

  /** Where items can be made that have an ID, and how. */
  get itemRoots(): readonly { readonly root: Root; readonly items: ItemMaker }[] {
    return this.#systems.flatMap(({ items }) =>
      items === undefined ? [] : items.roots(this.configs).map((root) => ({ root, items })),
    );
  }

  /** How systems keep changes to living specs. */
  get changeStores(): readonly { readonly id: SystemId; readonly store: ChangeStore }[] {
    return this.#systems.flatMap(({ id, changes }) =>
      changes === undefined ? [] : [{ id, store: changes }],
    );
  }

  /** Whether a document decides where roots are, or how other documents are read. */
  isConfig(path: string): boolean {
    return this.#systems.some((system) => system.isConfig?.(path) === true);
  }

  /** What may stand beside listed documents, and is not searched for. */
  besideOf(paths: Iterable<string>): readonly string[] {
    return [...paths].flatMap((path) => this.#systems.flatMap((system) => system.beside?.(path) ?? []));
  }

  /** The format of a document that a link with a role makes known, wherever it stands. */
  findLinked(role: LinkRole, path: string): FoundFormat | undefined {
    for (const { system, root } of this.#placesOf(path)) {
      const format = system.formats.find((each) => each.linkedAs === role);
      if (format !== undefined && fitsSyntax(format.syntax, path)) return { format, root };
    }
    return undefined;
  }

  /** The format of what stands at or below a path that nobody could look at. */
  formatBelow(path: string): Format | undefined {
    for (const system of this.#systems) {
      const format = system.formatBelow?.(path, this.settings);
      if (format !== undefined) return format;
    }
    return this.formatsOf(path)[0]?.format;
  }

  /** What people look at first. */
  get firstFormat(): Format | undefined {
    return this.#systems[0]?.formats[0];
  }

  /** The roots that a path lies in, at most one of each system, the innermost first. */
  rootsOf(path: string): readonly Root[] {
    return this.#lookAt(path).roots;
  }

  /** The innermost root that a path lies in; undefined for what stands in none. */
  rootOf(path: string): Root | undefined {
    return this.#lookAt(path).roots[0];
  }

  /** The folder that a path speaks of: the one whose work its root holds, else its own. Relative; empty for the folder itself. */
  placeOf(path: string): string {
    return this.rootOf(path)?.place ?? path.slice(0, Math.max(0, path.lastIndexOf('/')));
  }

  streamAt(path: string): Key | undefined {
    for (const system of this.#systems) {
      const found = system.streamAt?.(path, { configs: this.configs, signs: this.#signs });
      if (found !== undefined) return found;
    }
    return undefined;
  }

  groupOf(path: string): string | undefined {
    for (const { format } of this.formatsOf(path)) {
      const found = format.groupOf?.(path);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  /** What is listed below a root as the disk has it. */
  listedIn(root: Root): readonly RelativeGlob[] {
    return this.#globsIn(root, ({ listed }) => listed === 'everywhere');
  }

  /** What is read in the commits of branches below a root. */
  committedIn(root: Root): readonly RelativeGlob[] {
    return this.#globsIn(root, ({ inCommits }) => inCommits === true);
  }

  /** What is read in other worktrees besides that. */
  get inWorktrees(): readonly RelativeGlob[] {
    return this.#systems
      .flatMap(({ formats }) => formats.flatMap((format) => format.inWorktrees ?? []))
      .map((pattern) => ({ base: '', pattern }));
  }

  /** See `Format.branchOf`. */
  branchOf(
    document: DocumentId,
    part: StreamPart | undefined,
    checkouts: Checkouts,
  ): FoundBranch | undefined {
    for (const { format } of this.formatsOf(document.path)) {
      const found = format.branchOf?.(document, part, checkouts, this.#signs);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  /** Whether the name of a document says that it is of a branch. */
  isNamedAfter(path: string, branch: string): boolean {
    return this.formatsOf(path).some(({ format }) => format.isNamedAfter?.(path, branch) === true);
  }

  /** How two versions of a text are merged; what no format reads by lines, as any of them does with what it does not know. */
  mergeOf(path: string): Merge | undefined {
    const format =
      this.formatBelow(path) ??
      this.#systems.flatMap(({ formats }) => formats).find(({ merge }) => merge !== undefined);
    return format?.merge;
  }

  contextOf(root: Root): ParseContext {
    return { root, criteria: this.criteria };
  }

  #lookAt(path: string): Looked {
    const known = this.#looked.get(path);
    if (known !== undefined) return known;
    const places = this.#placesOf(path);
    const formats = this.#formatsIn(places, path);
    const roots = places.flatMap(({ root, isThere }) => (isThere ? [root] : []));
    const looked = { formats, roots };
    // What is of no concern may be any file there is.
    if (formats.length === 0) return looked;
    const kind = [
      ...formats.map(({ format, root }) => `${format.id} ${nameOf(root)}`),
      ...roots.map(nameOf),
    ].join('\n');
    const shared = this.#shared.get(kind) ?? looked;
    this.#shared.set(kind, shared);
    this.#looked.set(path, shared);
    return shared;
  }

  #formatsIn(places: readonly PlaceIn[], path: string): readonly FoundFormat[] {
    const found: FoundFormat[] = [];
    for (const { system, root } of places)
      for (const format of system.formats) {
        if (format.staysOut === true && this.#isIn(places, system)) continue;
        if (!this.#takes(format, root, path)) continue;
        found.push({ format, root });
        if (format.recognizes === undefined) return found;
      }
    return found;
  }

  /** Where each system has a path, innermost first; for a system of which it is in no root, that is the folder itself. */
  #placesOf(path: string): readonly PlaceIn[] {
    // Several questions are asked of a path in a row.
    if (this.#last?.path === path) return this.#last.places;
    const all = this.#systems
      .map((system): PlaceIn => {
        const found = { configs: this.configs, signs: this.#signs };
        const root = system.rootOf(path, this.settings, found);
        const folder: Root = { system: system.id, path: '', place: '' };
        return { system, root: root ?? folder, isThere: root !== undefined };
      })
      .sort((a, b) => b.root.path.length - a.root.path.length);
    const alone = all.filter(({ system, isThere }) => isThere && system.isAlone === true);
    const places = alone.length === 0 ? all : alone;
    this.#last = { path, places };
    return places;
  }

  /** Whether a path is in a root of another system, as far as anybody has looked. */
  #isIn(places: readonly PlaceIn[], system: System): boolean {
    return this.#signs !== undefined && places.some((each) => each.system !== system && isBelow(each));
  }

  #globsIn(root: Root, wanted: (format: Format) => boolean): readonly RelativeGlob[] {
    return this.#systems
      .filter(({ id }) => id === root.system)
      .flatMap(({ formats }) => formats.filter(wanted))
      .flatMap((format) => format.globs(root, this.settings))
      .map((pattern) => ({ base: root.path, pattern }));
  }

  #takes(format: Format, root: Root, path: string): boolean {
    if (format.accepts !== undefined) return format.accepts(path, this.settings);
    const known = this.#fits.get(format) ?? new Map<string, (path: string) => boolean>();
    this.#fits.set(format, known);
    let fits = known.get(root.path);
    if (fits === undefined) {
      const globs = format.globs(root, this.settings);
      fits = toRelativeGlob(globs.map((pattern) => ({ base: root.path, pattern })));
      known.set(root.path, fits);
    }
    return fits(path);
  }
}

/** Names a root among those of a folder. */
function nameOf({ system, path, place }: Root): string {
  return `${system} ${path}:${place}`;
}

/** Whether a path is in a root that is no more than a part of the folder. */
function isBelow({ root, isThere }: PlaceIn): boolean {
  return isThere && root.path !== '';
}

/** Those that a list of names says; all of them where it says nothing, or nothing that could be meant. */
function chooseSystems(
  all: readonly System[],
  names: unknown,
): { readonly systems: readonly System[]; readonly problems: readonly SettingProblem[] } {
  if (names === undefined || names === null) return { systems: all, problems: [] };
  const setting = 'throughline.systems';
  const known = all.map(({ id }) => id);
  const wanted = Array.isArray(names) ? names.map(String) : undefined;
  const systems = all.filter(({ id }) => wanted?.includes(id) === true);
  if (wanted === undefined || systems.length === 0)
    return { systems: all, problems: [{ code: 'setting.noSystems', data: { setting, known } }] };
  const unknown = wanted.filter((name) => !known.some((id) => id === name));
  return {
    systems,
    problems: unknown.map((name) => ({ code: 'setting.system', data: { setting, name, known } })),
  };
}

function readCriteria(value: unknown): Pick<FolderRules, 'criteria' | 'problems'> {
  if (value === undefined || value === null) return { criteria: defaultCriteria, problems: [] };
  const shape =
    typeof value === 'string'
      ? toCriteriaShape(value)
      : ({ kind: 'unusable', fault: { kind: 'noText' } } as const);
  if (shape.kind === 'shape') return { criteria: shape, problems: [] };
  const { fault } = shape;
  return {
    criteria: defaultCriteria,
    problems: [{ code: 'setting.criteria', data: { setting: 'throughline.criteria.pattern', fault } }],
  };
}
