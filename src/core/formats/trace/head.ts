import { readBranchName } from '../../model/branchName.ts';
import { isBranchKey } from '../../model/headKeys.ts';
import { readLinks, type Link } from '../../model/link.ts';
import type { Field, Note } from '../../model/item.ts';
import type { Report } from '../../model/problem.ts';
import type { Sourced } from '../../model/sourced.ts';
import type { StreamPart } from '../../model/item.ts';
import { noteKey } from '../../model/rowIdentity.ts';
import type { KeyedDocument } from '../../text/key.ts';
import { readFrontMatterEntries } from '../../text/header.ts';
import { findLinks } from '../../text/inline.ts';
import type { Block, HeadingBlock } from '../../text/markdown.ts';
import type { Range } from '../../text/range.ts';
import { flatten, type SourceText } from '../../text/sourceText.ts';
import { knownKey, readKeyLines, textOf, type KeyLine } from './keyLines.ts';
import type { Section } from './sections.ts';
import { firstOfEach, headingText, reportStatus } from './steps.ts';
import { isUnfilled, readStatusLine, saysNothing } from './words.ts';

const title = /^trace\s*[:：]\s*/i;

/** Whether a heading is that of a trace. */
export function isTitle(source: SourceText, heading: HeadingBlock): boolean {
  return heading.depth === 1 && title.test(headingText(source, heading));
}

/** What a trace says of the workflow: what stands below its title, and whatever is in no step. */
export class Head {
  title: Sourced<string> | undefined;
  branch: Sourced<string> | undefined;
  status: StreamPart['status'];
  readonly fields: Field[] = [];
  readonly notes: Note[] = [];
  readonly links: Link[] = [];
  #isTitled = false;
  readonly #source: SourceText;
  readonly #document: KeyedDocument;
  readonly #report: Report;

  constructor(source: SourceText, document: KeyedDocument, report: Report) {
    this.#source = source;
    this.#document = document;
    this.#report = report;
  }

  add({ heading, body, blocks }: Section): void {
    const source = this.#source;
    if (heading === undefined) this.#addBefore(body, blocks);
    else if (!isTitle(source, heading)) this.#addOther(heading, body, blocks);
    else if (this.#isTitled) {
      this.#report('trace.second', 'warning', {}, heading.range);
      this.#addOther(heading, body, blocks);
    } else this.#addTitled(heading, body, blocks);
  }

  /** Front matter, and text. */
  #addBefore(body: Range, blocks: readonly Block[]): void {
    const source = this.#source;
    const front = blocks.find((block) => block.kind === 'frontMatter');
    if (front !== undefined) {
      const { entries, problems } = readFrontMatterEntries(source, front);
      for (const { fault, range } of problems) this.#report('frontMatter.invalid', 'warning', fault, range);
      for (const { key: name, text, value } of entries) this.fields.push({ name, value: text, range: value });
    }
    const start = front?.range.end ?? body.start;
    const { entries, prose } = readKeyLines(source, { start, end: body.end }, blocks);
    for (const entry of entries) this.#addField(entry);
    this.#addNotes(prose);
  }

  #addTitled(heading: HeadingBlock, body: Range, blocks: readonly Block[]): void {
    this.#isTitled = true;
    const source = this.#source;
    const { entries, prose } = readKeyLines(source, body, blocks);
    const once = firstOfEach(entries, ['task', 'task spec', 'status', 'branch'], this.#report);
    const name = headingText(source, heading).replace(title, '');
    const task = once.get('task');
    if (isUnfilled(name)) this.#report('trace.template', 'warning', {}, heading.range);
    if (task === undefined || saysNothing(task.text)) {
      if (name !== '')
        this.title = { value: name, written: source.slice(heading.content), range: heading.content };
    } else {
      this.title = { value: task.text, written: source.slice(task.value), range: task.value };
      this.fields.push({ name: 'Trace', value: flatten(name), range: heading.content });
    }
    for (const entry of entries) this.#addEntry(entry, once);
    if (once.get('status') === undefined) this.#report('trace.noStatus', 'hint', {}, heading.range);
    this.#addNotes(prose);
  }

  #addEntry(entry: KeyLine, once: ReadonlyMap<string, KeyLine>): void {
    const { value, text } = entry;
    const source = this.#source;
    const written = source.slice(value);
    if (isUnfilled(written)) this.#report('trace.template', 'warning', {}, value);
    if (entry === once.get('task')) {
      if (saysNothing(text)) this.#addField(entry);
    } else if (entry === once.get('status')) {
      const read = readStatusLine(source, value);
      reportStatus(read, value, this.#report);
      this.status = read.status;
    } else if (entry === once.get('task spec')) {
      const found = readLinks(findLinks(source, value), 'spec');
      for (const link of found) this.links.push(link);
      if (found.length === 0 && !saysNothing(text))
        this.links.push({ role: 'spec', text, destination: text, isPlain: true, range: value });
    } else if (this.branch === undefined && isBranch(entry)) this.#addBranch(entry);
    else this.#addField(entry);
  }

  #addBranch({ value }: KeyLine): void {
    const read = readBranchName(this.#source.slice(value), 'markdown');
    if (read.kind === 'unclear')
      this.#report('branch.unclear', 'warning', { text: flatten(read.text) }, value);
    if (read.kind !== 'name') return;
    const name = flatten(read.name);
    const at = this.#source.slice(value).indexOf(name);
    const range = at < 0 ? value : { start: value.start + at, end: value.start + at + name.length };
    this.branch = { value: name, written: this.#source.slice(range), range };
    if (read.remark !== '')
      this.#report('branch.remark', 'hint', { branch: name, remark: flatten(read.remark) }, value);
  }

  #addField({ name, text, value }: Pick<KeyLine, 'name' | 'text' | 'value'>): void {
    this.fields.push({ name, value: text, range: value });
    for (const link of readLinks(findLinks(this.#source, value))) this.links.push(link);
  }

  /** A section that is no step: all of it is one field. */
  #addOther(heading: HeadingBlock, body: Range, blocks: readonly Block[]): void {
    const source = this.#source;
    const start = source.lineAt(body.start);
    const rules = new Set(
      blocks.flatMap((block) => (block.kind === 'rule' ? [source.lineAt(block.range.start)] : [])),
    );
    const lines: Range[] = [];
    for (let line = start + 1; line < source.lineCount && source.lineStart(line) < body.end; line++)
      if (!rules.has(line)) lines.push(source.lineRange(line));
    const said = lines.filter((range) => source.slice(range).trim() !== '');
    const value = { start: said[0]?.start ?? heading.range.end, end: said.at(-1)?.end ?? heading.range.end };
    this.#addField({ name: headingText(source, heading), text: flatten(textOf(source, said)), value });
  }

  #addNotes(prose: readonly Range[]): void {
    for (const range of prose)
      this.notes.push({
        kind: 'note',
        key: noteKey(this.#document.key, this.notes.length + 1),
        text: flatten(textOf(this.#source, [range])),
        links: readLinks(findLinks(this.#source, range)),
        location: { document: this.#document.id, range },
      });
  }
}

function isBranch({ name, key }: KeyLine): boolean {
  return knownKey.test(key) ? key === 'branch' : isBranchKey(name);
}
