import type { Reference } from '#contracts/reference.ts';
import type { Gauge, RainGauge } from '#contracts/wall.ts';
import { gaugeNow, rainNow } from '#domain/gauge.ts';
import { ruleAt } from '#domain/station.ts';
import type { Db } from '#store/db.ts';
import { stations } from '#store/gauges.ts';

/** So many stations are read in full; the others cannot be the worst. */
const mostGauges = 40;
const mostRain = 20;

/** 水情: stations with values of their own, those nearest above their warning level first. */
export async function gauges(db: Db, reference: Reference, now: Date): Promise<Gauge[]> {
  const rule = reference.threshold.get('level_m');
  if (!rule || rule.sites.length === 0) return [];
  const deviceIds = [...new Set(rule.sites.map((site) => site.deviceId))];
  const found = await stations(db, { metric: 'level_m', deviceIds, minutes: 60, most: mostGauges, now });
  return found
    .flatMap(({ deviceId, name, points }): Gauge[] => {
      const own = ruleAt(reference.threshold, 'level_m', deviceId, now)!;
      const recordHigh = rule.sites.find((site) => site.deviceId === deviceId)?.recordHigh ?? null;
      const lines = { warning: own.raise, guarantee: own.severeRaise, recordHigh };
      const state = gaugeNow(points, lines, rule.maxPerHour);
      return state
        ? [{ deviceId, name, ...lines, ...state, observedAt: state.observedAt.toISOString() }]
        : [];
    })
    .toSorted((a, b) => b.value - b.warning - (a.value - a.warning));
}

/** 雨情: where it rains hardest, with the sums of one and three hours. */
export async function rains(db: Db, now: Date): Promise<RainGauge[]> {
  const found = await stations(db, {
    metric: 'rain_mm_h',
    deviceIds: null,
    minutes: 200,
    most: mostRain,
    now,
  });
  return found
    .map(({ deviceId, name, observedAt, value, points }) => ({
      deviceId,
      name,
      mmPerHour: value,
      ...rainNow(points, observedAt),
      observedAt: observedAt.toISOString(),
    }))
    .filter((one) => one.mmPerHour > 0 || one.mm3h > 0)
    .toSorted((a, b) => b.mm1h - a.mm1h);
}
