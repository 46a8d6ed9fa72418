import type { ProjectIndex } from '../core/index/projectIndex.ts';
import { isProgressFile, pathOf, type Stream, type Task } from '../core/model/item.ts';
import { comparable } from '../core/model/rowIdentity.ts';
import { holdersOf, toKey, type Key } from '../core/text/key.ts';
import { shownText, shownTitle } from '../core/views/shownText.ts';
import { nearest } from '../core/text/nearest.ts';
import type { Opened } from './opened.ts';
import { Ended, refused, untrusted, type Reply } from './reply.ts';

/** Which stream is meant, where it is not that of the branch that is checked out. */
export interface StreamChoice {
  /** A branch, or what a stream without one is called. */
  readonly branch?: string | undefined;
  /** Path of one of its files, where it has several. */
  readonly file?: string | undefined;
}

/** How the file is said. */
export const fileOption = {
  description: 'one of the progress files of a branch that has several',
  value: 'PATH',
} as const;

/** A task, the stream that it is in unless it is one by itself, and the document that is changed with it. */
export interface FoundTask {
  readonly stream?: Stream;
  readonly task: Task;
  readonly document: Key;
}

/** So many names are told where one is not known, or is not clear. */
const namesTold = 5;

/** The stream that is meant. Reads no more than it takes, and ends the command where that is none or several. */
export async function findStream(opened: Opened, choice: StreamChoice): Promise<Stream> {
  const { wanted, index, streams } = await findAll(opened, choice);
  const speaking = wanted === undefined ? streams : speakingOf(streams);
  const [only] = speaking;
  if (only !== undefined && speaking.length === 1) return only;
  throw new Ended(
    only === undefined ? noStream(index, wanted, choice, opened.branch) : severalStreams(speaking, wanted),
  );
}

/** The same with the records of other systems on the branch. */
export async function findStreams(opened: Opened, choice: StreamChoice): Promise<readonly Stream[]> {
  await opened.whole();
  const { streams } = await findAll(opened, choice);
  const meant = await findStream(opened, choice);
  return [meant, ...streams.filter((each) => each !== meant && !isProgressFile(each))];
}

async function findAll(opened: Opened, choice: StreamChoice) {
  const wanted = choice.branch ?? opened.branch;
  if (wanted !== undefined && wanted === opened.branch) {
    await opened.ownBranch();
    const own = streamsIn(opened, wanted, choice);
    const index = opened.known()?.index;
    if (own.length > 0 && index !== undefined) return { wanted, index, streams: own };
  }
  const { index } = await opened.whole();
  const streams =
    wanted === undefined ? filesOf(opened, index.streams(), choice) : streamsIn(opened, wanted, choice);
  return { wanted, index, streams };
}

/** What speaks for a branch: its progress files; without any, the first of the records that other systems keep. */
function speakingOf(streams: readonly Stream[]): readonly Stream[] {
  const files = streams.filter(isProgressFile);
  return files.length > 0 ? files : streams.slice(0, 1);
}

function streamsIn(opened: Opened, name: string, choice: StreamChoice): readonly Stream[] {
  const index = opened.known()?.index;
  if (index === undefined) return [];
  const ofBranch = index.streamsOfBranch(name);
  const named = ofBranch.length > 0 ? ofBranch : index.streams().filter((stream) => stream.name === name);
  return filesOf(opened, named.length > 0 ? named : endingWith(index, name), choice);
}

/** `rpc-retry` is `feat/rpc-retry`, where no other branch ends so. */
function endingWith(index: ProjectIndex, name: string): readonly Stream[] {
  const found = index.streams().filter((stream) => stream.name.endsWith(`/${name}`));
  return new Set(found.map((stream) => stream.name)).size === 1 ? found : [];
}

function filesOf(
  opened: Opened,
  streams: readonly Stream[],
  { branch, file }: StreamChoice,
): readonly Stream[] {
  if (file === undefined)
    return branch === undefined && opened.branch === undefined ? streams : opened.nearest(streams);
  const meant = opened
    .pathsOf(file)
    .map((path) => streams.filter(({ parts }) => parts.some((part) => pathOf(part) === path)));
  return meant.find((each) => each.length > 0) ?? [];
}

