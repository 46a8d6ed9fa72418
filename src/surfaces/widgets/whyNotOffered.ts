import { outcomeMessage } from '../../core/messages/outcomes.ts';
import { refusalMessage } from '../../core/messages/refusals.ts';
import { refusal } from '../../core/model/refusal.ts';
import { assign } from '../../core/operations/assign.ts';
import { claim } from '../../core/operations/claim.ts';
import { defer } from '../../core/operations/defer.ts';
import { finish } from '../../core/operations/finish.ts';
import type { Write } from '../../core/operations/operation.ts';
import type { TaskInput } from '../../core/operations/inputs.ts';
import { release } from '../../core/operations/release.ts';
import { reopen } from '../../core/operations/reopen.ts';
import { setStatus } from '../../core/operations/setStatus.ts';
import type { PickPurpose } from '../../core/views/pick.ts';
import type { Services } from '../surface.ts';
import type { TaskTarget } from './target.ts';

/** Why a task does not fit what it is picked for: what the operation answers; undefined when it would do something. */
export async function whyNotOffered(
  { project, owner }: Services,
  purpose: PickPurpose,
  { folder, key, taskKey }: TaskTarget,
): Promise<string | undefined> {
  const task = project.folder(folder)?.index.findTask(key, taskKey);
  if (purpose === 'any' || task === undefined) return undefined;
  const title = task.title.value;
  const { value: status, written } = task.status;
  const isClosed = status === 'done' || status === 'dropped';
  if (purpose === 'assign' && isClosed)
    return refusalMessage(refusal('task.notOpen', { title, status, written }));
  const me = owner.name ?? '';
  const base: TaskInput = { document: key, task: taskKey };
  const preview = <Input>(operation: Write<Input>, input: Input) =>
    project.preview(folder, operation, input, { me, through: 'disk' });
  const plan = (): ReturnType<typeof preview> => {
    switch (purpose) {
      case 'claim':
        return preview(claim, base);
      case 'release':
        return preview(release, base);
      case 'finish':
        return preview(finish, base);
      case 'reopen':
        return preview(reopen, base);
      case 'defer':
        return preview(defer, { ...base, title });
      case 'setStatus':
        return preview(setStatus, { ...base, status: status === 'wip' ? 'todo' : 'wip' });
      // Any name will do: whose it would be is asked later.
      case 'assign':
        return preview(assign, { ...base, owner: me === '' ? 'somebody' : me });
    }
  };
  const planned = await plan();
  if (planned.kind === 'refused' || planned.kind === 'unknown') return refusalMessage(planned);
  const { kind, outcome } = planned;
  return kind === 'unchanged' && outcome !== undefined ? outcomeMessage(outcome) : undefined;
}
