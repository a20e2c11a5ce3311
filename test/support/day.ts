import { IncidentDetail } from '#contracts/desk.ts';
import type { Role } from '#contracts/people.ts';
import { readCity } from '#geodata/city.ts';
import { readDemoCity } from '#geodata/demo-day.ts';
import { register } from '#server/ingest/register.ts';
import { sweepDeadlines } from '#workers/clock.ts';
import { sweepAnswers } from '#workers/answers.ts';
import { sweepLadder } from '#workers/ladder.ts';
import type { Work } from '#workers/work.ts';
import { cookieOf, startApp } from './app.ts';
import { standClock } from './city-clock.ts';
import { makeCore } from './core.ts';
import type { Core } from './core.ts';
import { workOf } from './test-parts.ts';

/** Somebody at the desk, or a worker of a unit. */
export type Who = Role | { unit: string };
/** What somebody does, or a device says, at the time at which the day stands. */
export type Act = (day: Day) => Promise<unknown>;

/** A day as a time-line: at 05:52 the well, at 06:01 a call, at 06:20 the unit arrives. */
export type Day = {
  core: Core;
  /** Puts the clock to 06:01 of the day, or to 2026-06-15T09:00; what has passed fires; then one act after the other. */
  at: (clock: string, ...acts: readonly Act[]) => Promise<void>;
  /** Where the clock stands, as the doors want it. */
  now: () => string;
  /** One item through a door; throws with its words when it was not taken. */
  send: (door: string, item: object) => Promise<void>;
  /** One call of the people's API; throws `409 wrong-status …` when it is refused. */
  ask: (who: Who, method: 'GET' | 'POST', path: string, body?: object) => Promise<unknown>;
  /** The matter that a named 来件 belongs to now. */
  incidentOf: (ref: string) => Promise<number>;
  /** That matter as the desk sees it. */
  matter: (ref: string) => Promise<IncidentDetail>;
  close: () => Promise<void>;
};

/** The unit's worker, whose account is made when it is first asked for. */
export const workerOf = (unit: string): string => `u-${unit}`;

/** `devices`: those of the demonstration's registry that the day needs. */
export async function openDay(date: string, devices: readonly string[] = []): Promise<Day> {
  const core = await makeCore();
  let local = `${date}T00:00`;
  await standClock(core, local);
  const app = await startApp(core.pool);
  // Door, merge and desk read one and the same reference data, also after a ruling has changed it.
  app.parts.reference = core.reference;
  await registerDevices(core, devices);
  const work: Work = { ...workOf(core.pool), reference: core.reference };
  const cookies = new Map<string, Promise<string>>();
  const cookie = (who: Who): Promise<string> => {
    const name = typeof who === 'string' ? who : who.unit;
    const known = cookies.get(name) ?? enter(core, who);
    cookies.set(name, known);
    return known;
  };
  const ask: Day['ask'] = async (who, method, path, body) => {
    const headers = { cookie: await cookie(who), 'content-type': 'application/json' };
    const init = { method, headers, ...(body ? { body: JSON.stringify(body) } : {}) };
    const answer = await fetch(app.url + path, init);
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${answer.status} ${text}`);
    return text === '' ? null : (JSON.parse(text) as unknown);
  };
  const incidentOf = async (ref: string): Promise<number> => {
    const sql = `select distinct incident_id as id from link join event on event.id = event_id where key ~ $1`;
    const found = await core.rows<{ id: number }>(sql, [`(^|/)${ref}(/|$)`]);
    if (found.length !== 1) throw new Error(`“${ref}” belongs to ${found.length} matters`);
    return found[0]!.id;
  };
  const day: Day = {
    ...{ core, ask, incidentOf },
    now: () => `${local}:00+08:00`,
    async at(clock, ...acts) {
      local = clock.includes('T') ? clock : `${date}T${clock}`;
      await standClock(core, local);
      await runLoops(work);
      for (const act of acts) {
        await act(day);
        await core.merge();
      }
    },
    async send(door, item) {
      const { quarantined } = await core.send(door, [item]);
      if (quarantined[0]) throw new Error(`${door}: ${quarantined[0].code} ${quarantined[0].message}`);
    },
    matter: async (ref) =>
      IncidentDetail.parse(await ask('shift-leader', 'GET', `/api/incidents/${await incidentOf(ref)}`)),
    close: async () => {
      await app.close();
      await core.close();
    },
  };
  return day;
}

function enter({ pool }: Core, who: Who): Promise<string> {
  if (typeof who === 'string') return cookieOf(pool, who);
  return cookieOf(pool, 'field', { unitCode: who.unit, username: workerOf(who.unit) });
}

/** What the workers do each second: passed deadlines, then the rungs of the ladder, then the answers that have not come. */
async function runLoops(work: Work): Promise<void> {
  while ((await sweepDeadlines(work)) > 0);
  while ((await sweepLadder(work)) > 0);
  while ((await sweepAnswers(work)) > 0);
}

async function registerDevices(core: Core, wanted: readonly string[]): Promise<void> {
  const city = readDemoCity('zhaoqing')!;
  const { bounds } = readCity('zhaoqing');
  for (const kind of ['sensor', 'camera'] as const) {
    const devices = city[`${kind}s`].filter(({ id }) => wanted.includes(id));
    const items = devices.map((one) => ({ ...one, groupCode: '' }));
    if (items.length > 0) await register(core, bounds, kind, items, 'test');
  }
}
