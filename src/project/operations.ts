import type { Operation } from '../core/operations/operation.ts';
import { operations as documentOperations } from '../core/operations/registry.ts';
import { checkOutBranch } from './branchCheckout.ts';
import { startBranch, undoStart } from './branchStart.ts';
import { startChange } from './changeStart.ts';
import { createProgressFile, type BranchOperation } from './branchWork.ts';

/** All that people and tools can ask for. */
export const operations: readonly (Operation | BranchOperation)[] = [
  ...documentOperations,
  createProgressFile,
  startBranch,
  startChange,
  checkOutBranch,
  undoStart,
];
