import { createHash } from 'node:crypto';
import type { Disposable } from '../../core/base/disposable.ts';
import type { WhyNoMarkdown } from '../../core/model/codes/files.ts';
import type { Rich } from '../../core/text/rich.ts';
import type { MarkdownResult, RichRequest } from '../../project/world.ts';
import { MarkdownLane, type LaneOptions } from './markdownLane.ts';

/** So many texts that were given up are remembered: a few bytes each. */
const mostGivenUp = 10_000;

/**
 * Reads Markdown with remark, away from the extension host's thread: hostile text may take any time. What somebody waits for
 * has a thread of its own, so that it never stands behind the texts of a whole folder.
 */
export class MarkdownWorker implements Disposable {
  readonly #urgent: MarkdownLane;
  readonly #others: MarkdownLane;
  /** Why texts were given up, by their hash: until their bytes change, nobody waits for them again. */
  readonly #givenUp = new Map<string, WhyNoMarkdown>();

  constructor(options: LaneOptions) {
    this.#urgent = new MarkdownLane(options);
    this.#others = new MarkdownLane(options);
  }

  /** Total: what cannot be read, or not in time, is a value that says so. `urgent` when somebody waits for this text alone. */
  async parse(text: string, urgent = false): Promise<MarkdownResult> {
    const key = createHash('sha1').update(text).digest('base64');
    const known = this.#givenUp.get(key);
    if (known !== undefined) return failed(known);
    const lane = urgent ? this.#urgent : this.#others;
    const answer = await lane.ask(text.length, (id) => ({ kind: 'parse', id, text }));
    if (answer.kind === 'none') {
      if (answer.givenUp) this.#remember(key, answer.why);
      return failed(answer.why);
    }
    if (answer.kind !== 'parsed') return failed({ reason: 'other', text: 'the answer was another one' });
    const { result } = answer;
    if (result.kind === 'blocks') return { kind: 'read', markdown: result };
    const why: WhyNoMarkdown = result.tooDeep
      ? { reason: 'tooDeep' }
      : { reason: 'other', text: result.message };
    this.#remember(key, why);
    return failed(why);
  }

  /** Texts as safe trees; none when they could not be rendered, or not in time. */
  async render(texts: readonly RichRequest[]): Promise<readonly (readonly Rich[])[]> {
    const size = texts.reduce((sum, { markdown }) => sum + markdown.length, 0);
    const answer = await this.#others.ask(size, (id) => ({ kind: 'render', id, rich: texts }));
    return answer.kind === 'rendered' ? answer.rich : [];
  }

  dispose(): void {
    this.#urgent.dispose();
    this.#others.dispose();
  }

  #remember(key: string, why: WhyNoMarkdown): void {
    if (this.#givenUp.size >= mostGivenUp) this.#givenUp.clear();
    this.#givenUp.set(key, why);
  }
}

function failed(why: WhyNoMarkdown): MarkdownResult {
  return { kind: 'failed', problem: { code: 'file.markdown', data: why } };
}
