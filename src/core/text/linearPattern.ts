/**
 * A regular expression that is matched without backtracking (Thompson, "Regular Expression Search Algorithm", 1968), so that no
 * pattern of a setting and no text of a repository can hold this thread: each character of the text costs at most one step for
 * each state of the pattern, and mostly one step in all.
 */
export interface LinearPattern {
  /** Whether the pattern fits the whole text. */
  fits(text: string): boolean;
  /** What one character may cost at most. */
  readonly states: number;
}

/** Why a pattern cannot be matched like this: it looks around or refers back, or its repetitions make it too large. */
export type NotLinear = 'looksAround' | 'refersBack' | 'tooLarge';

/** `{1,64}` is 64 copies of what it repeats; patterns that people write have some dozens of states. */
const mostStates = 1000;
/** What is remembered of earlier texts; hostile ones would fill the memory. */
const mostSteps = 20_000;

/** Compiles the source of a regular expression that the engine takes with the flag `u`. */
export function compileLinear(source: string): LinearPattern | NotLinear {
  const parsed = new Parser(source).parse();
  if (typeof parsed === 'string') return parsed;
  const program = new Program();
  const start = program.add(parsed, program.push({ kind: 'end' }));
  return program.isFull ? 'tooLarge' : new Matcher(program.states, start);
}

/** What stands before or after a place in the text; nothing at its ends. */
type Neighbour = number | undefined;

type Node =
  | { readonly kind: 'character'; readonly is: (code: number) => boolean }
  | { readonly kind: 'place'; readonly is: (before: Neighbour, after: Neighbour) => boolean }
  | { readonly kind: 'sequence'; readonly parts: readonly Node[] }
  | { readonly kind: 'choice'; readonly parts: readonly Node[] }
  | { readonly kind: 'repeat'; readonly part: Node; readonly least: number; readonly most: number };

class Parser {
  readonly #source: string;
  #at = 0;
  #problem: NotLinear | undefined;

  constructor(source: string) {
    this.#source = source;
  }

  parse(): Node | NotLinear {
    const node = this.#choice();
    return this.#problem ?? node;
  }

  #choice(): Node {
    const parts = [this.#sequence()];
    while (this.#source[this.#at] === '|') {
      this.#at++;
      parts.push(this.#sequence());
    }
    return { kind: 'choice', parts };
  }

  #sequence(): Node {
    const parts: Node[] = [];
    while (this.#at < this.#source.length && !/[|)]/.test(this.#source.charAt(this.#at)))
      parts.push(this.#repeated(this.#atom()));
    return { kind: 'sequence', parts };
  }

  #repeated(part: Node): Node {
    const found = /^(?:[*+?]|\{(\d+)(?:(,)(\d*))?\})\??/.exec(this.#source.slice(this.#at, this.#at + 50));
    if (found === null) return part;
    this.#at += found[0].length;
    const [whole, from = '', comma = '', to = ''] = found;
    switch (whole.charAt(0)) {
      case '*':
        return { kind: 'repeat', part, least: 0, most: Infinity };
      case '+':
        return { kind: 'repeat', part, least: 1, most: Infinity };
      case '?':
        return { kind: 'repeat', part, least: 0, most: 1 };
      default: {
        const most = comma === '' ? Number(from) : to === '' ? Infinity : Number(to);
        return { kind: 'repeat', part, least: Number(from), most };
      }
    }
  }

  #atom(): Node {
    const start = this.#at;
    switch (this.#source.charAt(start)) {
      case '(': {
        const plain = this.#source.startsWith('(?:', start);
        if (!plain && this.#source.startsWith('(?', start)) this.#problem ??= 'looksAround';
        this.#at += plain ? 3 : 1;
        const group = this.#choice();
        this.#at++;
        return group;
      }
      case '^':
        this.#at++;
        return { kind: 'place', is: (before) => before === undefined };
      case '$':
        this.#at++;
        return { kind: 'place', is: (_before, after) => after === undefined };
      case '[':
        this.#at = endOfClass(this.#source, start) + 1;
        return this.#character(start);
      case '\\':
        return this.#escape(start);
      case '.':
        this.#at++;
        return this.#character(start);
      default: {
        const code = this.#source.codePointAt(start) ?? 0;
        this.#at += code > 0xffff ? 2 : 1;
        return { kind: 'character', is: (each) => each === code };
      }
    }
  }

  #escape(start: number): Node {
    const sign = this.#source.charAt(start + 1);
    if (/[1-9k]/.test(sign)) this.#problem ??= 'refersBack';
    const escape =
      /^\\(?:[pP]\{[^}]*\}|u\{[^}]*\}|u[dD][89abAB][\da-fA-F]{2}\\u[dD][c-fC-F][\da-fA-F]{2}|u[\da-fA-F]{4}|x[\da-fA-F]{2}|c[A-Za-z]|[^])/.exec(
        this.#source.slice(start, start + 100),
      );
    this.#at += escape?.[0].length ?? 1;
    if (sign === 'b') return { kind: 'place', is: (before, after) => isWord(before) !== isWord(after) };
    if (sign === 'B') return { kind: 'place', is: (before, after) => isWord(before) === isWord(after) };
    return this.#character(start);
  }

  /** What fits one character is left to the engine: it knows Unicode, and one character is no place to run away in. */
  #character(start: number): Node {
    if (this.#problem !== undefined) return { kind: 'sequence', parts: [] };
    const one = new RegExp(`^${this.#source.slice(start, this.#at)}$`, 'u');
    return { kind: 'character', is: (code) => one.test(String.fromCodePoint(code)) };
  }
}

