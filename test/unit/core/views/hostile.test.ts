import assert from 'node:assert/strict';
import type { Nodes } from 'mdast';
import remarkParse from 'remark-parse';
import { unified } from 'unified';
import { statuses } from '../../../../src/core/model/status.ts';
import { backlog } from '../../../../src/core/views/backlog.ts';
import { branchProgress } from '../../../../src/core/views/branchProgress.ts';
import { statusIcon } from '../../../../src/core/views/icon.ts';
import { criterionLenses, streamLenses } from '../../../../src/core/views/lenses.ts';
import type { OutlineNode } from '../../../../src/core/views/outline.ts';
import { specs } from '../../../../src/core/views/specs.ts';
import { techDebt } from '../../../../src/core/views/techDebt.ts';
import { indexOf, lineStartsOf, outlineContext } from '../../../support/indexOf.ts';
import { payloads } from '../../../support/payloads.ts';

const markdown = unified().use(remarkParse);
/** What nobody should find in a label. */
const invisible = /[\p{Cc}\u200B\u200E\u200F\u202A-\u202E\u2066-\u2069\uFEFF]/u;
/** Icons that Throughline itself shows. */
const icons = new Set([
  ...([...statuses, 'none', 'unknown'] as const).map((status) => statusIcon(status).codicon),
  ...['warning', 'tools', 'book'],
]);

/** VS Code looks for `$(name)` in the text as written, before it reads entities; a backslash in front makes it text. */
function foreignIcons(text: string): string[] {
  return [...text.matchAll(/(?<!\\)\$\(([\w-]+)\)/g)].flatMap(([, icon = '']) =>
    icons.has(icon) ? [] : icon,
  );
}

/** Links, images, HTML and icons of a Markdown text that Throughline did not put there. */
function active(text: string): string[] {
  const found: string[] = [];
  const walk = (node: Nodes): void => {
    if (['link', 'image', 'html', 'definition', 'linkReference', 'imageReference'].includes(node.type))
      found.push(node.type);
    if ('children' in node) node.children.forEach(walk);
  };
  walk(markdown.parse(text));
  found.push(...foreignIcons(text));
  return found;
}

function allOf(nodes: readonly OutlineNode[]): OutlineNode[] {
  return nodes.flatMap((node) => [node, ...allOf(node.children?.() ?? [])]);
}

describe('hostile text in trees and lenses', () => {
  const cell = (text: string): string => text.replaceAll('|', '\\|');
  const files = Object.fromEntries(
    payloads.flatMap((payload, i) => [
      [
        `tracking/progress/2026-01-01-${i}.md`,
        `# ${payload}\nBranch: b${i}-${payload}\nPR: ${payload}\nSpec: [${payload}](../../spec/${i}.md)\nKey: ${payload}\n\n| Task | Status | Owner | Notes | More |\n| --- | --- | --- | --- | --- |\n| ${cell(payload)} | wip | ${cell(payload)} | X-1 ${cell(payload)} | ${cell(payload)} |\n| Odd | ${cell(payload)} | - | | |\n## Notes\n- ${payload}\n- maple: ${payload}\n`,
      ],
      [`tracking/backlog/${i}.md`, `# ${payload}\nPriority: ${payload}\nOwner: ${payload}\n\n${payload}\n`],
      [`tracking/tech-debt/${i}.md`, `# ${payload}\nFrom: ${payload}\nStatus: ${payload}\n\n${payload}\n`],
      [`spec/${i}.md`, `# ${payload}\n\n- **X-1** ${payload}\n`],
    ]),
  );
  const index = indexOf(files);
  const context = outlineContext({ me: 'maple' });

  it('becomes no link, image, icon or markup in a row or its tooltip, and hides nothing', () => {
    const rows = [branchProgress, backlog, techDebt, specs].flatMap((tree) => allOf(tree(index, context)));
    assert.ok(rows.length > payloads.length * 6, `${rows.length} rows`);
    for (const { label, description = '', accessibilityLabel, tooltip } of rows) {
      for (const text of [label, description, accessibilityLabel])
        assert.doesNotMatch(text, invisible, JSON.stringify(text));
      assert.ok(label.length <= 200, label);
      assert.deepEqual(active(tooltip()), [], tooltip());
    }
  });

  it('stays text in the titles of lenses', () => {
    const titles = index
      .streams()
      .flatMap((stream) =>
        streamLenses(stream, { me: 'maple', writable: true, lineStarts: lineStartsOf(index, stream.key) }),
      );
    for (const spec of index.specs())
      for (const criterion of spec.criteria)
        titles.push(
          ...criterionLenses(criterion, index.tasksOf(spec, criterion.id), {
            writable: true,
            lineStarts: lineStartsOf(index, spec.key),
          }),
        );
    assert.ok(titles.length > payloads.length * 3, `${titles.length} lenses`);
    for (const { title } of titles) {
      assert.doesNotMatch(title, invisible, JSON.stringify(title));
      assert.deepEqual(foreignIcons(title), [], title);
    }
  });
});
