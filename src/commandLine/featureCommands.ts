import { isFeature } from '../core/formats/specKit/phases.ts';
import { ownNameOf, pathOf, type Stream } from '../core/model/item.ts';
import { setActiveFeature } from '../core/operations/setActiveFeature.ts';
import { nearest } from '../core/text/nearest.ts';
import { toKey } from '../core/text/key.ts';
import { shownText } from '../core/views/shownText.ts';
import type { TrackedFolder } from '../project/trackedFolder.ts';
import type { Command, CommandContext, Positional } from './command.ts';
import type { Opened } from './opened.ts';
import { done, Ended, refused, untrusted, type Reply } from './reply.ts';
import { askerOf, refusalReply, runWrite, writeOptions } from './writing.ts';

/** So many features are told where it is not clear which is meant. */
const featuresTold = 10;

const featureWord: Positional = {
  name: 'FEATURE',
  description:
    'the feature: its folder, its number or its branch; by default that of the branch that is checked out',
  required: false,
};

/** What an agent types to go on with a feature. */
export const nextOfFeature: Command = {
  name: 'feature next',
  aliases: [],
  summary: 'Says which command of Spec Kit comes next for a feature, as it is installed here.',
  positionals: [featureWord],
  options: {},
  examples: ['feature next', 'feature next 016-avatar'],
  effect: 'read',
  run: async (context) => {
    const opened = context.open();
    const tracked = await opened.whole();
    const stream = findFeature(opened, tracked, context.given.words['FEATURE']);
    const document = tracked.index.keyOf(stream.location);
    const next = await opened.project.nextCommand({ folder: opened.folder, key: document });
    if (next.kind === 'refused') return refusalReply(next);
    const { text, feature } = next;
    return done('feature.next', text, { command: text, feature: untrusted(feature) });
  },
};

export const activateFeature: Command = {
  name: 'feature activate',
  aliases: [],
  summary: setActiveFeature.description,
  positionals: [featureWord],
  options: writeOptions,
  examples: ['feature activate', 'feature activate 016-avatar'],
  effect: 'write',
  run: async (context: CommandContext) => {
    const opened = context.open();
    const me = await askerOf(context, opened);
    const tracked = await opened.whole();
    const stream = findFeature(opened, tracked, context.given.words['FEATURE']);
    const document = toKey(tracked.index.keyOf(stream.location));
    return runWrite(context, setActiveFeature, { document }, { me, document });
  },
};

/** The feature that is named; without a name that of the branch that is checked out, else the only one. */
function findFeature(opened: Opened, { index }: TrackedFolder, name: string | undefined): Stream {
  const all = index.streams().filter(isFeature);
  const own = all.filter(({ branch }) => branch !== undefined && branch === opened.branch);
  const wanted = name?.toLowerCase();
  const paths = name === undefined ? [] : opened.pathsOf(name);
  const isAt = (stream: Stream): boolean =>
    stream.parts.some((part) =>
      paths.some((path) => pathOf(part).startsWith(`${path}/`) || pathOf(part) === path),
    );
  const ways: readonly ((stream: Stream) => boolean)[] =
    wanted === undefined
      ? [(stream) => own.includes(stream), () => own.length === 0]
      : [
          isAt,
          (stream) => [ownNameOf(stream), stream.name].some((each) => each.toLowerCase() === wanted),
          (stream) => ownNameOf(stream).startsWith(`${wanted}-`),
          (stream) => [ownNameOf(stream), stream.title].some((each) => each.toLowerCase().includes(wanted)),
        ];
  for (const fits of ways) {
    const found = all.filter(fits);
    const [only] = found;
    if (only !== undefined && found.length === 1) return only;
    if (found.length > 1) throw new Ended(severalFeatures(found));
  }
  throw new Ended(all.length === 0 || name === undefined ? noFeature(all) : unknownFeature(all, name));
}

function noFeature(all: readonly Stream[]): Reply {
  return refused('feature.none', 'There is no feature of Spec Kit here.', {
    features: all.slice(0, featuresTold).map((stream) => untrusted(ownNameOf(stream))),
  });
}

function unknownFeature(all: readonly Stream[], name: string): Reply {
  const near = nearest(name, all.map(ownNameOf));
  const told = near === undefined ? all.slice(0, featuresTold).map(ownNameOf) : [near];
  return refused(
    'feature.unknown',
    `No feature is called “${shownText(name)}”.`,
    { near: told.map(untrusted) },
    told.map((each) => `near: ${shownText(each)}`),
  );
}

function severalFeatures(found: readonly Stream[]): Reply {
  const told = found.slice(0, featuresTold).map(ownNameOf);
  return refused(
    'feature.several',
    `${found.length} features fit. Name one.`,
    { features: told.map(untrusted) },
    told.map((each) => `throughline feature next ${shownText(each)}`),
  );
}
