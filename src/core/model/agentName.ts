/** `maple-7f3a`: a name with a suffix that holds a digit is one of several agents of somebody. */
export function isAgentName(name: string): boolean {
  return /-(?=[a-z0-9]*\d)[a-z0-9]{1,8}$/i.test(name);
}

/**
 * Whether the suffix of an agent's name can be its own: that of a model, which all of a kind have, is shorter, or a date, as in `gpt-5`
 * and `opus-20260514`.
 */
export function isOneAgent(name: string): boolean {
  return isAgentName(name) && /-(?!20\d{6}$)[a-z0-9]{4,8}$/i.test(name);
}
