import { t } from '@vscode/l10n';
import type { TraceRefusals, TraceTextFault } from '../model/codes/trace.ts';
import type { Sentences } from './sentences.ts';

export const traceRefusals: Sentences<TraceRefusals> = {
  'step.begun': () => t('A step that began is completed or fails. Start Step begins another one.'),
  'step.instead': ({ use }) => {
    switch (use) {
      case 'start_step':
        return t('A trace has steps: use Start Step to add one.');
      case 'record_in_step':
        return t('A trace has no notes: use Record in Step.');
      case 'resume_trace':
        return t('A step that ended is not reopened: use Resume Trace to go on.');
    }
  },
  'step.open': ({ step }) => t('Step {0} is still in progress. Complete or fail it first.', step),
  'step.none': ({ path }) => t('No step of {0} is in progress. Start a step first.', path),
  'step.ended': ({ step }) => t('Step {0} is not in progress.', step),
  'step.focus': ({ focus }) =>
    focus === undefined
      ? t('Say what the step works on first.')
      : t('“{0}” does not say what exactly is worked on.', focus),
  'step.summary': ({ sentences }) =>
    sentences === 0
      ? t('Enter a summary of 1 to 3 sentences.')
      : t('A summary should have 1 to 3 sentences; this one has {0}.', sentences),
  'step.text': textSentence,
  'step.title': textSentence,
  'step.form': ({ path }) =>
    t('{0} is written in a way that Throughline cannot change here. Edit it by hand.', path),
  'trace.stopped': ({ step }) =>
    step === undefined
      ? t('The workflow failed, so it is stopped. Resume Trace goes on.')
      : t('Step {0} failed, so the workflow is stopped. Resume Trace goes on.', step),
  'trace.completed': ({ path }) => t('The workflow of {0} is completed.', path),
  'trace.missing': ({ path }) => t('{0} is not a trace.', path),
  'trace.folder': ({ folder }) => t('“{0}” is not a folder in this workspace folder.', folder),
};

function textSentence(fault: TraceTextFault): string {
  switch (fault.why) {
    case 'empty':
      return t('Enter a text.');
    case 'template':
      return t('Fill in the template: a text in brackets is a placeholder.');
    case 'tooLong':
      return t('A title can have at most {0} characters.', fault.most);
    case 'form':
      return t('This text cannot be written in a trace as it is.');
  }
}
