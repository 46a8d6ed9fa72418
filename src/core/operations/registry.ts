import { addNote } from './addNote.ts';
import { addTask } from './addTask.ts';
import { addWorkflow } from './addWorkflow.ts';
import { assign } from './assign.ts';
import { getBrief } from './brief.ts';
import { archiveChange } from './changes/archive.ts';
import { addDelta } from './changes/addDelta.ts';
import { proposeChange } from './changes/proposeChange.ts';
import { setChangeField } from './changes/setChangeField.ts';
import { checkCriterion } from './checkCriterion.ts';
import { claim, claimNext } from './claim.ts';
import { defer } from './defer.ts';
import { completeStep, completeTrace, failStep } from './endStep.ts';
import { finish } from './finish.ts';
import { initializeSpecDatabase } from './initializeSpecDatabase.ts';
import { initializeTracking } from './initializeTracking.ts';
import { closeDebtItem, closeItem, linkBranch } from './items.ts';
import { joinTable } from './joinTable.ts';
import { listOwners } from './listOwners.ts';
import { mergeFiles } from './mergeFiles.ts';
import { createBacklogItem, createDebtItem } from './newItems.ts';
import type { Operation } from './operation.ts';
import { release } from './release.ts';
import { reopen } from './reopen.ts';
import { resolveConflict } from './resolveConflict.ts';
import { setActiveFeature } from './setActiveFeature.ts';
import { setStatus } from './setStatus.ts';
import { recordInStep, resumeTrace, startStep, startTrace, updateFocus } from './trace.ts';
import { undo } from './undo.ts';
import { getRationale } from './rationale.ts';
import { showSpecStatus } from './specStatus.ts';
import { resumeWorkspace } from './resumeWorkspace.ts';
import {
  addLogEntry,
  createFeatureList,
  finishSession,
  startSession,
  startWorkspace,
  updateResumption,
} from './workspaces.ts';

/** All that can be asked for, but for what git has a part in. */
export const operations: readonly Operation[] = [
  claim,
  claimNext,
  release,
  finish,
  reopen,
  assign,
  setStatus,
  defer,
  checkCriterion,
  addTask,
  addNote,
  createBacklogItem,
  createDebtItem,
  closeItem,
  closeDebtItem,
  linkBranch,
  joinTable,
  mergeFiles,
  resolveConflict,
  initializeTracking,
  initializeSpecDatabase,
  addWorkflow,
  startWorkspace,
  createFeatureList,
  updateResumption,
  addLogEntry,
  startSession,
  finishSession,
  resumeWorkspace,
  showSpecStatus,
  archiveChange,
  proposeChange,
  setChangeField,
  addDelta,
  getRationale,
  startTrace,
  startStep,
  updateFocus,
  recordInStep,
  completeStep,
  failStep,
  resumeTrace,
  completeTrace,
  setActiveFeature,
  undo,
  getBrief,
  listOwners,
];
