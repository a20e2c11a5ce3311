import { exposedNames } from '#contracts/alarm-facts.ts';
import type { AlarmFacts, Crossing, Exposed } from '#contracts/alarm-facts.ts';
import type { City } from '#contracts/city.ts';
import type { Reference } from '#contracts/reference.ts';
import { crossingAt, nextLine, windowOfMetric } from '#domain/crossing.ts';
import { nextLevel } from '#domain/response.ts';
import { graverFirst } from '#domain/warning.ts';
import * as dangers from '#store/dangers.ts';
import type { DangerSeries } from '#store/dangers.ts';
import type { Db } from '#store/db.ts';
import { windows } from '#store/readings.ts';
import { toWarning } from './to-warning.ts';

/** So far about an alarm somebody may have to be told. A place of the alarm known to more says nothing. */
const reachM = 1_000;
/** A place that is known to more is not counted; to more than `roughM` it is said that it is drawn. */
const vagueM = 2_000;
const roughM = 300;
/** A wall names two alarms; so many are told of, the longest waiting first. */
const mostAlarms = 20;
const mostSeries = 5;

type Asked = { reference: Reference; city: City; now: Date };

/** What stands beside the alarms of the caller's scope: work for those that ring, none when nothing does. */
export async function alarmFacts(tx: Db, { reference, city, now }: Asked): Promise<AlarmFacts[]> {
  const found = await dangers.standingDangers(tx, { metres: reachM, vagueM: reachM, limit: mostAlarms });
  if (found.length === 0) return [];
  const ids = found.map(({ id }) => id);
  const exposed = await dangers.exposedTo(tx, ids, { metres: reachM, vagueM, roughM });
  const crossings = await crossingsOf(tx, await dangers.seriesOf(tx, ids, mostSeries), { reference, now });
  const responses = await dangers.responsesOver(tx, ids, now);
  return found.map(({ id, vague, mattersNear, childrenOpen, children }) => ({
    incidentId: id,
    reachM: vague ? null : reachM,
    exposed: vague
      ? []
      : exposed
          .filter(({ incidentId }) => incidentId === id)
          .map(plain)
          .toSorted(byKind),
    mattersNear: vague ? 0 : mattersNear,
    children: { open: childrenOpen, all: children },
    crossing: crossings.get(id) ?? null,
    responses: responses
      .filter(({ incidentId }) => incidentId === id)
      .map((row) => ({ ...toWarning(row, city), next: nextLevel(reference, row) }))
      .toSorted(graverFirst)
      .map(({ hazard, name, next }) => ({ hazard, name, next })),
  }));
}

const plain = ({ incidentId: _of, ...one }: dangers.ExposedRow): Exposed => one;
const order = Object.keys(exposedNames);
const byKind = (a: Exposed, b: Exposed): number => order.indexOf(a.kind) - order.indexOf(b.kind);

/** By incident the crossing that comes first. */
async function crossingsOf(
  tx: Db,
  all: readonly DangerSeries[],
  { reference, now }: Pick<Asked, 'reference' | 'now'>,
): Promise<Map<number, Crossing>> {
  const watched = all.flatMap((series) => {
    const line = nextLine(reference, series, now);
    return line ? [{ ...series, line, windowMinutes: windowOfMetric(reference, series.metric) }] : [];
  });
  const points = await windows(
    tx,
    watched.map(({ seriesNo, windowMinutes }) => ({
      seriesNo,
      from: new Date(now.getTime() - windowMinutes * 60_000),
      to: now,
    })),
  );
  const first = new Map<number, Crossing>();
  for (const { incidentId, seriesNo, metric, line, windowMinutes } of watched) {
    const way = { ...line, windowMinutes };
    const at = crossingAt(points.get(seriesNo) ?? [], line.value, way, now)?.toISOString();
    const before = first.get(incidentId);
    if (at === undefined || (before && before.at <= at)) continue;
    const { name: lineName, value, unit } = line;
    first.set(incidentId, { at, metric, lineName, line: value, unit, windowMinutes });
  }
  return first;
}
