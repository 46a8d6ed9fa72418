/** Every id that package.json declares and the code uses; a test holds the two together. */

export const container = 'throughline';

export const views = {
  branchProgress: 'throughline.branchProgress',
  backlog: 'throughline.backlog',
  techDebt: 'throughline.techDebt',
  specs: 'throughline.specs',
} as const;

export type ViewId = (typeof views)[keyof typeof views];

export const commands = {
  claimTask: 'throughline.claimTask',
  claimNextTask: 'throughline.claimNextTask',
  releaseTask: 'throughline.releaseTask',
  finishTask: 'throughline.finishTask',
  reopenTask: 'throughline.reopenTask',
  assignTask: 'throughline.assignTask',
  setTaskStatus: 'throughline.setTaskStatus',
  addTask: 'throughline.addTask',
  addNote: 'throughline.addNote',
  checkCriterion: 'throughline.checkCriterion',
  copyItemCommand: 'throughline.copyItemCommand',
  uncheckCriterion: 'throughline.uncheckCriterion',
  deferTask: 'throughline.deferTask',
  createBacklogItem: 'throughline.createBacklogItem',
  createDebtItem: 'throughline.createDebtItem',
  closeDebtItem: 'throughline.closeDebtItem',
  startTrace: 'throughline.startTrace',
  startStep: 'throughline.startStep',
  updateFocus: 'throughline.updateFocus',
  recordInStep: 'throughline.recordInStep',
  completeStep: 'throughline.completeStep',
  failStep: 'throughline.failStep',
  resumeTrace: 'throughline.resumeTrace',
  completeTrace: 'throughline.completeTrace',
  startWorkspace: 'throughline.startWorkspace',
  createFeatureList: 'throughline.createFeatureList',
  updateResumption: 'throughline.updateResumption',
  addLogEntry: 'throughline.addLogEntry',
  startSession: 'throughline.startSession',
  endSession: 'throughline.endSession',
  resumeWorkspace: 'throughline.resumeWorkspace',
  copyNextCommand: 'throughline.copyNextCommand',
  showSpecStatus: 'throughline.showSpecStatus',
  archiveChange: 'throughline.archiveChange',
  saveRationale: 'throughline.saveRationale',
  startChange: 'throughline.startChange',
  makeActiveFeature: 'throughline.makeActiveFeature',
  proposeChange: 'throughline.proposeChange',
  editChangeField: 'throughline.editChangeField',
  addDelta: 'throughline.addDelta',
  createProgressFile: 'throughline.createProgressFile',
  startBranch: 'throughline.startBranch',
  checkOutBranch: 'throughline.checkOutBranch',
  openInNewWorktree: 'throughline.openInNewWorktree',
  openWorktree: 'throughline.openWorktree',
  addWorkflow: 'throughline.addWorkflow',
  addCommandLine: 'throughline.addCommandLine',
  removeCommandLine: 'throughline.removeCommandLine',
  openBranchBrief: 'throughline.openBranchBrief',
  reconcileItem: 'throughline.reconcileItem',
  openProgressFile: 'throughline.openProgressFile',
  openRow: 'throughline.openRow',
  openSpec: 'throughline.openSpec',
  openBacklogItem: 'throughline.openBacklogItem',
  openPullRequest: 'throughline.openPullRequest',
  openBoard: 'throughline.openBoard',
  copyBranchBrief: 'throughline.copyBranchBrief',
  revealInSidebar: 'throughline.revealInSidebar',
  initializeTracking: 'throughline.initializeTracking',
  initializeSpecDatabase: 'throughline.initializeSpecDatabase',
  filter: 'throughline.filter',
  clearFilter: 'throughline.clearFilter',
  arrangeViews: 'throughline.arrangeViews',
  resolveConflict: 'throughline.resolveConflict',
  joinTable: 'throughline.joinTable',
  fixProblem: 'throughline.fixProblem',
  mergeProgressFiles: 'throughline.mergeProgressFiles',
  allowLink: 'throughline.allowLink',
  forgetLink: 'throughline.forgetLink',
  setOwnerName: 'throughline.setOwnerName',
  undoChange: 'throughline.undoChange',
  refresh: 'throughline.refresh',
  showLog: 'throughline.showLog',
} as const;

export type CommandId = (typeof commands)[keyof typeof commands];

/** Keys of `when` clauses. */
export const contextKeys = {
  /** `loading`, `noTracking` or `ready`: which welcome text fits. */
  state: 'throughline.state',
  /** Whether there is a stream that tasks can be added to and claimed in. */
  changeable: 'throughline.changeable',
  /** Whether a filter hides rows. */
  filtered: 'throughline.filtered',
  /** Ids of the systems that are used in a folder and not read, with a space between them. */
  unread: 'throughline.unread',
  /** `backlog`, `debt`: of what there is a file with a list of all items, as `TODO.md`, which is not read. */
  unreadLists: 'throughline.unreadLists',
  /** Whether the text editor shows a file that the sidebar has. */
  trackedEditor: 'throughline.trackedEditor',
  /** Whether the terminals of this workspace have the command line. */
  commandLine: 'throughline.commandLine',
  /** For a moment: the steps of the walkthrough that are done, with a space between them. */
  stepsDone: 'throughline.stepsDone',
} as const;

export const section = 'throughline';

/** Keys below {@link section}. */
export const settings = {
  owner: 'owner',
  systems: 'systems',
  trackingDirectory: 'tracking.directory',
  specsInclude: 'specs.include',
  specsExclude: 'specs.exclude',
  criteriaPattern: 'criteria.pattern',
  codeLensSpecs: 'codeLens.specs',
  codeLensProgress: 'codeLens.progress',
  checkboxes: 'checkboxes',
  branchBase: 'branch.base',
  gitShow: 'git.show',
  staleDays: 'stale.days',
  overwritesNotify: 'overwrites.notify',
} as const;

/** The settings that decide what is read, by the names that systems know them by. */
export const readingSettings = {
  systems: settings.systems,
  trackingDirectory: settings.trackingDirectory,
  specsInclude: settings.specsInclude,
  specsExclude: settings.specsExclude,
  criteriaPattern: settings.criteriaPattern,
} as const;
