import type { PastReader } from './player.ts';

/**
 * Where one begins to look back who wants to see `at` (epoch ms): there if something was kept of it, else at the first instant
 * after it of which something was; `at` itself where nothing follows. Throws what the reader throws.
 */
export async function keptFrom(read: PastReader, at: number): Promise<number> {
  const moment = await read.moment(at);
  if (moment && (moment.segment.open || at <= Date.parse(moment.segment.until))) return at;
  const { segment, resumes } = await read.next({ until: new Date(at).toISOString(), lastNo: 0 });
  const begins = segment?.from ?? resumes;
  return begins === null ? at : Date.parse(begins);
}
