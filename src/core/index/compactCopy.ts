import { perStep, type Steps } from '../base/steps.ts';
import type {
  Criterion,
  Field,
  Mention,
  Note,
  Part,
  Spec,
  StreamPart,
  Task,
  WorkItem,
} from '../model/item.ts';
import { type Key, keysIn, nameIn, toKey } from '../text/key.ts';
import type { Location } from '../text/document.ts';
import type { Link } from '../model/link.ts';
import type { ParsedDocument } from '../model/parsedDocument.ts';
import type { Problem } from '../model/problem.ts';
import type { Sourced } from '../model/sourced.ts';
import { flatten } from '../text/sourceText.ts';

/**
 * Makes the copy of a parsed file that the index keeps: no string of it is a part of the file's text, which would keep all of that
 * alive; what rows have in common is there once for all files; lists have no room to grow; and values have no ranges, as those are
 * true of the text that was parsed alone, and would double what is kept. Items keep theirs, and so do problems and links, which
 * the index tells of.
 */
export class CompactCopies {
  readonly #words = new Shared((word) => word);
  readonly #statuses = new SharedValues<Task['status']['value']>();
  readonly #owners = new SharedValues<string | undefined>();
  readonly #texts = new SharedValues<string>();
  /** The mention of an ID alone: nearly every row names one. */
  readonly #mentions = new Shared((id): readonly [Mention] => [{ id }]);

  *copy(parsed: ParsedDocument): Steps<ParsedDocument> {
    const { id, key, format, holds, elsewhere, facts } = parsed;
    const lineStarts = parsed.lineStarts.slice();
    const problems = yield* mapInSteps(parsed.problems, copyProblem);
    const parts: Part[] = [];
    for (const part of parsed.parts) parts.push(yield* this.#part(part, key));
    const copy = { id, key, format, holds, lineStarts, parts: parts.slice(), problems };
    return {
      ...copy,
      ...(elsewhere === undefined ? {} : { elsewhere }),
      ...(facts === undefined ? {} : { facts }),
    };
  }

  #part(part: Part, document: Key): Steps<Part> {
    switch (part.kind) {
      case 'streamPart':
        return this.#streamPart(part, document);
      case 'workItem':
        return this.#workItem(part);
      case 'spec':
        return this.#spec(part);
    }
  }

