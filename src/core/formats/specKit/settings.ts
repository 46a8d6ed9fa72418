import type { Field, StreamPart } from '../../model/item.ts';
import type { ParsedDocument } from '../../model/parsedDocument.ts';
import { reportData } from '../../model/reportData.ts';
import { findMember, type DataNode } from '../../text/dataDocument.ts';
import type { Range } from '../../text/range.ts';
import type { Document } from '../../text/syntax.ts';
import type { ParseContext } from '../format.ts';
import { Problems, toParsed } from '../collect.ts';
import { partOf } from './part.ts';
import { placeOfActive } from './places.ts';

/** What of a context people look at; the rest is the history of a tool. */
const shown = ['workflow', 'currentStep', 'status'];

/** Reads `.spec-context.json`, which other tools keep beside a spec: the branch, and how far the feature is for them. */
export function parseContext(document: Document<'data'>, { root }: ParseContext): ParsedDocument {
  const { report, all } = open(document);
  const { root: data } = document;
  if (data !== undefined && data.kind !== 'object')
    report('data.type', 'error', { key: '.spec-context.json', expected: 'object' }, data.range);
  const branch = textIn(data, 'branch');
  const fields = shown.flatMap((name): readonly Field[] => {
    const found = textIn(data, name);
    return found === undefined ? [] : [{ name, value: found.value, range: found.range }];
  });
  const part: StreamPart = {
    ...partOf(document, root.path, 'settings'),
    fields,
    ...(branch === undefined ? {} : { branchClue: { name: branch.value, range: branch.range } }),
  };
  return toParsed(document, 'specKit.context', 'stream', [part], all);
}

/** Reads `.specify/feature.json`: which feature is worked on where it is checked out. */
export function parseActive(document: Document<'data'>): ParsedDocument {
  const { report, all } = open(document);
  const place = placeOfActive(document.id.path) ?? '';
  const said = activeFeature(document);
  const parts: StreamPart[] = [];
  if (said !== undefined) {
    const { value, range } = said;
    const path = pathOfFeature(value);
    if (path === undefined) report('active.path', 'warning', { path: value }, range);
    else {
      const whole = place === '' ? path : `${place}/${path}`;
      parts.push({
        ...partOf(document, whole, 'settings'),
        links: [{ role: 'spec', text: value, destination: `/${whole}/spec.md`, range }],
      });
    }
  }
  return toParsed(document, 'specKit.active', 'stream', parts, all);
}

/** What `feature_directory` says, and where between its quotes. */
export function activeFeature({
  root,
}: Document<'data'>): { readonly value: string; readonly range: Range } | undefined {
  return textIn(root, 'feature_directory');
}

/** `specs/016-avatar`, from the folder that has `.specify`; undefined for what leads elsewhere. */
function pathOfFeature(written: string): string | undefined {
  const parts = written.split('/').filter((part) => part !== '' && part !== '.');
  const isPlain = !/^[/~]|^[A-Za-z]:|[\\*?[\]{}]/.test(written) && !parts.includes('..');
  return isPlain && parts.length > 0 ? parts.join('/') : undefined;
}

function open(document: Document<'data'>): Problems {
  const problems = new Problems();
  reportData(document, document.source, problems.report);
  return problems;
}

/** A text that is not empty, without its quotes. */
function textIn(
  node: DataNode | undefined,
  key: string,
): { readonly value: string; readonly range: Range } | undefined {
  const found = findMember(node, key)?.value;
  if (found?.kind !== 'value' || typeof found.value !== 'string' || found.value.trim() === '')
    return undefined;
  return { value: found.value, range: { start: found.range.start + 1, end: found.range.end - 1 } };
}
