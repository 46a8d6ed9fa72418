import * as vscode from 'vscode';
import { refuseFocus } from '../../core/formats/trace/textRefusals.ts';
import { toLine } from '../../core/formats/trace/values.ts';
import { refusalMessage } from '../../core/messages/refusals.ts';
import type { Refusal } from '../../core/model/refusal.ts';
import { showInput, type Steps } from './ask.ts';

/**
 * Asks for a text of a trace.
 * @param faultOf why a text of one line is not written
 */
export function askText(
  title: string,
  steps: Steps,
  prompt: string,
  faultOf: (line: string) => Refusal | undefined,
  more: {
    readonly value?: string;
    readonly mayBeEmpty?: boolean;
    readonly placeHolder?: string;
    /** How many questions come after it. */
    readonly rest?: number;
  } = {},
): Promise<string | undefined> {
  const { value = '', mayBeEmpty = false, placeHolder = '', rest } = more;
  return showInput({
    title,
    prompt,
    value,
    placeHolder,
    at: steps.next(rest),
    ignoreFocusOut: true,
    validateInput: (text) => {
      const line = toLine(text);
      const refused = mayBeEmpty && line === '' ? undefined : faultOf(line);
      return refused === undefined ? undefined : refusalMessage(refused);
    },
  });
}

/** Asks what exactly a step works on: the last question. */
export function askFocus(title: string, steps: Steps, value = ''): Promise<string | undefined> {
  return askText(title, steps, vscode.l10n.t('What exactly is worked on'), refuseFocus, {
    value,
    placeHolder: vscode.l10n.t('Token validation, then the tests'),
    rest: 0,
  });
}
