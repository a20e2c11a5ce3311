import type { z } from 'zod';
import { Refusal } from '#contracts/errors.ts';
import type { moveBodies } from '#contracts/desk.ts';
import type { Actor } from '#contracts/people.ts';
import { boxAround } from '#domain/geo.ts';
import { lockKeys, partyArea } from '#domain/locks.ts';
import * as incidents from '#store/incidents.ts';
import type { IncidentRow } from '#store/incidents.ts';
import * as mergeSearch from '#store/merge-search.ts';
import * as parties from '#store/parties.ts';
import { lastHost } from '#store/tasks.ts';
import { cityNow, inTransaction } from '#store/db.ts';
import type { Db } from '#store/db.ts';
import { assertCan, finish, lockIncident } from './flow.ts';
import type { By, FlowParts, Step } from './flow.ts';
import { giveTask } from './give-task.ts';
import { withdrawMarks } from './mark-false.ts';

type WhenOpenNearby = 'ask' | 'apart';

/** 重开: a new round of the same incident; it goes back to the unit that had it, or to the desk when there was none. */
export async function reopenIncident(
  parts: FlowParts,
  by: By,
  id: number,
  body: z.output<typeof moveBodies.reopen>,
): Promise<IncidentRow> {
  const row = await inTransaction(parts.pool, by.scope, async (tx) => {
    await lockPlace(tx, parts, id);
    const incident = await lockIncident(tx, id, body.version);
    assertCan('reopen', incident);
    const step = { tx, now: await cityNow(tx), incident, reference: parts.reference() };
    return reopen(step, by.actor, {
      reason: body.reason,
      whenOpenNearby: body.whenOpenNearby,
      words: '重开',
    });
  });
  parts.wake('change');
  parts.wake('delivery');
  return row;
}

/**
 * The locks of the merge, before any row: no step on these incidents may race with a merger that opens one there (law 4).
 * All of them in one statement, for taken one incident after another two people could wait for each other.
 */
export async function lockPlaces(tx: Db, parts: FlowParts, ids: readonly number[]): Promise<void> {
  const rows = await incidents.rowsByIds(tx, ids);
  const placed = rows.flatMap(({ familyCode, lng, lat, locationAccuracyM }) => {
    const radiusM = parts.reference().family.get(familyCode)?.radiusM ?? 100;
    return lng === null || lat === null
      ? []
      : [{ familyCode, at: { lng, lat }, halfM: (locationAccuracyM ?? 0) + radiusM }];
  });
  const named = (await parties.keysOf(tx, ids)).map(partyArea);
  await mergeSearch.lockCells(tx, lockKeys([...placed, ...named]));
}

export const lockPlace = (tx: Db, parts: FlowParts, id: number): Promise<void> => lockPlaces(tx, parts, [id]);

/** The new round, under the place's locks. Where another is open, a person decides: `taken` names it. */
export async function reopen(
  step: Step,
  actor: Pick<Actor, 'username' | 'name'>,
  why: { reason: string; whenOpenNearby: WhenOpenNearby; words: string },
): Promise<IncidentRow> {
  const { tx, now, incident } = step;
  const beside = await openBeside(step);
  if (beside.length > 0 && why.whenOpenNearby === 'ask') {
    const [other] = await incidents.rowsByIds(tx, [beside[0]!.incidentId]);
    throw new Refusal(
      'taken',
      `同一地点已有在办案件 ${other!.no}“${other!.title}”，请并入该案，或选择单独重开`,
      { incidentId: other!.id, no: other!.no },
    );
  }
  const unitCode = (await lastHost(tx, incident.id)) ?? incident.departmentCode;
  const round = incident.round + 1;
  const patch = {
    round,
    closed_at: null,
    special_closed: false,
    ...(beside.length > 0 ? { auto: false } : {}),
  };
  const lifted = (await withdrawMarks(step, actor)) ? '；误报认定一并撤销，同类告警照常立案' : '';
  const words = `${why.words}（第 ${round} 轮）：${why.reason}${lifted}`;
  const opened = await finish(
    tx,
    actor,
    { incident, move: 'reopen', to: 'to-dispatch', now },
    { words, reason: why.reason, patch },
  );
  if (!unitCode) return opened;
  const { unit } = await giveTask(
    { ...step, incident: opened },
    { username: 'system' },
    { unitCode, round, note: why.reason },
  );
  const again = { words: `第 ${round} 轮由原承办单位${unit.name}继续处置`, patch: { unit_code: unit.code } };
  return finish(
    tx,
    { username: 'system', name: '系统' },
    { incident: opened, move: 'dispatch', to: 'to-sign', now },
    again,
  );
}

/** Open incidents of the same problem where this one stands. */
async function openBeside({ tx, incident, reference, now }: Step): Promise<mergeSearch.Near[]> {
  const family = reference.family.get(incident.familyCode);
  if (!family || family.placeless || incident.lng === null || incident.lat === null) return [];
  const at = { lng: incident.lng, lat: incident.lat };
  const search = {
    ix: 0,
    families: [family.code],
    ...at,
    box: boxAround(at, 1),
    radiusM: family.radiusM,
    slackM: 0,
  };
  const found = await mergeSearch.openNear(tx, [
    {
      ...search,
      observedAt: now,
      windowHours: family.windowHours,
      recurrenceHours: family.recurrenceHours,
      assetId: null,
    },
  ]);
  return found.filter((near) => near.incidentId !== incident.id && near.distanceM <= family.radiusM);
}
