import type { Steps } from '../base/steps.ts';

/** So many characters are one step. */
const perStep = 65_536;

/**
 * A number that tells two versions of a text apart without keeping either. It has 53 bits: no two versions have the same one by
 * chance, but it is no protection against somebody who looks for two such texts.
 */
export function* digestInSteps(text: string): Steps<number> {
  const state: State = [0x2545f491, 0x41c6ce57];
  for (let at = 0; at < text.length; at += perStep) {
    if (at > 0) yield;
    mix(state, text, at, Math.min(text.length, at + perStep));
  }
  const [high, low] = state.map((word) => {
    const mixed = Math.imul(word ^ (word >>> 16) ^ text.length, 0x85ebca6b);
    return (mixed ^ (mixed >>> 13)) >>> 0;
  }) as State;
  return (high & 0x1fffff) * 2 ** 32 + low;
}

type State = [high: number, low: number];

function mix(state: State, text: string, from: number, to: number): void {
  let [high, low] = state;
  for (let i = from; i < to; i++) {
    const code = text.charCodeAt(i);
    high = Math.imul(high ^ code, 0x9e3779b1);
    low = Math.imul(low ^ code, 0x5f356495);
    // A product never takes a difference to lower bits.
    high = (high << 13) | (high >>> 19);
    low = (low << 17) | (low >>> 15);
  }
  state[0] = high;
  state[1] = low;
}