  *#streamPart(part: StreamPart, document: Key): Steps<StreamPart> {
    const { title, name, branch, pullRequest, status, resumption, sessions, archivedAt } = part;
    const { fields, links, tasks, groups, notes, branchClue, questions, deltas } = part;
    const keyFor = keysFor(document);
    const kept: Draft<StreamPart> = { ...part };
    if (title !== undefined) kept.title = copyValue(title);
    if (name !== undefined) kept.name = flatten(name);
    if (branch !== undefined) kept.branch = flatten(branch);
    if (branchClue !== undefined) kept.branchClue = copyTree(branchClue);
    if (questions !== undefined) kept.questions = copyTree(questions);
    if (deltas !== undefined) kept.deltas = yield* mapInSteps(deltas, copyTree);
    if (pullRequest?.url !== undefined) kept.pullRequest = { ...pullRequest, url: flatten(pullRequest.url) };
    if (status !== undefined) kept.status = copyValue(status);
    if (archivedAt !== undefined) kept.archivedAt = flatten(archivedAt);
    if (resumption !== undefined) kept.resumption = copyTree(resumption);
    if (sessions !== undefined) kept.sessions = copyTree(sessions);
    if (fields !== undefined) kept.fields = yield* mapInSteps(fields, (each) => this.#field(each));
    if (links !== undefined) kept.links = yield* mapInSteps(links, copyLink);
    if (tasks !== undefined) kept.tasks = yield* mapInSteps(tasks, (each) => this.#task(each, keyFor));
    if (groups !== undefined)
      kept.groups = yield* mapInSteps(groups, ({ location, count, listStart, title: heading }) => ({
        location,
        count,
        ...(listStart === undefined ? {} : { listStart }),
        ...(heading === undefined ? {} : { title: this.#words.get(heading) }),
      }));
    if (notes !== undefined) kept.notes = yield* mapInSteps(notes, (each) => this.#note(each));
    return kept;
  }

  #task<Place extends Location>(task: Task<Place>, keyFor: KeyFor): Draft<Task<Place>> {
    const { title, text, renderedTitle, id, number, heading, ranges, deferred } = task;
    const own = copyValue(title);
    // Short ones are IDs or a word, which several rows have.
    const ownText =
      text === undefined ? undefined : text.written.length < 13 ? this.#texts.get(text) : copyValue(text);
    const ownHeading = heading === undefined ? undefined : this.#words.get(heading);
    const key = keyFor(task, own.value);
    const status = this.#statuses.get(task.status);
    const owner = this.#owners.get(task.owner);
    const mentions = this.#mentionsOf(task);
    const links = task.links.length === 0 ? none : task.links.map(copyLink);
    const fields = task.fields.length === 0 ? none : task.fields.map((each) => this.#field(each));
    const { kind, can, location } = task;
    // What is added to an object, or spread into it, takes more room: nearly all rows have a heading and notes.
    let kept: Draft<Task<Place>>;
    if (ownText !== undefined && ownHeading !== undefined)
      kept = {
        kind,
        key,
        title: own,
        status,
        owner,
        text: ownText,
        heading: ownHeading,
        mentions,
        links,
        fields,
        can,
        location,
      };
    else {
      kept = { kind, key, title: own, status, owner, mentions, links, fields, can, location };
      if (ownText !== undefined) kept.text = ownText;
      if (ownHeading !== undefined) kept.heading = ownHeading;
    }
    if (renderedTitle !== undefined) kept.renderedTitle = flatten(renderedTitle);
    if (id !== undefined) kept.id = flatten(id);
    if (number !== undefined) kept.number = flatten(number);
    if (task.ambiguous === true) kept.ambiguous = true;
    if (task.cutOff === true) kept.cutOff = true;
    if (task.inConflict === true) kept.inConflict = true;
    if (ranges !== undefined)
      kept.ranges = ranges.map((each) => ({ ...each, family: this.#words.get(each.family) }));
    if (deferred === true) kept.deferred = true;
    if (task.checks !== undefined) kept.checks = copyTree(task.checks);
    if (task.dependsOn !== undefined) kept.dependsOn = task.dependsOn.map(copyPlaced);
    if (task.parent !== undefined) kept.parent = copyPlaced(task.parent);
    if (task.idRange !== undefined) kept.idRange = task.idRange;
    return kept;
  }

  #mentionsOf({ mentions }: Task): readonly Mention[] {
    const [first] = mentions;
    if (first === undefined) return none;
    if (mentions.length === 1 && first.ofGroup === undefined) return this.#mentions.get(first.id);
    return mentions.map(({ id, ofGroup }) => {
      const [known] = this.#mentions.get(id);
      return ofGroup === undefined ? known : { id: known.id, ofGroup };
    });
  }

  #note({ kind, key, text, author, time, links, location }: Note): Note {
    const own = flatten(text);
    const ownLinks = links.length === 0 ? none : links.map(copyLink);
    return {
      kind,
      key,
      text: own,
      links: ownLinks,
      location,
      ...(author === undefined ? {} : { author: this.#words.get(author) }),
      ...(time === undefined ? {} : { time: flatten(time) }),
    };
  }

  *#workItem(item: WorkItem): Steps<WorkItem> {
    const { priority, branch, created, summary, milestone, notes } = item;
    const { key, fields, links } = item.task;
    // A file may have more of them than a row.
    const task = this.#task({ ...item.task, fields: none, links: none }, keysFor(key));
    task.fields = yield* mapInSteps(fields, (each) => this.#field(each));
    task.links = yield* mapInSteps(links, copyLink);
    const kept: Draft<WorkItem> = { ...item, task };
    if (priority !== undefined) kept.priority = this.#texts.get(priority);
    if (branch !== undefined) kept.branch = copyValue(branch);
    if (created !== undefined) kept.created = flatten(created);
    if (milestone !== undefined) kept.milestone = this.#words.get(milestone);
    if (notes !== undefined) kept.notes = yield* mapInSteps(notes, (each) => this.#note(each));
    if (summary !== undefined) kept.summary = flatten(summary);
    return kept;
  }

  *#spec(spec: Spec): Steps<Spec> {
    const { title, name, state, criteria } = spec;
    return {
      ...spec,
      title: flatten(title),
      name: flatten(name),
      ...(state === undefined ? {} : { state: flatten(state) }),
      criteria: yield* mapInSteps(criteria, copyCriterion),
    };
  }

  #field({ name, value, firstParagraph }: Field): Field {
    const kept = { name: this.#words.get(name), value: flatten(value) };
    return firstParagraph === undefined ? kept : { ...kept, firstParagraph };
  }
}

const none: readonly never[] = [];

/** The key of a task, whose title has a string of its own. */
type KeyFor = (task: Task, ownTitle: string) => Key;

/** Gives tasks their keys again: those of a document share the text of its own, and mostly that of the title. */
function keysFor(holder: Key): KeyFor {
  const keyOf = keysIn(holder);
  return ({ key, title }, ownTitle) => {
    if (key === holder) return holder;
    const name = nameIn(holder, key);
    if (name === undefined) return toKey(flatten(key));
    return keyOf(name === title.value ? ownTitle : flatten(name));
  };
}

type Draft<T> = { -readonly [Member in keyof T]: T[Member] };

/** Files that have a word of their own in every row share nothing: so many are kept at most. */
const mostShared = 10_000;

/** What is made of a word, once for all that say it. */
class Shared<T> {
  readonly #known = new Map<string, T>();
  readonly #make: (word: string) => T;

  constructor(make: (word: string) => T) {
    this.#make = make;
  }

  get(word: string): T {
    const known = this.#known.get(word);
    if (known !== undefined) return known;
    if (this.#known.size >= mostShared) this.#known.clear();
    const own = flatten(word);
    const made = this.#make(own);
    this.#known.set(own, made);
    return made;
  }
}

/** Values without their ranges, each once: by what is written, as that nearly always means the same. */
class SharedValues<T> {
  readonly #known = new Map<string, Sourced<T>>();

  get(value: Sourced<T>): Sourced<T> {
    const known = this.#known.get(value.written);
    if (known !== undefined && known.value === value.value) return known;
    if (this.#known.size >= mostShared) this.#known.clear();
    const own = copyValue(value);
    this.#known.set(own.written, own);
    return own;
  }
}

function copyValue<T>({ value, written }: Sourced<T>): Sourced<T> {
  const own = flatten(written);
  if (typeof value !== 'string') return { value, written: own };
  return { value: (value === written ? own : flatten(value)) as typeof value, written: own };
}

/** A value whose place is told of: of these there are few. */
function copyPlaced<T>(value: Sourced<T>): Sourced<T> {
  const kept = copyValue(value);
  return value.range === undefined ? kept : { ...kept, range: value.range };
}

function copyCriterion({
  kind,
  id,
  text,
  scenarios,
  requirement,
  needsTask,
  location,
}: Criterion): Criterion {
  return {
    kind,
    id: flatten(id),
    text: flatten(text),
    location,
    ...(scenarios === undefined ? {} : { scenarios: scenarios.map(flatten) }),
    ...(requirement === undefined ? {} : { requirement: copyTree(requirement) }),
    ...(needsTask === undefined ? {} : { needsTask }),
  };
}

function copyLink({ role, text, destination, isPlain, ifThere, range }: Link): Link {
  const own = flatten(destination);
  const kept = { role, text: text === destination ? own : flatten(text), destination: own, range };
  return {
    ...kept,
    ...(isPlain === true ? { isPlain } : {}),
    ...(ifThere === true ? { ifThere } : {}),
  };
}

function copyProblem(problem: Problem): Problem {
  return { ...problem, data: copyTree(problem.data) } as Problem;
}

/** The same data in strings of their own, values without their ranges. */
function copyTree<T>(data: T): T {
  return copyData(data) as T;
}

function copyData(data: unknown): unknown {
  if (typeof data === 'string') return flatten(data);
  if (Array.isArray(data)) return data.map(copyData);
  if (typeof data !== 'object' || data === null) return data;
  const isValue = Object.hasOwn(data, 'written');
  return Object.fromEntries(
    Object.entries(data).flatMap(([name, each]) =>
      isValue && name === 'range' ? [] : [[name, copyData(each)]],
    ),
  );
}

function* mapInSteps<T, U>(list: readonly T[], map: (each: T) => U): Steps<readonly U[]> {
  if (list.length === 0) return none;
  const mapped: U[] = [];
  for (const each of list) {
    mapped.push(map(each));
    if (mapped.length % perStep === 0) yield;
  }
  return mapped.slice();
}
