import { t } from '@vscode/l10n';
import type { ChangeEditOutcomes, ChangeEditRefusals, DeltaName } from '../model/codes/changeEdits.ts';
import type { Sentences } from './sentences.ts';
import { someOf } from './someOf.ts';

/** What people call a field of a change, or a text of a delta. */
export function fieldWord(field: ChangeEditRefusals['change.text']['field']): string {
  switch (field) {
    case 'title':
      return t('title');
    case 'why':
      return t('why');
    case 'what':
      return t('what');
    case 'design':
      return t('design');
    case 'text':
      return t('text');
    case 'steps':
      return t('steps');
    case 'reason':
      return t('reason');
    case 'migration':
      return t('migration');
  }
}

function nameWord(of: DeltaName): string {
  switch (of) {
    case 'capability':
      return t('capability');
    case 'requirement':
      return t('requirement');
    case 'newName':
      return t('new name');
    case 'scenario':
      return t('scenario');
  }
}

export const changeEditRefusals: Sentences<ChangeEditRefusals> = {
  'change.slug': ({ slug, why, most }) => {
    switch (why) {
      case 'empty':
        return t('A change needs a name, such as add-export.');
      case 'tooLong':
        return t('The name of a change has at most {0} characters.', most);
      case 'path':
        return t('The name of a change has no slashes, “..” or control characters.');
      case 'form':
        return t(
          '“{0}” is not a name of a change: use small letters, digits and single hyphens, such as add-export.',
          slug,
        );
      case 'reserved':
        return t('“{0}” is reserved. Choose another name.', slug);
    }
  },
  'change.taken': ({ slug, path }) => t('There is a change {0} already: {1}', slug, path),
  'change.text': ({ field, why, most }) => {
    const word = fieldWord(field);
    switch (why) {
      case 'empty':
        return t('Write something for “{0}”.', word);
      case 'tooLong':
        return t('“{0}” has at most {1} characters.', word, most);
      case 'signs':
        return t('“{0}” has characters that no text may have.', word);
    }
  },
  'change.line': ({ line, written, why }) => {
    switch (why) {
      case 'section':
        return t('Line {0} would begin another section: {1}', line, written);
      case 'heading':
        return t('Line {0} would be read as another heading: {1}', line, written);
      case 'unclosed':
        return t('Nothing closes what line {0} begins: {1}', line, written);
    }
  },
  'change.archived': ({ name }) => t('{0} is archived, so it is not changed any more.', name),
  'change.noStore': ({ offers }) =>
    t('Changes are not kept here yet. Choose where to keep them: {0}', offers.join(', ')),
  'change.severalStores': ({ stores }) =>
    t('Changes are kept at several places. Choose one: {0}', stores.join(', ')),
  'change.unknownStore': ({ store, known }) =>
    t('Changes cannot be kept in “{0}”. Choose one of: {1}', store, known.join(', ')),
  'delta.name': ({ of, why, most }) => {
    const word = nameWord(of);
    switch (why) {
      case 'empty':
        return t('The name of the {0} is missing.', word);
      case 'tooLong':
        return t('The name of the {0} has more than {1} characters.', word, most);
      case 'signs':
        return t('The name of the {0} has to be one line of text.', word);
      case 'path':
        return t('The name of the {0} leads out of its folder, or is no path everywhere.', word);
      case 'form':
        return t('The name of the {0} would be read as another one.', word);
    }
  },
  'delta.capability': ({ capability, near }) =>
    t('There is no living spec “{0}”. Did you mean “{1}”?', capability, near),
  'delta.sameName': ({ name }) => t('“{0}” is called so already. Choose another name.', name),
  'delta.exists': ({ name, capability }) =>
    t('The spec {1} has a requirement “{0}” already.', name, capability),
  'delta.targetMissing': ({ name, capability, near }) =>
    near === undefined
      ? t('The spec {1} has no requirement “{0}”.', name, capability)
      : t('The spec {1} has no requirement “{0}”. Did you mean “{2}”?', name, capability, near),
  'delta.contradicts': ({ name, operation }) =>
    t('The change has a delta on “{0}” already: {1}', name, operation),
  'delta.losesScenarios': ({ name, scenarios }) =>
    t('The living requirement “{0}” has scenarios that this leaves out: {1}', name, someOf(scenarios, 3)),
  'delta.heading': ({ name }) =>
    t('The text has to begin with its heading, which stays as it is: ### Requirement: {0}', name),
  'requirement.noScenario': ({ name }) =>
    t('The requirement “{0}” needs a scenario: what is done, and what comes of it.', name),
  'requirement.noKeyword': ({ name }) =>
    t('The text of the requirement “{0}” has to say SHALL or MUST.', name),
  'delta.unreadable': ({ path }) =>
    t('In {0}, the delta would be read as something else: look for a code block that nothing closes.', path),
};

export const changeEditOutcomes: Sentences<ChangeEditOutcomes> = {
  'change.proposed': ({ change }) => t('Proposed {0}.', change),
  'change.fieldSet': ({ change, field }) => t('Changed “{0}” of {1}.', fieldWord(field), change),
  'delta.written': ({ change, requirement }) => t('Changed “{0}” of {1}.', requirement, change),
  'delta.added': ({ change, capability, requirement }) =>
    t('Added the delta {0}: {1} to {2}.', capability, requirement, change),
};
