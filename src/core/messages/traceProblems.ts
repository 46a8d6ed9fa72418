import { t } from '@vscode/l10n';
import type { TraceProblems } from '../model/codes/trace.ts';
import type { Sentences } from './sentences.ts';

export const traceProblems: Sentences<TraceProblems> = {
  'trace.template': () => t('This part of the template has not been filled in.'),
  'trace.noStatus': () => t('Missing “Status:” line: add in-progress, completed or failed.'),
  'trace.statusDiffers': (why) => {
    switch (why.why) {
      case 'openStep':
        return t('The workflow is {0}, but step {1} is still in progress.', why.written, why.step);
      case 'failedStep':
        return t('The workflow is {0}, but step {1} failed.', why.written, why.step);
      case 'noFailedStep':
        return t('The workflow is {0}, but its last step did not fail.', why.written);
    }
  },
  'trace.second': () => t('Another trace begins here. A file can hold only one.'),
  'trace.repeated': ({ name }) => t('There is a second “{0}” line. The first one is used.', name),
  'step.foreignStatus': ({ word }) =>
    t('“{0}” is not a status of a step: it is in-progress, completed or failed.', word),
  'step.noStatus': ({ step }) => t('Step {0} has no “Status:” line.', step),
  'step.notLast': ({ step }) =>
    t('Step {0} is still in progress, but another one follows: the workflow was interrupted.', step),
  'step.afterFailed': ({ step, failed }) =>
    t('Step {0} follows step {1}, which failed. A failed step stops the workflow.', step, failed),
  'step.order': ({ step, before }) => t('Step {0} follows step {1}.', step, before),
  'step.duplicate': ({ step, lines }) =>
    t('Step {0} is also on line {1}. Give each step its own number.', step, lines.join(', ')),
  'step.noFocus': ({ step }) => t('Step {0} is in progress without a “Current focus:” line.', step),
  'step.vagueFocus': ({ focus }) => t('“{0}” does not say what exactly is worked on.', focus),
  'step.focusLeft': ({ step }) => t('Step {0} is completed, but still has a focus.', step),
  'step.noSummary': ({ step }) => t('Step {0} ended without a summary.', step),
  'step.longSummary': ({ sentences }) =>
    t('A summary should have 1 to 3 sentences; this one has {0}.', sentences),
  'step.artifactMissing': ({ step, path }) =>
    t('Step {0} is completed, but its artifact {1} does not exist.', step, path),
  'step.staleFocus': ({ step, path }) =>
    t('{0} was changed more than a day after the focus of step {1}.', path, step),
  'step.recordedAfterwards': ({ step }) =>
    t('Step {0} was recorded after it was completed. Record a step before its work begins.', step),
};
