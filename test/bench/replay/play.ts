import pg from 'pg';
import { makePartitions } from '#store/upkeep.ts';
import { mergeAll } from '#test/support/core.ts';
import type { Core } from '#test/support/core.ts';
import type { Closing, Day, Device, Report } from './types.ts';

/** Reports that arrive within so long are one batch, as when a merger has a little to do. */
const usualSlotMs = 20_000;

export type Played = {
  /** The incident of each report; null: it waits for a person. */
  found: Map<string, string | null>;
  /** What a person is asked about those that wait. */
  why: Map<string, string>;
  /** From the door's answer to the link, of every batch; milliseconds. */
  linkMs: number[];
  tookMs: number;
};

const registration = `
  with made as (
    insert into sensor (device_id, name, kind, geom, metrics, registered_at, updated_at)
    select d, n, k, st_setsrid(st_makepoint(lng, lat), 4326), array[m], now(), now()
      from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::float8[], $6::float8[]) as r(d, n, k, m, lng, lat)
    returning device_id, metrics)
  insert into series (device_id, metric) select device_id, metrics[1] from made`;

async function register(owner: pg.Client, devices: readonly Device[]): Promise<void> {
  const column = <T>(of: (one: Device) => T): T[] => devices.map(of);
  await owner.query(registration, [
    column((one) => one.deviceId),
    column((one) => one.name),
    column((one) => one.kind),
    column((one) => one.metric),
    column((one) => one.at.lng),
    column((one) => one.at.lat),
  ]);
}

/** Plays days through doors and merge, on the city's clock: every report when it arrived, every closing when it was. */
export async function play(
  core: Core,
  day: Pick<Day, 'start' | 'reports' | 'devices' | 'closings'>,
  slotMs = usualSlotMs,
): Promise<Played> {
  // prettier-ignore
  const began = performance.now();
  const owner = new pg.Client(core.url);
  await owner.connect();
  const linkMs: number[] = [];
  try {
    await register(owner, day.devices);
    await setClock(owner, day.start);
    const last = day.reports.at(-1)?.arrivesAt ?? day.start;
    await makePartitions(core.pool, new Date(day.start), Math.ceil((last - day.start) / 86_400_000) + 3);
    await owner.query('alter table incident disable trigger incident_moves');
    const truthOf = truthsOf(day.reports);
    const closings = [...day.closings].sort((a, b) => a.at - b.at);
    for (const { at, reports } of slotsOf(day.reports, slotMs)) {
      while (closings[0] && closings[0].at <= at) await close(owner, closings.shift()!, truthOf);
      await setClock(owner, at);
      await send(core, reports);
      const sent = performance.now();
      await mergeAll(core.mergeParts);
      linkMs.push(performance.now() - sent);
    }
    return { ...(await links(core, day.reports)), linkMs, tookMs: performance.now() - began };
  } finally {
    await owner.end();
  }
}

const setClock = async (owner: pg.Client, at: number): Promise<void> =>
  void (await owner.query('update city_clock set anchor_city = $1, anchor_real = clock_timestamp(), rate = 0', [new Date(at)])); // prettier-ignore

function slotsOf(reports: readonly Report[], slotMs: number): { at: number; reports: Report[] }[] {
  const slots = new Map<number, Report[]>();
  for (const report of reports) {
    const at = Math.ceil(report.arrivesAt / slotMs) * slotMs;
    const slot = slots.get(at);
    if (slot) slot.push(report);
    else slots.set(at, [report]);
  }
  return [...slots].sort(([a], [b]) => a - b).map(([at, list]) => ({ at, reports: list }));
}

export async function send(core: Core, reports: readonly Report[]): Promise<void> {
  const doors = [...new Set(reports.map((one) => one.door))];
  await Promise.all(
    doors.map(async (door) => {
      const items = reports.filter((one) => one.door === door).flatMap((one) => one.items);
      const answer = await core.send(door, items);
      if (answer.quarantined.length > 0) throw new Error(`the ${door} door set aside: ${JSON.stringify(answer.quarantined[0])}`); // prettier-ignore
    }),
  );
}

/** What each event is of, by its key. A device's event is known by the device alone: its key ends with rule and time. */
function truthsOf(reports: readonly Report[]): (key: string) => string | undefined {
  const truths = new Map(reports.map(({ key, truth }) => [key, truth]));
  return (key) => truths.get(key.startsWith('replay-d') ? deviceOf(key) : key);
}

const deviceOf = (key: string): string => key.slice(0, key.indexOf('/') + 1);

/**
 * Somebody closes what stands for a problem: the incidents of which no other problem has more reports. An incident that
 * one report of it got into by mistake is about something else, which nobody would close for that.
 */
async function close(
  owner: pg.Client,
  { at, problem }: Closing,
  truthOf: ReturnType<typeof truthsOf>,
): Promise<void> {
  const { rows } = await owner.query<{ id: string; key: string }>(
    `select i.id, e.key from incident i join link l on l.incident_id = i.id
       join event e on e.id = l.event_id and e.accepted_on = l.accepted_on where i.open`,
  );
  const counts = new Map<string, Map<string, number>>();
  for (const { id, key } of rows) {
    const of = counts.get(id) ?? new Map<string, number>();
    const truth = truthOf(key) ?? '';
    counts.set(id, of.set(truth, (of.get(truth) ?? 0) + 1));
  }
  const over = [...counts].flatMap(([id, of]) => (of.get(problem) ?? 0) === Math.max(...of.values()) ? [id] : []); // prettier-ignore
  await owner.query(`update incident set status = 'closed', closed_at = $2 where id = any ($1)`, [over, new Date(at)]); // prettier-ignore
}

type Link = { key: string; incidentId: string | null; why: string | null };

async function links(core: Core, reports: readonly Report[]): Promise<Pick<Played, 'found' | 'why'>> {
  const rows = await core.rows<Link>(
    `select e.key, l.incident_id::text as "incidentId", w.judged ->> 'why' as why
       from event e left join link l on l.event_id = e.id and l.accepted_on = e.accepted_on
       left join waiting w on w.event_id = e.id`,
  );
  const byKey = new Map<string, Link>();
  for (const row of rows) {
    byKey.set(row.key, row);
    if (row.key.startsWith('replay-d')) byKey.set(deviceOf(row.key), row);
  }
  const found: Played['found'] = new Map();
  const why: Played['why'] = new Map();
  for (const { id, key } of reports) {
    const link = byKey.get(key);
    if (!link) throw new Error(`no event came of ${key}`);
    found.set(id, link.incidentId);
    if (link.incidentId === null) why.set(id, link.why ?? '');
  }
  return { found, why };
}
