import { say } from '../../server/launch/say.mjs';
import { inTransaction } from '#store/db.ts';
import type { Pool } from '#store/db.ts';
import { until } from '#test/support/test-parts.ts';
import { openCity } from './city.ts';
import { oldIncidents } from './groups.ts';
import { load, percentile, rounded } from './report.ts';
import { stream } from './stream.ts';

const perSecond = 1_000;
const boundMs = 150;
const slackFactor = 2;
/** Links are looked for so often: no figure is finer. */
const everyMs = 5;
/** Links commit out of order, but never so many numbers apart. */
const mostApart = 5_000;

/** Milliseconds from the acceptance of each event after `from` to the first look that sees its link, until `count` are seen. */
async function watchLinks(pool: Pool, from: number, count: number): Promise<number[]> {
  const delays: number[] = [];
  let recent: number[] = [];
  await until(
    'every event is linked',
    async () => {
      const after = Math.max(from, (recent.at(-1) ?? from) - mostApart);
      const { rows } = await inTransaction(pool, '*', (tx) =>
        tx.query<{ id: number; ms: number }>(
          `select l.event_id as id, extract(epoch from clock_timestamp() - e.accepted_at)::float8 * 1000 as ms
             from link l join event e on e.accepted_on = l.accepted_on and e.id = l.event_id
            where l.event_id > $1 and l.event_id <> all ($2::bigint[])`,
          [after, recent],
        ),
      );
      for (const { ms } of rows) delays.push(ms);
      recent = [...recent.filter((id) => id > after), ...rows.map(({ id }) => id)].sort((a, b) => a - b);
      await new Promise((resolve) => setTimeout(resolve, everyMs));
      return delays.length >= count;
    },
    300_000,
  );
  return delays;
}

/** 归并时延: an accepted event to its link, at a steady 1,000 events a second. Acceptance is stamped before its commit: the figure is on the safe side. */
export async function toLink(_rounds: number, full: boolean): Promise<boolean> {
  const seconds = full ? 60 : 15;
  say(`\nCommit to link: ${perSecond} events/s for ${seconds} s`);
  const city = await openCity('all', oldIncidents(20_000));
  try {
    const warm = await stream(city.url, 0, { perSecond, seconds: 5 });
    const newest = async (): Promise<{ n: number; last: number }> =>
      inTransaction(city.pool, '*', async (tx) => (await tx.query('select count(*)::int as n, max(event_id) as last from link')).rows[0] as { n: number; last: number }); // prettier-ignore
    await until('the first are linked', async () => (await newest()).n >= warm);
    const seen = watchLinks(city.pool, (await newest()).last, perSecond * seconds);
    const sent = await stream(city.url, warm, { perSecond, seconds });
    const all = await seen;
    const [p50, p95, p99] = [0.5, 0.95, 0.99].map((share) => percentile(all, share)) as [number, number, number]; // prettier-ignore
    const verdict =
      p99 <= boundMs ? 'kept' : p99 <= boundMs * slackFactor ? 'missed, within the slack' : 'MISSED';
    say(`commit to link: p50 ${rounded(p50)} ms, p95 ${rounded(p95)} ms, p99 ${rounded(p99)} ms of ${sent} events (p99 at most ${boundMs} ms): ${verdict}; ${load()}`); // prettier-ignore
    return all.length === sent && p99 <= boundMs * slackFactor;
  } finally {
    await city.close();
  }
}
