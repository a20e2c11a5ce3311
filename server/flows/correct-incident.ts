import type { z } from 'zod';
import type { moveBodies } from '#contracts/desk.ts';
import { Refusal } from '#contracts/errors.ts';
import { severityNames } from '#contracts/incident.ts';
import type { Category } from '#contracts/reference.ts';
import { boxAround } from '#domain/geo.ts';
import { lockKeys } from '#domain/locks.ts';
import { districtsAt } from '#store/areas.ts';
import { cityNow, inTransaction } from '#store/db.ts';
import * as incidents from '#store/incidents.ts';
import type { IncidentRow, Patch } from '#store/incidents.ts';
import * as mergeSearch from '#store/merge-search.ts';
import { lockIncident, note } from './flow.ts';
import type { By, FlowParts, Step } from './flow.ts';
import { lockPlace } from './reopen-incident.ts';

type Body = z.output<typeof moveBodies.correct>;

/**
 * 改正: class, level, heading or place, by a person, with the reason. What a person has placed stands apart from the
 * net: the machine never refuses a person's judgement, and still finds the incident for later reports.
 */
export async function correctIncident(
  parts: FlowParts,
  by: By,
  id: number,
  body: Body,
): Promise<IncidentRow> {
  const saved = await inTransaction(parts.pool, by.scope, async (tx) => {
    await lockPlace(tx, parts, id);
    if (body.lng !== undefined && body.lat !== undefined)
      await lockNewPlace(tx, parts, id, { lng: body.lng, lat: body.lat });
    const incident = await lockIncident(tx, id, body.version);
    const step = { tx, now: await cityNow(tx), incident, reference: parts.reference() };
    const words: string[] = [];
    const patch: Patch = {
      ...(await correctClass(step, body, words)),
      ...(await correctPlace(step, body, words)),
    };
    if (words.length === 0) throw new Refusal('bad-input', '没有任何改动');
    const row = await incidents.save(tx, id, patch, step.now);
    await note(
      tx,
      by.actor,
      { row, from: incident.status, move: 'correct', now: step.now },
      { words: `${words.join('，')}（${body.reason}）`, reason: body.reason },
    );
    return row;
  });
  parts.wake('change');
  return saved;
}

async function lockNewPlace(
  tx: Step['tx'],
  parts: FlowParts,
  id: number,
  at: { lng: number; lat: number },
): Promise<void> {
  const [row] = await incidents.rowsByIds(tx, [id]);
  const family = row && parts.reference().family.get(row.familyCode);
  if (family)
    await mergeSearch.lockCells(tx, lockKeys([{ familyCode: family.code, at, halfM: family.radiusM }]));
}

async function correctClass({ incident, reference }: Step, body: Body, words: string[]): Promise<Patch> {
  const patch: Patch = {};
  if (body.categoryCode && body.categoryCode !== incident.categoryCode) {
    const category: Category | undefined = reference.category.get(body.categoryCode);
    if (!category) throw new Refusal('bad-input', `没有代码为“${body.categoryCode}”的小类`);
    Object.assign(patch, {
      category_code: category.code,
      family_code: category.familyCode,
      wall: category.wall,
      auto: false,
    });
    words.push(`小类改为${category.name}`);
  }
  if (body.severity && body.severity !== incident.severity) {
    patch.severity = body.severity;
    words.push(`等级改为${severityNames[body.severity as 1 | 2 | 3 | 4]}`);
  }
  if (body.title && body.title !== incident.title) {
    patch.title = body.title;
    words.push(`标题改为“${body.title}”`);
  }
  return patch;
}

/** Metres: a pin set on the map by a person. */
const pinAccuracyM = 30;

async function correctPlace({ tx, incident, reference }: Step, body: Body, words: string[]): Promise<Patch> {
  if (body.lng === undefined || body.lat === undefined) return {};
  const at = { lng: body.lng, lat: body.lat };
  const radiusM = reference.family.get(incident.familyCode)?.radiusM ?? 100;
  await incidents.save(tx, incident.id, { auto: false }, await cityNow(tx));
  const [area] = await districtsAt(tx, [at]);
  await incidents.place(tx, incident.id, {
    ...at,
    accuracyM: pinAccuracyM,
    net: boxAround(at, radiusM * 0.35),
    reach: boxAround(at, radiusM),
    reanchored: true,
    gridCode: area?.gridCode ?? null,
  });
  words.push('改正位置');
  return { auto: false, district_code: area?.districtCode ?? null, town_code: area?.townCode ?? null };
}
