/** So many items are worked through at a stretch before others get their turn, unless the work is heavier or lighter. */
const usual = 200;

/** Maps a long list without holding the process: the failover of one source never silences the doors of the others. */
export async function inTurns<From, To>(
  list: Iterable<From>,
  work: (one: From, index: number) => To,
  stretch = usual,
): Promise<To[]> {
  const made: To[] = [];
  for (const one of list) {
    if (made.length > 0 && made.length % stretch === 0) await new Promise(setImmediate);
    made.push(work(one, made.length));
  }
  return made;
}
