/** So many items are worked through at a stretch before other requests get their turn. */
const stretch = 200;

/** Maps a long list without holding the process: the failover of one source never silences the doors of the others. */
export async function inTurns<From, To>(
  list: readonly From[],
  work: (one: From, index: number) => To,
): Promise<To[]> {
  const made: To[] = [];
  for (let at = 0; at < list.length; at += stretch) {
    if (at > 0) await new Promise(setImmediate);
    for (let i = at; i < Math.min(at + stretch, list.length); i += 1) made.push(work(list[i]!, i));
  }
  return made;
}
