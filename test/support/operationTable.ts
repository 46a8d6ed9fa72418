import * as z from 'zod/mini';
import { changeRefusals, type OperationEntry } from '../../src/core/operations/operation.ts';
import { operations } from '../../src/project/operations.ts';

interface JsonSchema {
  readonly type?: string;
  readonly enum?: readonly string[];
  readonly description?: string;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly items?: JsonSchema;
  readonly additionalProperties?: JsonSchema | boolean;
  readonly required?: readonly string[];
}

/** The page of the documentation that names every operation. */
export function operationsPage(): string {
  const rows = operations.map((operation) =>
    [
      `\`${operation.id}\``,
      operation.description,
      inputOf(operation),
      operation.refusals
        .toSorted()
        .map((code) => `\`${code}\``)
        .join(', '),
    ].join(' | '),
  );
  return `# Operations

Everything that people and tools can ask for. A person confirms a refusal that may be confirmed by asking again with that very refusal.
Made from \`src/project/operations.ts\`; \`THROUGHLINE_DOCS=update THROUGHLINE_GREP='operations of the documentation' node test/run.mjs unit\`
writes it anew.

| operation | what it does | input | refused with |
| --- | --- | --- | --- |
${rows.map((row) => `| ${row} |`).join('\n')}

Whatever changes a document may also be refused with ${changeRefusals.map((code) => `\`${code}\``).join(', ')}.
`;
}

function inputOf({ input }: OperationEntry): string {
  const schema = z.toJSONSchema(input as unknown as z.ZodMiniType) as JsonSchema;
  const required = new Set(schema.required);
  return Object.entries(schema.properties ?? {})
    .map(([name, field]) => `\`${name}${required.has(name) ? '' : '?'}\`: ${typeOf(field)}`)
    .join('<br>');
}

function typeOf({
  type,
  enum: words,
  description,
  properties,
  items,
  additionalProperties,
}: JsonSchema): string {
  if (words !== undefined) {
    const all = words.map((word) => `\`${word}\``).join(', ');
    return description === undefined ? all : `${description} (${all})`;
  }
  if (items !== undefined) return description ?? `list of: ${typeOf(items)}`;
  if (properties !== undefined)
    return Object.entries(properties)
      .map(([name, field]) => `\`${name}\`: ${typeOf(field)}`)
      .join('; ');
  if (typeof additionalProperties === 'object') return `object of: ${typeOf(additionalProperties)}`;
  return description ?? type ?? '';
}
