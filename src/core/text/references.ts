/** The references that people type (HTML, 13.5); others stay as they are. */
const named: Readonly<Record<string, string>> = {
  ...{ amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: '\u00A0', shy: '', lbrack: '[', rbrack: ']' },
  ...{
    ensp: '\u2002',
    emsp: '\u2003',
    thinsp: '\u2009',
    zwj: '\u200D',
    zwnj: '\u200C',
    hyphen: '-',
    dash: '-',
    minus: '-',
  },
  ...{
    ndash: '–',
    mdash: '—',
    hellip: '…',
    bull: '•',
    middot: '·',
    vert: '|',
    verbar: '|',
    ast: '*',
    lowbar: '_',
  },
  ...{
    lsquo: '‘',
    rsquo: '’',
    ldquo: '“',
    rdquo: '”',
    laquo: '«',
    raquo: '»',
    sect: '§',
    deg: '°',
    euro: '€',
  },
  ...{
    rarr: '→',
    larr: '←',
    harr: '↔',
    check: '✓',
    checkmark: '✓',
    cross: '✗',
    times: '×',
    copy: '©',
    reg: '®',
    trade: '™',
  },
};

const reference = /&(?:#(\d{1,7})|#[xX]([\da-fA-F]{1,6})|([A-Za-z]{2,10}));|<br\s{0,9}\/?>/iy;

/** A character reference or a `<br>` (a blank) at an offset: what a reader sees of it, and where it ends. */
export function referenceAt(
  text: string,
  at: number,
): { readonly text: string; readonly end: number } | undefined {
  reference.lastIndex = at;
  const found = reference.exec(text);
  if (found === null) return undefined;
  const [whole, decimal, hex, name] = found;
  const end = at + whole.length;
  if (whole.startsWith('<')) return { text: ' ', end };
  if (name !== undefined) {
    const character = Object.hasOwn(named, name) ? named[name] : undefined;
    return character === undefined ? undefined : { text: character, end };
  }
  const code = decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number(decimal);
  const isCharacter = code > 0 && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff);
  return { text: isCharacter ? String.fromCodePoint(code) : '\uFFFD', end };
}

/** A text with all of them as what they stand for. */
export function withReferences(text: string): string {
  if (!/[&<]/.test(text)) return text;
  let rendered = '';
  for (let at = 0; at < text.length;) {
    const found = referenceAt(text, at);
    rendered += found?.text ?? text.charAt(at);
    at = found?.end ?? at + 1;
  }
  return rendered;
}
