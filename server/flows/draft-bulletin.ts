import { bulletinName } from '#contracts/bulletin.ts';
import type { BulletinFields, BulletinKind } from '#contracts/bulletin.ts';
import type { City } from '#contracts/city.ts';
import { Refusal } from '#contracts/errors.ts';
import { categoryNameOf, unitNameOf } from '#contracts/reference.ts';
import { draftBulletin, nextKinds } from '#domain/bulletin.ts';
import type { BulletinFacts } from '#domain/bulletin.ts';
import { inTransaction } from '#store/db.ts';
import type { Db } from '#store/db.ts';
import * as bulletins from '#store/bulletins.ts';
import type { BulletinRow } from '#store/bulletins.ts';
import * as history from '#store/history.ts';
import * as incidents from '#store/incidents.ts';
import type { IncidentRow } from '#store/incidents.ts';
import * as links from '#store/links.ts';
import * as requests from '#store/requests.ts';
import * as tasks from '#store/tasks.ts';
import { lockIncident, note } from './flow.ts';
import type { By, FlowParts } from './flow.ts';
import { judgeWithin } from './judge-reportable.ts';

type Parts = FlowParts & { city: City };
/** The same words for a report that is not there and for one of a matter out of sight. */
const bulletinRefusal = '没有找到该案件，或不在您的管辖范围内';

/** 一键生成: a draft of the next report from the rows of the matter; the first one also starts the clocks. */
export async function beginBulletin(
  parts: Parts,
  by: By,
  incidentId: number,
  kind: BulletinKind,
): Promise<BulletinRow> {
  const row = await inTransaction(parts.pool, by.scope, async (tx, now) => {
    const incident = await lockIncident(tx, incidentId, null);
    if (incident.status === 'merged') throw new Refusal('wrong-status', '该案件已并入他案，请在主案上报送');
    const all = await bulletins.ofIncident(tx, incidentId);
    if (all.some(({ state }) => state === 'draft'))
      throw new Refusal('wrong-status', '已有一份草稿，请先签发或作废');
    const signed = all.filter(({ state }) => state === 'signed');
    if (!nextKinds(signed, incident.round).includes(kind)) throw new Refusal('wrong-status', refused(kind));
    if ((await bulletins.reportable(tx, incidentId)) === null)
      await judgeWithin(tx, by, incident, parts.reference(), now);
    const facts = await factsOf(tx, parts, { incident, last: signed.at(-1) ?? null, now });
    const fields = draftBulletin(kind, facts);
    return bulletins.add(tx, { incidentId, round: incident.round, kind, fields }, by.actor, now);
  });
  parts.wake('change');
  parts.wake('deadline');
  return row;
}

function refused(kind: BulletinKind): string {
  if (kind === 'first') return '首报已签发，不能再报一次；请用续报';
  return '首报尚未签发，或本轮已有终报；请先签发首报，重开后再续报';
}

async function factsOf(
  tx: Db,
  { reference, city }: Parts,
  { incident, last, now }: { incident: IncidentRow; last: BulletinRow | null; now: Date },
): Promise<BulletinFacts> {
  const lines = await history.list(tx, incident.id);
  const unitName = (code: string): string => unitNameOf(reference(), code);
  const since = last?.signedAt ?? null;
  return {
    ...incident,
    now,
    categoryName: categoryNameOf(reference(), incident.categoryCode),
    districtName: city.districts.find(({ code }) => code === incident.districtCode)?.name ?? null,
    events: await links.eventsOf(tx, incident.id).then((all) => all.map(withDates)),
    tasks: (await tasks.ofIncident(tx, incident.id)).map((task) => ({
      ...task,
      unitName: unitName(task.unitCode),
    })),
    requests: await requests.tally(tx, incident.id),
    since: lines
      .filter((line) => since !== null && new Date(line.at) > since && !untold.has(line.move))
      .map((line) => ({ at: new Date(line.at), words: line.words })),
    last: last === null ? null : { name: bulletinName(last), signedAt: last.signedAt!, fields: last.fields },
  };
}

/** Not news for the superior level: joined reports, clocks, answers to single callers, the reports themselves. */
const untold = new Set(['join', 'overdue', 'answer', 'follow-up', 'bulletin']);

/** PostgreSQL's driver gives instants as dates; the contract names them as text. */
function withDates(event: { source: string; observedAt: unknown; acceptedAt: unknown }) {
  return {
    source: event.source,
    observedAt: new Date(event.observedAt as string),
    acceptedAt: new Date(event.acceptedAt as string),
  };
}

/** Locks the matter, then the draft. Throws Refusal for a signed one and for a version that somebody moved on from. */
export async function lockDraft(
  tx: Db,
  id: number,
  version: number | null,
): Promise<[IncidentRow, BulletinRow]> {
  const found = await bulletins.byId(tx, id);
  if (!found) throw new Refusal('not-found', bulletinRefusal);
  const incident = await lockIncident(tx, found.incidentId, null);
  const row = await bulletins.lock(tx, id);
  if (!row) throw new Refusal('not-found', bulletinRefusal);
  if (row.state === 'signed')
    throw new Refusal(
      'wrong-status',
      `${bulletinName(row)}已由${row.signedName}签发，不能再改；新情况请用续报`,
    );
  if (version !== null && row.version !== version)
    throw new Refusal('stale-version', `${row.draftedName}已改过这份草稿，请核对最新内容后再提交`);
  return [incident, row];
}

/** 改稿: the words of a draft. */
export async function editBulletin(
  parts: FlowParts,
  by: By,
  id: number,
  { version, fields }: { version: number; fields: BulletinFields },
): Promise<BulletinRow> {
  return inTransaction(parts.pool, by.scope, async (tx) => {
    await lockDraft(tx, id, version);
    return bulletins.edit(tx, id, fields, by.actor);
  });
}

/** 作废草稿: what was never signed leaves no number behind. */
export async function dropBulletin(parts: FlowParts, by: By, id: number): Promise<void> {
  await inTransaction(parts.pool, by.scope, async (tx) => {
    await lockDraft(tx, id, null);
    await bulletins.drop(tx, id);
  });
}

/** The line of the timeline about a report. */
export async function noteBulletin(
  tx: Db,
  by: By,
  incidentId: number,
  words: string,
  now: Date,
): Promise<void> {
  const row = await incidents.save(tx, incidentId, {}, now);
  await note(tx, by.actor, { row, from: row.status, move: 'bulletin', now }, { words });
}
