/**
 * Counts the steps that built-in functions take in a piece of work: characters and elements looked at. Unlike time it is the
 * same on every machine, so that a test can say how the cost of a text grows with its size. Loops that call nothing are not
 * seen; nearly every loop over a text calls something.
 */
export function stepsOf(work: () => void): number {
  let steps = 0;
  const undo: (() => void)[] = [];
  const patch = (target: object, name: string | symbol, make: (original: Method) => Method): void => {
    const before = Reflect.getOwnPropertyDescriptor(target, name);
    if (before === undefined) throw new Error(`no method ${String(name)}`);
    Object.defineProperty(target, name, { ...before, value: make(before.value as Method) });
    undo.push(() => Object.defineProperty(target, name, before));
  };
  const count = (target: object, names: readonly string[], cost: Cost): void => {
    for (const name of names)
      patch(
        target,
        name,
        (original) =>
          function (this: unknown, ...args: unknown[]) {
            const result = Reflect.apply(original, this, args);
            steps += cost(this as Sized, args, result);
            return result;
          },
      );
  };
  /** What stops early is counted by the calls of its callback. */
  const countCalls = (target: object, names: readonly string[]): void => {
    for (const name of names)
      patch(
        target,
        name,
        (original) =>
          function (this: unknown, ...args: unknown[]) {
            const callback = args[0] as Method;
            args[0] = function (this: unknown, ...each: unknown[]) {
              steps++;
              return Reflect.apply(callback, this, each);
            };
            steps++;
            return Reflect.apply(original, this, args);
          },
      );
  };
  const countElements = (target: object, name: string | symbol): void => {
    patch(
      target,
      name,
      (original) =>
        function (this: unknown, ...args: unknown[]) {
          const iterator = Reflect.apply(original, this, args) as { next: Method };
          const next = iterator.next.bind(iterator);
          iterator.next = () => {
            steps++;
            return next();
          };
          return iterator;
        },
    );
  };
  const text = String.prototype;
  count(
    text,
    ['charAt', 'charCodeAt', 'codePointAt', 'slice', 'substring', 'startsWith', 'endsWith', 'at'],
    one,
  );
  count(text, ['trim', 'trimStart', 'trimEnd', 'toLowerCase', 'toUpperCase', 'normalize', 'split'], whole);
  count(text, ['indexOf', 'includes'], ({ length }, [, from], at) =>
    typeof at === 'number' && at >= 0 ? at - Number(from ?? 0) + 1 : length - Number(from ?? 0) + 1,
  );
  count(text, ['lastIndexOf'], ({ length }, _args, at) => length - Number(at));
  const array = Array.prototype;
  count(array, ['indexOf', 'findIndex', 'findLastIndex'], ({ length }, _args, at) =>
    Number(at) < 0 ? length : Number(at) + 1,
  );
  count(array, ['includes', 'join', 'reverse', 'shift', 'unshift', 'sort'], whole);
  count(array, ['slice', 'splice', 'concat'], (_array, _args, result) => (result as Sized).length + 1);
  count(array, ['push', 'pop', 'at'], (_array, args) => 1 + args.length);
  countCalls(array, ['find', 'findLast', 'filter', 'map', 'some', 'every', 'flatMap', 'forEach', 'reduce']);
  for (const name of ['values', 'entries', 'keys', Symbol.iterator]) countElements(array, name);
  count(Map.prototype, ['get', 'set', 'has', 'delete'], one);
  count(Set.prototype, ['add', 'has', 'delete'], one);
  for (const name of ['values', 'entries', 'keys', Symbol.iterator]) {
    countElements(Map.prototype, name);
    if (name !== 'keys') countElements(Set.prototype, name);
  }
  patch(
    RegExp.prototype,
    'exec',
    (original) =>
      function (this: unknown, ...args: unknown[]) {
        const before = steps;
        const { sticky, global, multiline, source, lastIndex } = this as RegExp;
        const match = Reflect.apply(original, this, args) as RegExpExecArray | null;
        const from = global ? lastIndex : 0;
        const anchored = sticky || (source.charCodeAt(0) === 94 && !multiline);
        // What is asked here is no step of the work.
        steps = before;
        if (match !== null) steps += (anchored ? 0 : match.index - from) + match[0].length + 1;
        else steps += anchored ? 1 : String(args[0]).length - from + 1;
        return match;
      },
  );
  try {
    work();
  } finally {
    for (let i = undo.length - 1; i >= 0; i--) undo[i]?.();
  }
  return steps;
}

type Method = (this: unknown, ...args: unknown[]) => unknown;

interface Sized {
  readonly length: number;
}

type Cost = (self: Sized, args: readonly unknown[], result: unknown) => number;

const one: Cost = () => 1;
const whole: Cost = ({ length }) => length + 1;
