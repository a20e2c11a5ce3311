/** So many items are worked through at a stretch before other requests get their turn. */
const stretch = 200;

/** Maps a long list without holding the process: the failover of one source never silences the doors of the others. */
export async function inTurns<From, To>(list: readonly From[], work: (one: From) => To): Promise<To[]> {
  const made: To[] = [];
  for (let at = 0; at < list.length; at += stretch) {
    if (at > 0) await new Promise(setImmediate);
    for (const one of list.slice(at, at + stretch)) made.push(work(one));
  }
  return made;
}
