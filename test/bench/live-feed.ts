import { say } from '../../server/launch/say.mjs';
import type { InSight } from '#server/live/in-sight.ts';
import { encodeReadings } from '#server/live/readings.ts';
import { cut, viewOf } from '#server/live/picture.ts';
import { inTransaction, makePool } from '#store/db.ts';
import type { Pool } from '#store/db.ts';
import { openFeed, publishFrame, tryLead } from '#store/frames.ts';
import type { LiveRow, StoredFrame } from '#store/frames.ts';
import { rowOf } from '#test/support/live-row.ts';
import { freshDatabase } from '#test/support/stack.ts';
import { withClient } from '#test/support/template.ts';
import { startBare } from './city.ts';
import type { Bare } from './city.ts';
import { districtSensors, seriesCount } from './depth-sensors.ts';
import { districts, groups, tokens, units } from './live-people.ts';
import { judge, load, median, rounded } from './report.ts';

const unit = 'frames to clients/s';

/** A busy second of the city in one frame, and as many frames at once as no client is taken off for. */
const [rowsPerFrame, readingsPerFrame, framesPerWave] = [10, 500, 10];

/** A matter that moved and stays where it was to be seen. */
function movedRow(id: number, version: number): LiveRow {
  const [district, unit] = [districts[id % districts.length]!, units[id % units.length]!];
  const seen = { units: [unit], district, wall: 'point' as const };
  const title = `蕉园村口路面积水约三十厘米，两辆小客车熄火 ${id}`;
  return {
    row: rowOf({ id, version, title, districtCode: district, departmentCode: unit }),
    seen,
    before: seen,
  };
}

/** What one frame carries, before anybody's view is cut from it. */
function contentOf(n: number): Pick<StoredFrame, 'rows' | 'readings' | 'movers' | 'nudges'> {
  const values = Array.from({ length: readingsPerFrame }, (_, i) => ({
    no: 1 + ((n * readingsPerFrame + i) % seriesCount),
    value: n + i / 100,
    over: i % 50 === 0,
  }));
  return {
    rows: Array.from({ length: rowsPerFrame }, (_, i) => movedRow(10_000 + n * rowsPerFrame + i, 17)),
    readings: encodeReadings(values),
    movers: null,
    nudges: [],
  };
}
const contents = Array.from({ length: framesPerWave }, (_, n) => contentOf(n));

/** What the rooms of the baseline are sent: the program's own frames, cut beforehand. */
async function roomFrames(pool: Pool): Promise<Record<string, unknown>[]> {
  const inSight = new Map<string, InSight>();
  for (const districtCode of districts) {
    const { rows } = await pool.query<{ no: number }>(
      'select no from series join sensor using (device_id) where district_code = $1',
      [districtCode],
    );
    inSight.set(`district-${districtCode}`, { series: new Set(rows.map(({ no }) => no)), movers: new Set() });
  }
  return contents.map((content, n) => {
    const frame = { ...content, no: 1_000 + n, epoch: 'bare-rooms-20260612-1', at: new Date().toISOString() };
    const rooms = Object.entries(groups).map(([name, { actor, view }]) => [
      name,
      cut(frame, viewOf(actor, view), inSight.get(name) ?? '*'),
    ]);
    return Object.fromEntries(rooms) as Record<string, unknown>;
  });
}

/** Puts the frames of a wave into PostgreSQL, numbered, in one commit. */
async function publish(pool: Pool): Promise<void> {
  await inTransaction(pool, '*', async (tx) => {
    let feed = await openFeed(tx);
    for (const content of contents) {
      const no = await publishFrame(tx, {
        feed,
        cursor: feed.cursor,
        ...content,
        seen: null,
        shown: [],
        gone: [],
      });
      if (no === null) throw new Error('somebody else publishes');
      feed = { ...feed, head: no };
    }
  });
}

type Side = { crowd: Bare; begin: () => Promise<void> };
type Sent = { rate: number; chars: number };