/**
 * The task that is meant by its key, its ID, its title or a part of it that is one task's alone: in the branch that is checked out
 * first, else anywhere. Ends the command where there is none or several.
 */
export async function findTask(opened: Opened, words: string, choice: StreamChoice): Promise<FoundTask> {
  const byKey = await findByKey(opened, words);
  if (byKey !== undefined) return byKey;
  if (choice.branch !== undefined || choice.file !== undefined || opened.branch !== undefined) {
    const isChosen = choice.branch !== undefined || choice.file !== undefined;
    const matchIn = (streams: readonly Stream[]): readonly FoundTask[] => {
      const index = opened.known()?.index;
      return index === undefined ? [] : match(index, streams, words);
    };
    let streams = isChosen ? [await findStream(opened, choice)] : await ownStreams(opened);
    let found = matchIn(streams);
    if (isChosen && found.length === 0) found = matchIn((streams = await findStreams(opened, choice)));
    const [only] = found;
    if (only !== undefined && found.length === 1) return only;
    if (found.length > 1) throw new Ended(severalTasks(found, words));
    if (isChosen) throw new Ended(noTask(streams, words));
  }
  const { index } = await opened.whole();
  const inStreams = match(index, index.streams(), words, true);
  const found = inStreams.length > 0 ? inStreams : matchItems(index, words);
  const [only] = found;
  if (only !== undefined && found.length === 1) return only;
  throw new Ended(found.length > 1 ? severalTasks(found, words) : noTask(index.streams(), words));
}

async function ownStreams(opened: Opened): Promise<readonly Stream[]> {
  await opened.ownBranch();
  return opened.branch === undefined ? [] : streamsIn(opened, opened.branch, {});
}

/** By a key that an answer gave: it names the document, and no other one is read. */
async function findByKey(opened: Opened, words: string): Promise<FoundTask | undefined> {
  if (!words.includes('#')) return undefined;
  const key = toKey(words);
  const rules = opened.project.rulesOf(opened.folder);
  const holders = [...holdersOf(key)].filter((each) => rules.formatsOf(each).length > 0);
  await opened.documentsOf(holders);
  const here = opened.known()?.index;
  const found = here === undefined ? undefined : keyed(here, key);
  if (found !== undefined || holders.length > 0) return found;
  // The key of a document of another worktree, or of a commit.
  return keyed((await opened.whole()).index, key);
}

function keyed(index: ProjectIndex, key: Key): FoundTask | undefined {
  for (const stream of index.streams()) {
    const task = stream.tasks.find((each) => each.key === key);
    if (task !== undefined) return { stream, task, document: index.keyOf(task.location) };
  }
  return undefined;
}

/** A way in which words may mean a task. */
type Way = (task: Task, words: string) => boolean;

