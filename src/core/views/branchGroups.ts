import { t } from '@vscode/l10n';
import type { OutlineNode } from './outline.ts';

/** Streams whose branch is gone, closed below all others. */
export function goneGroup(nodes: readonly OutlineNode[], filtered: boolean): OutlineNode {
  return {
    ...closedGroup('gone', t('No such branch'), nodes, filtered),
    tooltip: () => t('Progress files that name a branch that was deleted, or never existed in this clone.'),
    accessibilityLabel: t('No such branch, {0}', nodes.length),
  };
}

/** Changes that were put away, the last one first. */
export function archivedGroup(nodes: readonly OutlineNode[], filtered: boolean): OutlineNode {
  return {
    ...closedGroup('archived', t('Archived changes'), nodes, filtered),
    tooltip: () => t('Changes that are over: what they did is in the living specs.'),
    accessibilityLabel: t('Archived changes, {0}', nodes.length),
  };
}

function closedGroup(
  id: string,
  label: string,
  nodes: readonly OutlineNode[],
  filtered: boolean,
): Omit<OutlineNode, 'tooltip' | 'accessibilityLabel'> {
  return {
    id: `group:${id}`,
    kind: 'group',
    label,
    description: String(nodes.length),
    icon: { codicon: 'archive' },
    context: 'group',
    collapsed: filtered ? 'expanded' : 'collapsed',
    children: () => nodes,
  };
}
