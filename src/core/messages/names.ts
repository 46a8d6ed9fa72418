import { t } from '@vscode/l10n';
import type { StreamWord } from '../model/item.ts';
import type { BranchNameFault, OwnerNameFault } from '../model/codes/names.ts';

/** What is wrong with a name for a new branch: `Enter a branch name.` */
export function branchNameMessage(fault: BranchNameFault): string {
  switch (fault.kind) {
    case 'empty':
      return t('Enter a branch name.');
    case 'tooLong':
      return t('A branch name can have at most 200 characters.');
    case 'dash':
      return t('A branch name cannot begin with “-”.');
    case 'signs':
      return t('A branch name cannot contain spaces, invisible characters or any of ~ ^ : ? * [ \\.');
    case 'dots':
      return t('A branch name cannot contain “..” or “@{”, or end with “.”.');
    case 'part':
      return t('No part of a branch name can be empty, begin with “.” or end with “.lock”.');
  }
}

/** What is wrong with a name for an Owner cell: `“tbd” stands for nobody.` */
export function ownerNameMessage(fault: OwnerNameFault): string {
  switch (fault.kind) {
    case 'empty':
      return t('Enter a name.');
    case 'tooLong':
      return t('A name can have at most 64 characters.');
    case 'start':
      return t('A name must begin with a letter or digit.');
    case 'signs':
      return t('A name can contain only letters, digits and . _ @ : + -.');
    case 'markdown':
      return t('Markdown reads “{0}” as “{1}”.', fault.name, fault.read);
    case 'nobody':
      return t('“{0}” means unassigned. Choose another name.', fault.name);
  }
}

/** A stream by its kind and its name: `Branch feat/x`, `Trace avatar-upload`. */
export const streamWords: Readonly<Record<StreamWord | 'branch', (name: string) => string>> = {
  branch: (name) => t('Branch {0}', name),
  openSpec: (name) => t('OpenSpec {0}', name),
  specDatabase: (name) => t('Change {0}', name),
  specKit: (name) => t('Spec Kit {0}', name),
  trace: (name) => t('Trace {0}', name),
  workspace: (name) => t('Workspace {0}', name),
};

/** What the tasks of a record of another system are. */
export const taskWords: Readonly<Record<StreamWord, () => string>> = {
  openSpec: () => t('Tasks'),
  specDatabase: () => t('Tasks'),
  specKit: () => t('Tasks'),
  trace: () => t('Steps'),
  workspace: () => t('Features'),
};

/** What a record of another system is called in the row of its branch: a branch has one workspace, and any number of traces. */
export const recordWords: Readonly<Record<StreamWord, (name: string) => string>> = {
  openSpec: streamWords.openSpec,
  specDatabase: streamWords.specDatabase,
  specKit: streamWords.specKit,
  trace: streamWords.trace,
  workspace: () => t('Workspace'),
};
