import { itemOf, reportAt } from './groups.ts';
import { makeClient } from './post.ts';

const everyMs = 100;
const json = 'application/json';

/**
 * Sends reports at a steady pace, cameras' and callers' in turn, from this one on; late batches are not made up for.
 * Answers how many.
 */
export async function stream(
  url: string,
  first: number,
  { perSecond, seconds }: { perSecond: number; seconds: number },
): Promise<number> {
  const client = makeClient(url);
  const perBatch = (perSecond * everyMs) / 1000;
  let next = first;
  const posts: Promise<void>[] = [];
  const began = performance.now();
  for (let tick = 0; tick < (seconds * 1000) / everyMs; tick += 1) {
    const reports = Array.from({ length: perBatch }, (_, i) => reportAt(next + i));
    next += perBatch;
    const items = (spoken: boolean): unknown[] => reports.filter((one) => one.spoken === spoken).map(itemOf);
    posts.push(client.post('/api/ingest/camera', json, JSON.stringify({ alerts: items(false) })));
    posts.push(client.post('/api/ingest/hotline', json, JSON.stringify({ tickets: items(true) })));
    await new Promise((resolve) => setTimeout(resolve, began + (tick + 1) * everyMs - performance.now()));
  }
  await Promise.all(posts);
  client.close();
  return next - first;
}
