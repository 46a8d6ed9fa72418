import { itemIn } from '../../core/index/composeStream.ts';
import { comparable } from '../../core/model/rowIdentity.ts';
import { plainText } from '../../core/text/inline.ts';
import type { Key } from '../../core/text/key.ts';
import type { Project } from '../../project/project.ts';
import type { FileTarget } from './target.ts';

/** The key of the task with a title, as its file is now; undefined when there is none any more. */
export async function findTitled(
  project: Project,
  target: FileTarget,
  title: string,
): Promise<Key | undefined> {
  const parsed = await project.read(target);
  const item = parsed === undefined ? undefined : itemIn(parsed);
  if (item?.kind !== 'stream') return undefined;
  // As it is read when it is written as Markdown, or as text that stands for itself.
  const wanted = [plainText(title), title].map(comparable);
  return item.tasks.find((task) => wanted.includes(comparable(task.title.value)))?.key;
}
