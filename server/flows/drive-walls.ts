import type { DriveBody, WallOrder, WallState } from '#contracts/driven-wall.ts';
import { Refusal } from '#contracts/errors.ts';
import { doneStatuses } from '#contracts/incident.ts';
import { afterOrder, orderWords } from '#domain/wall-state.ts';
import { inTransaction } from '#store/db.ts';
import type { Db } from '#store/db.ts';
import * as incidents from '#store/incidents.ts';
import * as walls from '#store/walls.ts';
import type { WallRow } from '#store/walls.ts';
import { clock } from './flow.ts';
import type { By, MoveParts } from './flow.ts';

/** The walls of these targets, locked; refuses what is gone and what somebody has changed since. */
async function lockWalls(tx: Db, targets: DriveBody['walls']): Promise<WallRow[]> {
  const rows = await walls.lock(
    tx,
    targets.map(({ id }) => id),
  );
  const found = new Map(rows.map((row) => [row.id, row]));
  for (const { id, version } of targets) {
    const row = found.get(id);
    if (!row) throw new Refusal('not-found', '所选大屏已有停用的，请重新选择', { id });
    refuseStale(row, version);
  }
  return rows;
}

/** Somebody else was faster: who, when, and what it was. */
export function refuseStale(row: WallRow, version: number): void {
  if (row.version === version) return;
  throw new Refusal(
    'stale-version',
    `${row.changedName}已于 ${clock(row.changedAt)} 对“${row.name}”${row.words}，请核对后再发`,
    { id: row.id, version: row.version },
  );
}

/** The title of the matter that goes on a wall; refuses what may not stand there (law 12) or is over. */
async function matterFor(tx: Db, order: WallOrder): Promise<string | null> {
  if (order.kind !== 'spotlight') return null;
  const row = await incidents.byId(tx, order.incidentId);
  if (!row) throw new Refusal('not-found', '没有找到该案件，或不在您的管辖范围内');
  if (row.wall !== 'point') throw new Refusal('not-allowed', '敏感事项不上墙；墙上只按镇街计数');
  if (doneStatuses.includes(row.status)) throw new Refusal('wrong-status', '该案件已办结，不能上墙');
  return row.title;
}

async function stateAfter(tx: Db, row: WallRow, order: WallOrder, now: Date): Promise<WallState> {
  if (order.kind !== 'back') return afterOrder(row.state, order, now);
  const before = await walls.stateAt(tx, row.id, row.version - 1);
  if (!before) throw new Refusal('wrong-status', `“${row.name}”没有可以撤销的改动`);
  return before;
}

const sceneOf =
  ({ report }: WallRow) =>
  (id: string): string =>
    report?.scenes.find((scene) => scene.id === id)?.title ?? id;

/**
 * 控制大屏: one order for one wall or many, all or none. Throws Refusal 'stale-version' when somebody has changed one of
 * them since, 'not-allowed' for a matter that no wall may show.
 */
export async function driveWalls(
  parts: Pick<MoveParts, 'pool' | 'wake'>,
  by: By,
  { walls: targets, order }: DriveBody,
): Promise<void> {
  await inTransaction(parts.pool, by.scope, async (tx, now) => {
    if (order.kind === 'past' && Date.parse(order.at) > now.getTime())
      throw new Refusal('bad-input', '只能回看已经过去的时刻');
    const matter = await matterFor(tx, order);
    for (const row of await lockWalls(tx, targets)) {
      const state = await stateAfter(tx, row, order, now);
      const words = orderWords(order, { sceneOf: sceneOf(row), matter });
      await walls.save(tx, row.id, { ...row, state, words }, { by: by.actor, now });
    }
  });
  parts.wake('change');
}
