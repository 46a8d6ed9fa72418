import type { Coded } from './codes/coded.ts';
import type { LossData } from './codes/losses.ts';

/** What was done and is no longer there, because somebody else wrote the file. Its sentence is made by `core/messages/losses.ts`. */
export type Loss = Coded<LossData>;

export function loss<Code extends keyof LossData>(code: Code, data: LossData[Code]): Loss {
  return { code, data } as Loss;
}
