import { t } from '@vscode/l10n';
import type { TraceOutcomes } from '../model/codes/trace.ts';
import type { Sentences } from './sentences.ts';

export const traceOutcomes: Sentences<TraceOutcomes> = {
  'trace.started': ({ path }) => t('Started the trace {0}.', path),
  'step.started': ({ step, title }) => t('Started step {0}: {1}.', step, title),
  'step.focused': ({ step }) => t('Updated the focus of step {0}.', step),
  'step.recorded': ({ step }) => t('Recorded in step {0}.', step),
  'step.completed': ({ step, title }) => t('Completed step {0}: {1}.', step, title),
  'step.failed': ({ step, title }) => t('Step {0} failed, so the workflow is stopped: {1}.', step, title),
  'trace.finished': ({ stream }) => t('Completed the workflow of {0}.', stream),
  'trace.resumed': ({ step, title }) => t('Resumed the workflow with step {0}: {1}.', step, title),
  'trace.reopened': ({ stream }) => t('The workflow of {0} goes on.', stream),
  'trace.goesOn': ({ step, focus }) => t('Go on with step {0}: {1}', step, focus),
};
