import { say } from '../../server/launch/say.mjs';
import { inTransaction } from '#store/db.ts';
import type { Pool } from '#store/db.ts';
import { makePool } from '#store/db.ts';
import { freshDatabase } from '#test/support/stack.ts';
import { withClient } from '#test/support/template.ts';
import { cookieOf, startApp } from '#test/support/app.ts';
import { alternate, judge, percentile } from './report.ts';

/** What one search may take at the server, 95 of 100. */
const mostMs = 200;

const roads = ['西江路', '端州路', '天宁北路', '康乐北路', '江滨堤路', '星湖大道', '蓝塘路', '宝月路'];
const troubles = [
  '水浸街',
  '井盖不见',
  '路灯不亮',
  '占道经营',
  '施工噪声',
  '垃圾未清',
  '树枝断落',
  '污水外溢',
];
const list = (words: readonly string[]): string => `array[${words.map((word) => `'${word}'`).join(',')}]`;
const title = `(${list(roads)})[1 + n * 7 % ${roads.length}] || n % 997 || '号' || (${list(troubles)})[1 + n * 5 % ${troubles.length}]`;

/** A year of matters, one in five open, with two reports each. */
const plant = (count: number): string => `
  insert into incident (no, status, category_code, family_code, severity, title, opened_at, last_event_at, created_on, auto)
  select 'b-' || n, case n % 5 when 0 then 'handling' else 'closed' end, 'road-flooding', 'x', 3, ${title},
         now(), now(), current_date, false from generate_series(1, ${count}) n;
  insert into event (id, accepted_on, accepted_at, source, key, observed_at, body)
  select 10000000 + n, current_date, now(), 'hotline', 'b/' || n, now(), '市民来电：' || ${title} || '，请尽快派人处理'
    from generate_series(1, ${count * 2}) n;
  insert into link (event_id, accepted_on, incident_id, linked_at, category_code, score, reasons, weights_version)
  select e.id, e.accepted_on, i.id, now(), 'x', 1, '{}', 't'
    from event e join incident i on i.no = 'b-' || (1 + (e.id - 10000000) / 2);
  analyze`;

/** A road with its house, two characters of it, a trouble: what people type. */
const question = (n: number): string =>
  [`${roads[n % roads.length]!}${(n * 13) % 997}号`, `${(n * 31) % 997}号井盖`, `天宁 ${(n * 17) % 997}`][
    n % 3
  ]!;

/** The same over the same rows, as it is without an index: every text is read. */
async function scan(pool: Pool, n: number): Promise<void> {
  const pattern = `%${question(n).replaceAll(' ', '%')}%`;
  await inTransaction(pool, '*', async (tx) => {
    await tx.query('select id from incident where title ilike $1 order by id desc limit 20', [pattern]);
    await tx.query(
      'select l.incident_id from event e join link l on l.event_id = e.id where e.body ilike $1 order by e.id desc limit 20',
      [pattern],
    );
  });
}

/** 搜索: one question over all words of a year, at the server's door, against reading every text. */
export async function searchAll(rounds: number, full: boolean): Promise<boolean> {
  const count = 50_000;
  say(`\nSearch: ${count} incidents with two reports each, at the server's door, against reading every text`);
  const database = await freshDatabase();
  const pool = makePool(database.url, 4, 'bench');
  await withClient(database.url, (owner) => owner.query(plant(count)));
  const app = await startApp(pool);
  const headers = { 'content-type': 'application/json', cookie: await cookieOf(pool, 'operator') };
  const took: number[] = [];
  const ask = async (n: number): Promise<void> => {
    const began = performance.now();
    const body = JSON.stringify({ q: question(n) });
    const response = await fetch(`${app.url}/api/search`, { method: 'POST', headers, body });
    if (response.status !== 200 || !(await response.text()).includes('"incident"'))
      throw new Error(`nothing was found for ${question(n)}`);
    took.push(performance.now() - began);
  };
  const perSecond = async (asked: number, one: (n: number) => Promise<void>): Promise<number> => {
    const began = performance.now();
    for (let n = 0; n < asked; n += 1) await one(n);
    return asked / ((performance.now() - began) / 1000);
  };
  try {
    await perSecond(20, ask);
    took.length = 0;
    const figures = await alternate(
      rounds,
      'searches/s',
      { name: 'chengyun', run: () => perSecond(full ? 600 : 150, ask) },
      { name: 'every text', run: () => perSecond(full ? 60 : 15, (n) => scan(pool, n)) },
    );
    const p95 = percentile(took, 0.95);
    say(`  p50 ${percentile(took, 0.5).toFixed(1)} ms, p95 ${p95.toFixed(1)} ms (at most ${mostMs})`);
    return judge({ name: 'search', unit: 'searches/s', ...figures, bound: 2 }) && p95 <= mostMs;
  } finally {
    await app.close();
    await pool.end();
    await database.close();
  }
}
