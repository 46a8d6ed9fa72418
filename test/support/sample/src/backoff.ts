/** RPC-RETRY-02: the wait before attempt n, drawn at random below the cap. */
export function wait(attempt: number, base: number, cap: number, random: () => number): number {
  return random() * Math.min(cap, base * 2 ** attempt);
}
