/** Lets go of what is kept after each test of the suite that this is called in, the latest first. */
export function keeping(): <T extends { dispose(): void }>(each: T) => T {
  const disposables: { dispose(): void }[] = [];
  afterEach(() => {
    for (const each of disposables.splice(0).reverse()) each.dispose();
  });
  return (each) => {
    disposables.push(each);
    return each;
  };
}
