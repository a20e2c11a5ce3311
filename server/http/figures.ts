import { unitNameOf } from '#contracts/reference.ts';
import type { City } from '#contracts/city.ts';
import type { Reference } from '#contracts/reference.ts';
import { Figures } from '#contracts/wall.ts';
import { rateOf, sumUp } from '#domain/kpi.ts';
import { knowsYesterday } from '#domain/records.ts';
import { cityNow, inSnapshot } from '#store/db.ts';
import type { Db } from '#store/db.ts';
import * as alerts from '#store/alerts.ts';
import * as callouts from '#store/callouts.ts';
import * as figures from '#store/figures.ts';
import { recordsBegin } from '#store/scenes.ts';
import { processes } from '#store/processes.ts';
import * as stats from '#store/stats.ts';
import { route } from './route.ts';
import type { Call } from './route.ts';
import { alarmFacts } from './support/alarm-facts.ts';
import { noticesOf } from './support/notices.ts';
import { sharedBy } from './support/shared.ts';
import { toAlert } from './support/to-alert.ts';
import { gauges, rains } from './support/waters.ts';
import { sourceStates } from './support/source-states.ts';

/** A sensor that was not heard for this long is not live. */
const sensorMinutes = 60;

async function compute(tx: Db, reference: Reference, city: City): Promise<Figures> {
  const now = await cityNow(tx);
  const all = sumUp(await stats.byDimension(tx, 'district', now), stats.counters);
  const events = await stats.eventsBy(tx, 'district', now);
  const since = await recordsBegin(tx);
  const live = await figures.liveness(tx, now, sensorMinutes);
  return {
    asOf: now.toISOString(),
    eventsToday: events.reduce((sum, row) => sum + row.today, 0),
    eventsYesterdaySameTime: knowsYesterday({ now, since })
      ? events.reduce((sum, row) => sum + row.yesterday, 0)
      : null,
    openIncidents: all.open,
    overdueIncidents: all.overdue,
    dangerIncidents: live.dangers,
    waitingForPerson: live.waiting,
    called: (await callouts.ofDangers(tx)).map(({ unitCode, askedAt, ...call }) => ({
      ...call,
      unitName: unitNameOf(reference, unitCode),
      askedAt: askedAt.toISOString(),
    })),
    alarmFacts: await alarmFacts(tx, { reference, city, now }),
    closedOnTime: rateOf(all.closedOnTime, all.due),
    beforeTheCall: rateOf(all.beforeTheCall, all.confirmed),
    latest: (await figures.latestEvents(tx, 7)).map((row) => ({ ...row, at: row.at.toISOString() })),
    alerts: (await alerts.list(tx, { all: false, limit: 50, now })).map((row) => {
      const { id, raisedAt, name, ruleName, value, unit, level, state, words } = toAlert(row, reference);
      return { id, at: raisedAt, name, metric: ruleName, value, unit, level, state, words };
    }),
    alertsOpen: await alerts.countStanding(tx),
    gauges: await gauges(tx, reference, now),
    rain: await rains(tx, now),
    sources: await sourceStates(tx, now),
    sensors: { live: live.sensorsLive, all: live.sensorsAll },
    cameras: { live: live.camerasLive, all: live.camerasAll },
    notices: noticesOf(await processes(tx)),
  };
}

type Asked = Pick<Call<unknown, unknown>, 'pool' | 'scope' | 'reference' | 'city'>;
/** The wall asks each 5 s from every screen: one answer serves all of one scope for two. */
const figuresOf = sharedBy(
  2_000,
  ({ scope }: Asked) => JSON.stringify(scope),
  ({ pool, scope, reference, city }) => inSnapshot(pool, scope, (tx) => compute(tx, reference(), city)),
);

export const routes = [
  route({
    method: 'get',
    path: '/api/wall/figures',
    right: 'wall.read',
    summary: '大屏与值班台的数字',
    answer: Figures,
    handle: figuresOf,
  }),
];
