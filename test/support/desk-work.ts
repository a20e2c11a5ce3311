import { randomUUID } from 'node:crypto';
import { closeIncident } from '#flows/close-incident.ts';
import { dispatchIncident } from '#flows/dispatch-incident.ts';
import { reportTask } from '#flows/report-task.ts';
import { reviewReport } from '#flows/review-report.ts';
import { signTask } from '#flows/sign-task.ts';
import { by, ticket } from './core.ts';
import type { Core } from './core.ts';
import { until } from './test-parts.ts';

type Row = { id: number; version: number; status: string; round: number };
type Held = { id: number; version: number; unit: string };

/** A shift leader and a unit's worker at work in a city of the test. */
export type DeskWork = {
  unitCode: string;
  /** A matter nobody dispatches by rule, with so many callers, far from every other; answers its id. */
  called: (callers: number, over?: Record<string, unknown>) => Promise<number>;
  /** Where the last matter stands, degrees. */
  lastPlace: () => { lng: number; lat: number };
  incident: (id: number) => Promise<Row>;
  openTask: (id: number) => Promise<Held>;
  requestsOf: (id: number) => Promise<{ id: number; status: string; round: number }[]>;
  /** From the queue, or from the task that waits, to closed. */
  workThrough: (id: number) => Promise<void>;
  workOnce: (id: number) => Promise<void>;
  /** The unit's report with photos before and after. */
  reportAs: (worker: ReturnType<typeof by>, taskId: number, version: number) => Promise<void>;
};

export const desk = by('shift-leader');

/**
 * The one incident of these events, when all are linked. Where a whole city runs over the database, its own merger
 * may have them in hand: then there is nothing left to merge here, and the newest incident is still an older one.
 */
async function incidentOf(core: Core, keys: readonly string[]): Promise<number> {
  let linked: { id: number }[] = [];
  await until('the calls are one matter', async () => {
    await core.merge();
    const sql = 'select incident_id as id from link join event on event.id = event_id where key = any ($1)';
    linked = await core.rows<{ id: number }>(sql, [keys]);
    return linked.length === keys.length;
  });
  const ids = new Set(linked.map(({ id }) => id));
  if (ids.size !== 1) throw new Error(`the calls became incidents ${[...ids].join(', ')}`);
  return linked[0]!.id;
}

export function makeDeskWork(core: Core): DeskWork {
  const unitCode = [...core.reference().unit.values()].find(
    (unit) => unit.districtCode === '441202' && unit.dispatchMode === 'dispatch',
  )!.code;
  let place = 0;
  const lastPlace = (): { lng: number; lat: number } => ({ lng: 112.3 + place * 0.02, lat: 23.2 });
  const incident = async (id: number): Promise<Row> =>
    (await core.rows<Row>('select id, version, status, round from incident where id = $1', [id]))[0]!;
  const openTask = async (id: number): Promise<Held> =>
    (
      await core.rows<Held>(
        'select id, version, unit_code as unit from task where incident_id = $1 and open',
        [id],
      )
    )[0]!;

  async function reportAs(worker: ReturnType<typeof by>, taskId: number, version: number): Promise<void> {
    const photoIds = [randomUUID(), randomUUID()];
    for (const [i, id] of photoIds.entries()) {
      await core.asOwner(
        `insert into photo (id, stage, bytes, sha256, mime, uploaded_at, uploaded_by)
         values ('${id}', '${i ? 'after' : 'before'}', 'x', 'x', 'image/jpeg', now(), '${worker.actor.username}')`,
      );
    }
    await reportTask(core, worker, taskId, { actionId: randomUUID(), version, text: '已劝停施工', photoIds });
  }

  async function workOnce(id: number): Promise<void> {
    const task = await openTask(id);
    const worker = by('field', task.unit);
    const signed = await signTask(core, worker, task.id, { actionId: randomUUID(), version: task.version });
    await reportAs(worker, task.id, signed.version);
    await reviewReport(core, desk, id, { version: (await incident(id)).version, pass: true, reason: '' });
    await closeIncident(core, desk, id, { version: (await incident(id)).version, reason: '现场已恢复' });
  }

  return {
    unitCode,
    lastPlace,
    incident,
    openTask,
    reportAs,
    workOnce,
    requestsOf: (id) =>
      core.rows('select id, status, round from request where incident_id = $1 order by id', [id]),
    async called(callers, over = {}) {
      place += 1;
      const at = {
        ...lastPlace(),
        categoryCode: 'construction-noise',
        text: '工地半夜施工噪声扰民',
        ...over,
      };
      const tickets = Array.from({ length: callers }, () => ticket(at));
      await core.send('hotline', tickets);
      return incidentOf(
        core,
        tickets.map(({ platform, ticketNo, revision }) => [platform, ticketNo, revision].join('/')),
      );
    },
    async workThrough(id) {
      await dispatchIncident(core, desk, id, {
        version: (await incident(id)).version,
        unitCode,
        note: '请速处置',
      });
      await workOnce(id);
    },
  };
}
