import { t } from '@vscode/l10n';
import type { SpecChangeProblems } from '../model/codes/specChanges.ts';
import type { Sentences } from './sentences.ts';
import { someOf } from './someOf.ts';

export const specChangeProblems: Sentences<SpecChangeProblems> = {
  'requirement.level': ({ written }) =>
    t('“{0}” is read as text. A requirement is a heading with three signs: ### Requirement: <name>', written),
  'scenario.level': ({ written }) =>
    t('“{0}” is read as text. A scenario is a heading with four signs: #### Scenario: <name>', written),
  'scenario.noHeading': ({ written }) =>
    t('“{0}” is read as text. Make it a heading: #### Scenario: <name>', written),
  'requirement.otherHeading': ({ written }) =>
    t('“{0}” names no requirement, and is skipped: ### Requirement: <name>', written),
  'requirement.outside': ({ name, section, wanted }) =>
    wanted === 'living'
      ? t('The requirement “{0}” is not below “## Requirements”, so it is not read.', name)
      : section === undefined
        ? t('The requirement “{0}” is in no section, so it is not read: ## ADDED Requirements', name)
        : t('The requirement “{0}” is below “{1}”, so it is not read: ## ADDED Requirements', name, section),
  'requirement.twice': ({ name, line }) => t('“{0}” is also the requirement on line {1}.', name, line),
  'requirement.noScenario': ({ name }) =>
    t('The requirement “{0}” has no scenario. Add one: #### Scenario: <name>', name),
  'requirement.unclosed': () =>
    t('Nothing closes this code block, so all headings below it are read as code.'),
  'spec.noRequirements': () => t('This spec has no section “## Requirements”.'),
  'delta.none': () =>
    t('This file changes no requirement. Sections such as “## ADDED Requirements” say what it changes.'),
  'delta.sectionTwice': ({ title, line }) =>
    t('Line {1} has a section “{0}” too. Both are read.', title, line),
  'delta.unpaired': ({ side, name }) =>
    side === 'FROM'
      ? t('No TO line follows, so nothing says what “{0}” is renamed to.', name)
      : t('No FROM line comes before, so nothing says what is renamed to “{0}”.', name),
  'delta.contradicts': ({ name, line }) =>
    t('Line {1} is about the requirement “{0}” too. Keep one of them.', name, line),
  'delta.twice': ({ name }) => t('Another delta of this change is about the requirement “{0}” too.', name),
  'capability.emptied': ({ capability }) =>
    t('No requirement would be left of the spec {0}. Keep one, or remove the spec by hand.', capability),
  'delta.targetMissing': ({ name, capability, near }) =>
    near === undefined
      ? t('The spec {1} has no requirement “{0}”.', name, capability)
      : t('The spec {1} has no requirement “{0}”. Did you mean “{2}”?', name, capability, near),
  'delta.exists': ({ name, capability, sameText }) =>
    sameText
      ? t('The spec {1} has the requirement “{0}” already, with the same text.', name, capability)
      : t('The spec {1} has a requirement “{0}” already.', name, capability),
  'delta.losesScenarios': ({ name, scenarios }) =>
    t('The living requirement “{0}” has scenarios that this leaves out: {1}', name, someOf(scenarios, 3)),
  'delta.overlaps': ({ name, others }) =>
    t('Another change is about the requirement “{0}” too: {1}', name, someOf(others, 3)),
  'tasks.noBoxes': ({ count }) =>
    count === 1
      ? t('This file has no check boxes, so its list item is no task: - [ ] 1.1 <task>')
      : t('This file has no check boxes, so none of its {0} list items is a task: - [ ] 1.1 <task>', count),
  'change.openTask': ({ task }) => t('A task is open: {0}', task),
  'change.noDeltas': () => t('This change says nothing that a living spec is to say. Add a delta.'),
  'box.none': ({ id }) => t('{0} has no check box, so it is no task: - [ ] {0} <task>', id),
  'box.inFence': () => t('This box is in a code block or a comment, and is counted all the same.'),
  'box.otherGroup': ({ id, heading }) => t('{0} is not a number of “{1}”.', id, heading),
};
