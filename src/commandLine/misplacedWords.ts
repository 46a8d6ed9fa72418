import type { ProjectIndex } from '../core/index/projectIndex.ts';
import { shownText } from '../core/views/shownText.ts';
import { nearest } from '../core/text/nearest.ts';
import type { Opened } from './opened.ts';
import { Ended, refused, untrusted, wrongUse } from './reply.ts';

/**
 * Ends a command that was given a branch beside its text, as `note feat/rpc-retry "It rests on the clock"`: written as it stands, the
 * branch would be a part of the text, on another branch. Other commands take it as a word.
 * @param typed the words of the text, as they were typed
 */
export async function refuseBranchAsWord(opened: Opened, typed: readonly string[]): Promise<void> {
  if (typed.length !== 2 || !typed.some((word) => word.includes('/'))) return;
  const { index } = await opened.whole();
  const branch = typed.find((word) => index.streamsOfBranch(word).length > 0);
  if (branch === undefined) return;
  throw new Ended(
    wrongUse(
      'branch.word',
      `“${shownText(branch, 60)}” is a branch. Name it with --branch, or put all of the text in quotes.`,
      'note It rests on the clock --branch feat/rpc-retry',
    ),
  );
}

/** The ID of a criterion as its spec writes it; ends the command where no spec has it. */
export async function criterionOf(opened: Opened, written: string): Promise<string> {
  const { index } = await opened.whole();
  const ids = criteriaOf(index);
  const found =
    ids.find((id) => id === written) ?? ids.find((id) => id.toLowerCase() === written.toLowerCase());
  if (found !== undefined) return found;
  const near = nearest(written, ids);
  throw new Ended(
    refused(
      'criterion.unknown',
      `No spec has a criterion ${shownText(written, 60)}.`,
      { near: near === undefined ? [] : [untrusted(near)] },
      [
        near === undefined ? 'throughline spec lists the specs' : `near: ${shownText(near)}`,
        'nothing was changed',
      ],
    ),
  );
}

function criteriaOf(index: ProjectIndex): readonly string[] {
  return index.specs().flatMap(({ criteria }) => criteria.map(({ id }) => id));
}
