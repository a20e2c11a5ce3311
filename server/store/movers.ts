import { moverClassOf, moverNames, silentMinutes } from '#contracts/movers.ts';
import type { Mover, MoverItem } from '#contracts/movers.ts';
import type { Db } from './db.ts';
import type { Horizon } from './feed.ts';

/** A position as stored: its instant is finer than that of the wire. */
export type LatestMover = Mover & { observedMs: number };

/** Heard so lately that it belongs to the picture; $1 is now. */
const standing = `m.observed_at > $1::timestamptz - interval '1 minute' *
  case m.kind when 'vessel' then ${silentMinutes.vessel.gone} else ${silentMinutes.vehicle.gone} end`;
const longest = Math.max(silentMinutes.vessel.gone, silentMinutes.vehicle.gone);
/** The same for the index: no object stands longer. */
const heard = `m.observed_at > $1::timestamptz - interval '${longest} minutes'`;
/** An object belongs to the district it is in: nobody else's screen has it. */
const inSight = `(in_scope(null, null) or exists (
  select from area a where a.kind = 'district' and in_scope(null, a.code) and st_contains(a.geom, m.geom)))`;

type Columns = {
  horizon: Horizon;
  nos: number[] | null;
  kinds: ('vessel' | 'vehicle')[];
  classes: (string | null)[];
  lngs: number[];
  lats: number[];
  times: number[];
  courses: (number | null)[];
  speeds: (number | null)[];
};

/**
 * The objects of the picture that have moved since `horizon` (null: all of it), and the next horizon; as with readings
 * they are told by the transaction that wrote them, so that one which commits late is not missed. Some come twice.
 */
export async function moversSince(
  db: Db,
  horizon: Horizon | null,
  now: Date,
): Promise<{ movers: LatestMover[]; horizon: Horizon }> {
  const since = horizon === null ? heard : 'm.touched >= $2::xid8';
  const { rows } = await db.query<Columns>(
    `select pg_snapshot_xmin(pg_current_snapshot())::text as horizon, json_agg(no) as nos, json_agg(kind) as kinds,
            json_agg(class) as classes, json_agg(st_x(geom)) as lngs, json_agg(st_y(geom)) as lats,
            json_agg(extract(epoch from observed_at) * 1000) as times, json_agg(course_deg) as courses,
            json_agg(speed_kmh) as speeds
       from mover m where ${since} and ${standing}`,
    horizon === null ? [now] : [now, horizon],
  );
  const { horizon: next, nos, ...of } = rows[0]!;
  const movers = (nos ?? []).map((no, i) => ({
    no,
    class: moverClassOf(of.kinds[i]!, of.classes[i]!),
    lng: of.lngs[i]!,
    lat: of.lats[i]!,
    second: Math.floor(of.times[i]! / 1000),
    observedMs: of.times[i]!,
    courseDeg: of.courses[i]!,
    speedKmh: of.speeds[i]!,
  }));
  return { movers, horizon: next };
}

/** The numbers of the objects that are in the caller's scope now. */
export async function moversOfScope(db: Db, now: Date): Promise<number[]> {
  const { rows } = await db.query<{ no: number }>(
    `select m.no from mover m where ${heard} and ${standing} and ${inSight}`,
    [now],
  );
  return rows.map(({ no }) => no);
}

/** Who is heard now in the caller's scope, by number; of a vehicle nothing that names it. */
export async function moverList(db: Db, now: Date): Promise<MoverItem[]> {
  const { rows } = await db.query<{
    no: number;
    kind: 'vessel' | 'vehicle';
    given: string | null;
    mmsi: string | null;
  }>(
    `select m.no, m.kind, m.class as given, case m.kind when 'vessel' then m.id end as mmsi
       from mover m where ${heard} and ${standing} and ${inSight} order by m.no`,
    [now],
  );
  return rows.map(({ no, kind, given, mmsi }) => {
    const own = moverClassOf(kind, given);
    return { no, class: own, id: mmsi, name: `${moverNames[own]} ${mmsi ?? no}` };
  });
}

/** 危化品车 that are heard now in the caller's scope, and whether any ever was: without, the feed is not connected. */
export async function hazmatVehicles(db: Db, now: Date): Promise<{ heard: number; known: boolean }> {
  const { rows } = await db.query<{ heard: number; known: boolean }>(
    `select (select count(*)::int from mover m
              where m.kind = 'vehicle' and m.class = 'hazmat' and ${heard} and ${standing} and ${inSight}) as heard,
            exists (select from mover where kind = 'vehicle' and class = 'hazmat') as known`,
    [now],
  );
  return rows[0]!;
}
