import { patchChildren } from './dom.ts';
import { element } from './host.ts';
import { actButton, labels } from './parts.ts';

/** How long a result is there, in milliseconds: as long as VS Code's own status bar has it. */
const shownTime = 15_000;

/** The line at the foot of the page: what became of the last request, for the eye and the ear, and the way back. */
export class StatusLine {
  readonly #told = element('told');
  readonly #way = element('way');
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** Says it anew, also when it is the same as before. `undo` is the row that a button takes back to what it was. */
  say(sentence: string, undo?: string): void {
    this.#told.textContent = this.#told.textContent === sentence ? `${sentence}\u00a0` : sentence;
    this.#told.title = sentence;
    patchChildren(this.#way, undo === undefined ? [] : [actButton('undo', undo, labels.undo)]);
    clearTimeout(this.#timer);
    if (sentence !== '')
      this.#timer = setTimeout(() => {
        this.#clear();
      }, shownTime);
  }

  /** Not under somebody's hand. */
  #clear(): void {
    if (this.#way.matches(':hover, :focus-within'))
      this.#timer = setTimeout(() => {
        this.#clear();
      }, shownTime);
    else this.say('');
  }
}
