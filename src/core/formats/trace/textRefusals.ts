import { refusal, type Refusal } from '../../model/refusal.ts';
import { faultOfText, faultOfTitle, isVagueFocus, sentencesIn } from './values.ts';

/** Why a text of one line is not written in a trace; undefined for one that is. */
export function refuseText(line: string): Refusal | undefined {
  const fault = faultOfText(line);
  return fault === undefined ? undefined : refusal('step.text', fault);
}

export function refuseTitle(line: string): Refusal | undefined {
  const fault = faultOfTitle(line);
  return fault === undefined ? undefined : refusal('step.title', fault);
}

export function refuseFocus(line: string): Refusal | undefined {
  // `none` is one word, and `[focus]` is a template.
  return line !== '' && isVagueFocus(line) ? refusal('step.focus', { focus: line }) : refuseText(line);
}

export function refuseSummary(line: string): Refusal | undefined {
  const fault = faultOfText(line);
  if (fault !== undefined && fault.why !== 'empty') return refusal('step.text', fault);
  const sentences = fault === undefined ? sentencesIn(line) : 0;
  return sentences < 1 || sentences > 3 ? refusal('step.summary', { sentences }) : undefined;
}