/** Numbers begin anew in each branch. */
const byNumber: Way = ({ number }, words) =>
  number !== undefined && folded(number) === words.replace(/^#/, '');

/** What counts as the task: the first of these ways in which any does. */
const ways: readonly Way[] = [
  ({ id }, words) => id !== undefined && folded(id) === words,
  ({ title, renderedTitle }, words) =>
    [title.value, renderedTitle ?? ''].some((each) => folded(each) === words),
  byNumber,
  ({ mentions }, words) => mentions.some((each) => folded(each.id) === words),
  ({ title }, words) => folded(title.value).startsWith(words),
  ({ title }, words) => folded(title.value).includes(words),
];

function match(
  index: ProjectIndex,
  streams: readonly Stream[],
  words: string,
  isAnywhere = false,
): readonly FoundTask[] {
  const wanted = folded(words);
  if (wanted === '') return [];
  for (const isMeant of ways) {
    if (isAnywhere && isMeant === byNumber) continue;
    const found = streams.flatMap((stream) =>
      stream.tasks
        .filter((task) => isMeant(task, wanted))
        .map((task) => ({ stream, task, document: index.keyOf(task.location) })),
    );
    if (found.length > 0) return found;
  }
  return [];
}

/** The backlog items that are tasks by themselves, where they say what can be done with them. */
function matchItems(index: ProjectIndex, words: string): readonly FoundTask[] {
  const wanted = folded(words);
  const all = index
    .workItems('backlog')
    .flatMap(({ task, shelf }) =>
      shelf === 'archived' || task.can.owner === 'none' ? [] : [{ task, document: task.key }],
    );
  const [named = []] = [
    all.filter(({ task }) => String(task.key) === words.trim()),
    ...ways.map((isMeant) => all.filter(({ task }) => isMeant(task, wanted))),
  ].filter((found) => found.length > 0);
  return named;
}

function folded(text: string): string {
  return comparable(text).trim().toLowerCase();
}

function severalTasks(found: readonly FoundTask[], words: string): Reply {
  const told = found.slice(0, namesTold);
  return refused(
    'task.several',
    `“${shownText(words)}” fits ${found.length} tasks. Name one by its key.`,
    {
      tasks: told.map(({ stream, task }) => ({
        key: task.key,
        title: untrusted(task.title.value),
        ...(stream === undefined ? {} : { branch: untrusted(stream.name) }),
      })),
    },
    [
      ...told.map(
        ({ stream, task }) =>
          `${shownTitle(task)} (${shownText(stream?.name ?? task.id ?? '')}): ${shownText(task.key, 400)}`,
      ),
      ...more(found.length),
    ],
  );
}

function noTask(streams: readonly Stream[], words: string): Reply {
  const titles = streams.flatMap(({ tasks }) => tasks.map((task) => shownTitle(task)));
  const wanted = new Set(
    folded(words)
      .split(/\W+/)
      .filter((word) => word.length > 2),
  );
  const like = titles.filter((title) =>
    folded(title)
      .split(/\W+/)
      .some((word) => wanted.has(word)),
  );
  const near = nearest(words, titles);
  const told = [...new Set([...(near === undefined ? [] : [near]), ...like])].slice(0, namesTold);
  return refused(
    'task.unknown',
    `No task is called “${shownText(words)}”.`,
    { near: told.map(untrusted) },
    told.length > 0
      ? told.map((title) => `near: ${title}`)
      : ['throughline list BRANCH shows the tasks of a branch'],
  );
}

function severalStreams(streams: readonly Stream[], branch: string | undefined): Reply {
  const files = streams.map((stream) => pathOf(stream));
  const told = files.slice(0, namesTold).map((file) => shownText(file));
  return branch === undefined
    ? refused(
        'branch.unnamed',
        'No branch is checked out here. Name one with --branch.',
        { branches: streams.slice(0, namesTold).map(({ name }) => untrusted(name)) },
        streams.slice(0, namesTold).map(({ name }) => `--branch ${shownText(name)}`),
      )
    : refused(
        'branch.files',
        `${shownText(branch)} has ${streams.length} progress files. Name one with --file.`,
        { files: told },
        told.map((file) => `--file ${file}`),
      );
}

function noStream(
  index: ProjectIndex,
  branch: string | undefined,
  { file }: StreamChoice,
  here: string | undefined,
): Reply {
  const names = index.streams().map(({ name }) => name);
  if (file !== undefined)
    return refused(
      'stream.unknown',
      `${shownText(file)} is no progress file of ${shownText(branch ?? 'a branch')}.`,
    );
  if (branch === undefined)
    return refused(
      'branch.unnamed',
      'No branch is checked out here, and none is tracked. Name one with --branch.',
    );
  const near = nearest(branch, names);
  return refused(
    'stream.unknown',
    `${shownText(branch)} has no progress file.`,
    { near: near === undefined ? [] : [untrusted(near)] },
    [
      ...(near === undefined ? [] : [`near: ${shownText(near)}`]),
      branch === here
        ? 'create one with: throughline progress'
        : 'throughline list shows the branches that have one',
    ],
  );
}

function more(count: number): string[] {
  return count > namesTold ? [`and ${count - namesTold} more`] : [];
}
