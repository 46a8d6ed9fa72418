import * as z from 'zod/mini';
import { agentFiles, workflowEdits, workflowLines } from '../formats/tracking/workflowSection.ts';
import { outcome } from '../model/outcome.ts';
import { toKey } from '../text/key.ts';
import { homeOf, rootInput } from './newItems.ts';
import type { WriteOperation } from './operation.ts';

export const addWorkflow: WriteOperation<{
  readonly path: (typeof agentFiles)[number];
  readonly root?: string | undefined;
}> = {
  id: 'add_workflow',
  description: 'Adds the tracking workflow to a file that agents read, between marks of its own.',
  effect: 'write',
  input: z.strictObject({ path: z.enum(agentFiles), root: rootInput }),
  refusals: ['workflow.marks'],
  scope: (_, { path }) => [toKey(path)],
  plan: (context, { path, root = homeOf(context) }) => {
    const document = context.documentOf(toKey(path));
    const found = context.text(toKey(path));
    if (found.kind === 'refused') return found;
    const written = outcome('workflow.written', { path });
    if (found.kind === 'missing')
      return {
        kind: 'plan',
        changes: [{ kind: 'create', document, text: `${workflowLines(root).join('\n')}\n` }],
        outcome: written,
      };
    const result = workflowEdits(found.text, root);
    if (result.kind === 'refused') return result;
    const { edits } = result;
    return edits.length === 0
      ? { kind: 'unchanged', outcome: outcome('workflow.isThere', { path }) }
      : { kind: 'plan', changes: [{ kind: 'edit', document, edits }], outcome: written };
  },
};