/** Frames times clients a second, from the moment at which a wave stands ready until the last client has got all of it. */
async function send({ crowd, begin }: Side): Promise<Sent> {
  const got = crowd.answer();
  crowd.tell(framesPerWave);
  await begin();
  const began = performance.now();
  const chars = (await got) as number;
  return { rate: (framesPerWave * tokens.length) / ((performance.now() - began) / 1000), chars };
}

/** A wave here, a wave there: both stand in the same weather on a machine that has other work. */
async function measure(ours: Side, bare: Side, rounds: number, waves: number): Promise<boolean> {
  let sent = { ours: 0, bare: 0 };
  const run = async (count: number): Promise<{ ours: number[]; baseline: number[] }> => {
    const rates = { ours: [] as number[], baseline: [] as number[] };
    sent = { ours: 0, bare: 0 };
    for (let n = 0; n < count; n += 1) {
      const [mine, theirs] = [await send(ours), await send(bare)];
      rates.ours.push(mine.rate);
      rates.baseline.push(theirs.rate);
      sent = { ours: sent.ours + mine.chars, bare: sent.bare + theirs.chars };
    }
    return rates;
  };
  await run(5);
  const all = { ours: [] as number[], baseline: [] as number[] };
  for (let round = 1; round <= rounds; round += 1) {
    const rates = await run(waves);
    all.ours.push(...rates.ours);
    all.baseline.push(...rates.baseline);
    const [mine, theirs] = [median(rates.ours), median(rates.baseline)];
    say(`  round ${round}: chengyun ${rounded(mine)}, bare rooms ${rounded(theirs)} ${unit}, ${(mine / theirs).toFixed(2)}x; ${load()}`); // prettier-ignore
  }
  if (Math.abs(sent.ours / sent.bare - 1) > 0.01)
    throw new Error(`${sent.ours} letters sent against ${sent.bare}`);
  return judge({ name: 'live feed', unit, ...all, bound: 0.85 });
}

/** 实时推送: numbered frames of PostgreSQL cut by rights and view for a hundred clients, against bare rooms of Socket.IO. */
export async function liveFeed(rounds: number, full: boolean): Promise<boolean> {
  const waves = full ? 60 : 15;
  say(`\nLive feed: ${rounds * waves} times ${framesPerWave} frames of ${rowsPerFrame} rows and ${readingsPerFrame} readings to ${tokens.length} clients in ${Object.keys(groups).length} rooms`); // prettier-ignore
  say('  counted from their commit to the last client, against rooms that are told what to send');
  const database = await freshDatabase();
  await withClient(database.url, (owner) => owner.query(`${districtSensors(districts)}; analyze`));
  const pool = makePool(database.url, 4, 'bench');
  const lead = await pool.connect();
  const started: Bare[] = [];
  const start = async (file: string, env: Record<string, string> = {}): Promise<Bare> => {
    started.push(await startBare(file, env));
    return started.at(-1)!;
  };
  try {
    // The frames are made here: the program's own publisher stands by.
    if (!(await tryLead(lead))) throw new Error('somebody else publishes');
    const live = await start('live-alone.ts', { LIVE_DATABASE_URL: database.url });
    const rooms = await start('bare-rooms.ts');
    rooms.tell(await roomFrames(pool));
    let restMs = 0;
    const ours = {
      crowd: await start('live-crowd.ts', { CROWD_URL: live.said }),
      begin: async () => {
        const began = performance.now();
        await publish(pool);
        restMs = performance.now() - began;
      },
    };
    const bare = {
      crowd: await start('live-crowd.ts', { CROWD_URL: rooms.said }),
      // Sockets and clients of the program have that long to come to rest between two waves.
      begin: async () => {
        await new Promise((resolve) => setTimeout(resolve, restMs));
        rooms.tell('again');
      },
    };
    return await measure(ours, bare, rounds, waves);
  } finally {
    for (const one of started.toReversed()) await one.stop();
    lead.release();
    await pool.end();
    await database.close();
  }
}
