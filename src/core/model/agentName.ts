/** `maple-7f3a`: a name with a suffix that holds a digit is one of several agents of somebody. */
export function isAgentName(name: string): boolean {
  return /-(?=[a-z0-9]*\d)[a-z0-9]{1,8}$/i.test(name);
}
