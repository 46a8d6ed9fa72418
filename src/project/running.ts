import type { Action, ActionContext, Outcome } from '../core/actions/action.ts';
import type { Format, PreferredWord } from '../core/formats/format.ts';
import type { FolderRules } from '../core/model/rules.ts';
import type { Host } from './host.ts';
import { readBlocks } from './reading.ts';

/** Who asks, and whether the file or an editor's text is changed. */
export interface RunOptions {
  readonly me: string;
  readonly through: 'disk' | 'editor';
}

/** What became of an action: the outcome as written, or why nothing was. */
export type RunResult =
  | { readonly kind: 'done'; readonly summary: string }
  | { readonly kind: 'unchanged'; readonly summary: string }
  | Extract<Outcome, { kind: 'refused' }>;

/** How often an action is planned anew because the file changed meanwhile. */
const planLimit = 8;

/**
 * Reads, plans and writes until the file holds still for that long. Files that the action makes are made once, before
 * the edits: a link to nowhere is worse than a file without a link. `written` are the paths that may be different now.
 */
export async function runAction<Args>(
  host: Host,
  { folder, path }: { readonly folder: string; readonly path: string },
  action: Action<Args>,
  args: Args,
  options: RunOptions & {
    readonly format: Format | undefined;
    readonly rules: FolderRules;
    readonly preferred: PreferredWord;
  },
): Promise<{ readonly result: RunResult; readonly written: readonly string[] }> {
  const { format, rules, me, through, preferred } = options;
  const created: string[] = [];
  const written: string[] = [];
  const refused = (code: string, message: string) => ({
    result: {
      kind: 'refused' as const,
      code,
      message: created.length === 0 ? message : `${created.join(', ')} was created, but: ${message}`,
    },
    written,
  });
  if (format === undefined)
    return refused('file.unknown', `${path} is not a file that Throughline can change.`);
  for (let attempt = 0; attempt < planLimit; attempt++) {
    const text = await host.read(folder, path);
    if (text.kind === 'missing') return refused('file.missing', `${path} is no longer there.`);
    if (text.kind === 'unreadable') return refused(text.code, `${path} cannot be changed: ${text.message}`);
    if (text.dirty && through === 'disk')
      return refused('file.dirty', `${path} has unsaved changes in an editor.`);
    const reading = await readBlocks(host, path, text.text);
    if (reading.kind === 'failed')
      return refused('file.markdown', `${path} cannot be changed: ${reading.message}`);
    const context: ActionContext = { file: reading.file, format, rules, me, preferred };
    const outcome = action(context, args);
    if (outcome.kind === 'refused' && created.length > 0) return refused(outcome.code, outcome.message);
    if (outcome.kind !== 'edits') return { result: outcome, written };
    for (const file of outcome.creates ?? []) {
      if (created.includes(file.path)) continue;
      const result = await host.create(folder, file);
      if (result.kind === 'exists')
        return refused('file.exists', `${file.path} is there already, and stays as it is.`);
      if (result.kind === 'refused') return refused(result.code, result.message);
      created.push(file.path);
      written.push(file.path);
    }
    const result = await host.apply({ folder, path, base: text.text, edits: outcome.edits, through });
    if (result.kind === 'stale') continue;
    written.push(path);
    if (result.kind === 'done') return { result: { kind: 'done', summary: outcome.summary }, written };
    return result.kind === 'unknown'
      ? refused('file.unknownResult', result.message)
      : refused(result.code, result.message);
  }
  return refused('file.contended', `${path} keeps changing; nothing was written to it. Try again.`);
}