function endOfClass(source: string, start: number): number {
  let at = start + 1;
  while (at < source.length && source.charAt(at) !== ']') at += source.charAt(at) === '\\' ? 2 : 1;
  return at;
}

function isWord(code: Neighbour): boolean {
  return code !== undefined && code < 128 && /\w/.test(String.fromCharCode(code));
}

type State =
  | { readonly kind: 'character'; readonly is: (code: number) => boolean; readonly next: number }
  | {
      readonly kind: 'place';
      readonly is: (before: Neighbour, after: Neighbour) => boolean;
      readonly next: number;
    }
  | { readonly kind: 'split'; next: readonly number[] }
  | { readonly kind: 'end' };

/** The states of a pattern, made from its end to its beginning: each knows what comes after it. */
class Program {
  readonly states: State[] = [];
  /** Parts that were added: what repeats nothing again and again makes no state, and has to end as well. */
  #added = 0;

  get isFull(): boolean {
    return this.states.length > mostStates || this.#added > 10 * mostStates;
  }

  push(state: State): number {
    return this.states.push(state) - 1;
  }

  /** Where the node begins, when `next` comes after it. */
  add(node: Node, next: number): number {
    // Too large a pattern is refused: what is made of it does not matter.
    if (this.isFull) return next;
    this.#added++;
    switch (node.kind) {
      case 'character':
      case 'place':
        return this.push({ ...node, next });
      case 'sequence':
        return node.parts.reduceRight((after, part) => this.add(part, after), next);
      case 'choice':
        return this.push({ kind: 'split', next: node.parts.map((part) => this.add(part, next)) });
      case 'repeat': {
        let start = next;
        if (node.most === Infinity) {
          const loop = { kind: 'split' as const, next: [next] };
          start = this.push(loop);
          loop.next = [this.add(node.part, start), next];
        } else
          for (let i = node.least; i < Math.min(node.most, mostStates); i++)
            start = this.push({ kind: 'split', next: [this.add(node.part, start), next] });
        for (let i = 0; i < Math.min(node.least, mostStates); i++) start = this.add(node.part, start);
        return start;
      }
    }
  }
}

/** The states that a text may have led to, and where each character leads from there as far as one came by. */
interface Position {
  readonly states: readonly number[];
  readonly before: Neighbour;
  readonly steps: Map<number, Position>;
  fits?: boolean;
}

class Matcher implements LinearPattern {
  readonly #states: readonly State[];
  readonly #start: number;
  #positions = new Map<string, Position>();
  #steps = 0;

  constructor(states: readonly State[], start: number) {
    this.#states = states;
    this.#start = start;
  }

  get states(): number {
    return this.#states.length;
  }

  fits(text: string): boolean {
    if (this.#steps > mostSteps) {
      this.#positions = new Map();
      this.#steps = 0;
    }
    let position = this.#position([this.#start], undefined);
    for (let at = 0; at < text.length;) {
      const code = text.codePointAt(at) ?? 0;
      at += code > 0xffff ? 2 : 1;
      position = position.steps.get(code) ?? this.#step(position, code);
      if (position.states.length === 0) return false;
    }
    return (position.fits ??= this.#closure(position, undefined).some(
      (state) => this.#states[state]?.kind === 'end',
    ));
  }

  #step(from: Position, code: number): Position {
    const states = new Set<number>();
    for (const at of this.#closure(from, code)) {
      const state = this.#states[at];
      if (state?.kind === 'character' && state.is(code)) states.add(state.next);
    }
    const to = this.#position(
      [...states].sort((a, b) => a - b),
      code,
    );
    from.steps.set(code, to);
    this.#steps++;
    return to;
  }

  #position(states: readonly number[], before: Neighbour): Position {
    const kind = before === undefined ? 'start' : isWord(before) ? 'word' : 'other';
    const key = `${kind} ${states.join()}`;
    const known = this.#positions.get(key);
    if (known !== undefined) return known;
    const position: Position = { states, before, steps: new Map() };
    this.#positions.set(key, position);
    this.#steps++;
    return position;
  }

  /** The states that can be reached without a character. */
  #closure({ states, before }: Position, after: Neighbour): readonly number[] {
    const seen = new Set(states);
    // A set is visited in the order in which it grows.
    for (const at of seen) {
      const state = this.#states[at];
      if (state?.kind === 'split') for (const next of state.next) seen.add(next);
      else if (state?.kind === 'place' && state.is(before, after)) seen.add(state.next);
    }
    return [...seen];
  }
}
