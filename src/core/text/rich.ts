/** Inline and block tags that text of a spec can become; nothing else ever does. */
export const richTags = [
  'p',
  'strong',
  'em',
  'code',
  'pre',
  'ul',
  'ol',
  'li',
  'blockquote',
  'table',
  'tr',
  'th',
  'td',
  'br',
  'hr',
  'link',
] as const;
export type RichTag = (typeof richTags)[number];

/** Text of a spec as a tree of known tags; `link` has an id that the panel opens. */
export type Rich =
  string | { readonly tag: RichTag; readonly id?: string; readonly children: readonly Rich[] };

/** Whether a value of any type is such a tree, and not too deep to be drawn. */
export function isRich(rich: unknown, depth = 0): rich is readonly Rich[] {
  return (
    depth < 40 &&
    Array.isArray(rich) &&
    rich.every((each: unknown) => {
      if (typeof each === 'string') return true;
      if (typeof each !== 'object' || each === null) return false;
      const { tag, id, children } = each as Readonly<Record<string, unknown>>;
      return (
        richTags.some((known) => known === tag) &&
        (id === undefined || typeof id === 'string') &&
        isRich(children, depth + 1)
      );
    })
  );
}
