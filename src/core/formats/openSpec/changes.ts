import type { Stream } from '../../model/item.ts';
import { pathOf } from '../../model/item.ts';
import type { ChangeStore } from '../format.ts';
import type { NewDocument } from '../newChange.ts';
import { addDelta } from './deltaEdits.ts';
import { changeOf, livingSpecOf, rootIn, type ChangePlace } from './places.ts';
import { lineOfField, refuseSection, setDesign, setProposal } from './proposalEdits.ts';

const home = 'openspec';
const configNames = ['config.yaml', 'config.yml'] as const;
const defaultSchema = 'spec-driven';

/** The schema that a configuration names. */
const schema = /^schema:[ \t]*(?:(["'])(?<quoted>[\w.-]+)\1|(?<plain>[\w.-]+))[ \t]*(?:#.*)?$/m;

function placeOf(change: Stream): { readonly root: string; readonly change: ChangePlace } | undefined {
  const path = pathOf(change);
  const root = rootIn(path, undefined);
  const found = root && changeOf(path, root.path);
  return root === undefined || found === undefined ? undefined : { root: root.path, change: found };
}

/**
 * Changes as OpenSpec makes them: `openspec/changes/add-2fa/` with a proposal, tasks and deltas. Source: its `change-utils` and the
 * templates of its schema `spec-driven`.
 */
export const changes: ChangeStore = {
  word: 'openspec',
  home,
  signs: ['config.yaml', 'config.yml', 'project.md'].map((name) => `${home}/${name}`),
  needsKeyword: true,
  refuseField: (field, text) => (field === 'why' || field === 'what' ? refuseSection(text) : undefined),
  configsOf: (root) => configNames.map((name) => `${root}/${name}`),
  placeOf: (root, slug) => `${root}/changes/${slug}`,
  begin: (root) => [{ path: `${root}/config.yaml`, text: `schema: ${defaultSchema}\n` }],
  create: (root, { slug, title, why, what }, configs, { today }): readonly NewDocument[] => {
    const folder = `${root}/changes/${slug}`;
    const named = schema.exec(configs[0] ?? '')?.groups;
    const proposal = [
      ...(title === undefined ? [] : [`# Change: ${title}`]),
      '## Why',
      why,
      '## What Changes',
      what,
      '## Impact',
      '<!-- Affected code, APIs, dependencies, systems -->',
    ];
    return [
      { path: `${folder}/proposal.md`, text: `${proposal.join('\n\n')}\n` },
      { path: `${folder}/tasks.md`, text: '# Tasks\n' },
      {
        path: `${folder}/.openspec.yaml`,
        text: `schema: ${named?.['plain'] ?? named?.['quoted'] ?? defaultSchema}\ncreated: ${today}\n`,
      },
    ];
  },
  pathOf: (stream, part) => {
    const place = placeOf(stream);
    if (place === undefined) return undefined;
    const { path } = place.change;
    if (typeof part !== 'string') return `${path}/specs/${part.capability}/spec.md`;
    return part === 'design' ? `${path}/design.md` : `${path}/proposal.md`;
  },
  livingSpecOf: (stream, capability) => {
    const place = placeOf(stream);
    return place && livingSpecOf(place.root, capability);
  },
  setField: (open, field, value) =>
    field === 'design' ? setDesign(open, value) : setProposal(open, field, value),
  addDelta,
  lineOf: lineOfField,
};
