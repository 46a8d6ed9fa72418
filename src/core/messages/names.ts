import { t } from '@vscode/l10n';
import type { StreamWord } from '../model/item.ts';
import type { BranchNameFault, OwnerNameFault } from '../model/codes/names.ts';

/** What is wrong with a name for a new branch: `A branch has a name.` */
export function branchNameMessage(fault: BranchNameFault): string {
  switch (fault.kind) {
    case 'empty':
      return t('A branch has a name.');
    case 'tooLong':
      return t('A branch name has at most 200 characters.');
    case 'dash':
      return t('A branch name does not begin with “-”.');
    case 'signs':
      return t('A branch name has no spaces, no invisible signs and none of ~ ^ : ? * [ \\.');
    case 'dots':
      return t('A branch name has no “..”, no “@{”, and does not end with “.”.');
    case 'part':
      return t('No part of a branch name is empty, begins with “.” or ends with “.lock”.');
  }
}

/** What is wrong with a name for an Owner cell: `“tbd” stands for nobody.` */
export function ownerNameMessage(fault: OwnerNameFault): string {
  switch (fault.kind) {
    case 'empty':
      return t('A name has at least one character.');
    case 'tooLong':
      return t('A name has at most 64 characters.');
    case 'start':
      return t('A name begins with a letter or a digit.');
    case 'signs':
      return t('A name holds letters, digits and . _ @ : + - only.');
    case 'markdown':
      return t('Markdown reads “{0}” as “{1}”.', fault.name, fault.read);
    case 'nobody':
      return t('“{0}” stands for nobody.', fault.name);
  }
}

/** A stream by its kind and its name: `Branch feat/x`, `Trace avatar-upload`. */
export const streamWords: Readonly<Record<StreamWord | 'branch', (name: string) => string>> = {
  branch: (name) => t('Branch {0}', name),
  trace: (name) => t('Trace {0}', name),
  workspace: (name) => t('Workspace {0}', name),
};
