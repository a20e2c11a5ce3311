import type { z } from 'zod';
import { Refusal } from '#contracts/errors.ts';
import { doneStatuses } from '#contracts/incident.ts';
import { discontentNames, followUpNames, isDiscontent, wasHeard } from '#contracts/request.ts';
import type { DiscontentCause, FollowUpBody } from '#contracts/request.ts';
import { clockOf } from '#domain/limits.ts';
import { cityNow, inTransaction } from '#store/db.ts';
import type { Db } from '#store/db.ts';
import * as links from '#store/links.ts';
import { addDeadlines, deadlineRow } from '#store/outgoing.ts';
import { hasNumber } from '#store/persons.ts';
import * as requests from '#store/requests.ts';
import type { RequestRow } from '#store/requests.ts';
import * as several from '#store/several.ts';
import { lockRequests } from './answer-requests.ts';
import { finish, note } from './flow.ts';
import type { By, FlowParts, Step } from './flow.ts';
import { lockPlaces, reopen } from './reopen-incident.ts';

type Said = z.output<typeof FollowUpBody>;

/**
 * 回访: what the caller said of the answer. "Not solved" opens a new round for this caller alone; the other requests of
 * the incident are not touched (practice, rule 1).
 */
export async function followUpRequest(parts: FlowParts, by: By, id: number, said: Said): Promise<void> {
  await inTransaction(parts.pool, by.scope, async (tx) => {
    const before = await requests.byId(tx, id);
    if (!before) throw new Refusal('not-found', '没有找到该诉求单，或不在您的管辖范围内');
    const all = (await several.incidentsOf(tx, [id])).map(({ incidentId }) => incidentId);
    await lockPlaces(tx, parts, all);
    const [request] = await lockRequests(tx, [id]);
    if (request!.status !== 'answered')
      throw new Refusal('wrong-status', '该诉求尚未答复或已回访，不能登记回访');
    const cause = causeOf(said);
    if (said.result === 'no-number') await refuseWithNumber(tx, by, request!);
    const heard = wasHeard(said.result);
    const again = heard && !said.solved;
    const now = await cityNow(tx);
    await requests.follow(
      tx,
      id,
      {
        result: said.result,
        solved: heard ? said.solved : null,
        note: said.note,
        by: by.actor.name,
        reopened: again,
      },
      now,
    );
    const why = { ...said, words: said.note, by: by.actor.name };
    if (cause) await requests.addDiscontent(tx, request!, { ...why, cause }, now);
    const unsolved = again ? unsolvedOf(request!, said, all) : [];
    for (const incidentId of all) {
      const incident = await links.recount(tx, incidentId, now);
      const step = { tx, now, incident, reference: parts.reference() };
      if (again && incidentId === (request!.incidentId ?? all[0])) await newPromise(step, request!);
      if (unsolved.includes(incidentId)) await openRound(step, by, request!, said);
      else if (again) await tellApart(step, by, request!, said);
      else await settle(step, by, request!, said);
    }
  });
  parts.wake('change');
  parts.wake('delivery');
}

/** Why the caller is not content; null when the caller is, or was not heard. */
function causeOf({ result, solved, cause, note: words }: Said): DiscontentCause | null {
  if (!isDiscontent(result, solved)) return null;
  if (!cause) throw new Refusal('bad-input', '来电人不满意或称未解决，请选原因');
  if (cause === 'other' && words === '') throw new Refusal('bad-input', '原因选“其他”的，请写明来电人怎么说');
  return cause;
}

/** 不满意，未解决（处置不到位）：路面仍有积水: what this call brought, in words. */
function saidWords(said: Said): string {
  const cause = causeOf(said);
  const unsolved = wasHeard(said.result) && !said.solved ? '，未解决' : '';
  const why = cause === null ? '' : `（${discontentNames[cause]}）`;
  return `${followUpNames[said.result]}${unsolved}${why}${said.note ? `：${said.note}` : ''}`;
}

/** Who left a number is called: nobody is settled unheard by one key. */
async function refuseWithNumber(tx: Db, { scope }: By, { id, confidential }: RequestRow): Promise<void> {
  if (confidential && scope !== '*')
    throw new Refusal('not-allowed', '此人要求保密，是否留有号码由市级查看并回访');
  if (await hasNumber(tx, id)) throw new Refusal('bad-input', '此人留有号码，请先拨打，再登记回访结果');
}

/** Which of the caller's matters are not solved: what was named, else the first one. Throws on one that is not theirs. */
function unsolvedOf(request: RequestRow, { incidentIds }: Said, all: readonly number[]): readonly number[] {
  if (incidentIds?.some((one) => !all.includes(one)))
    throw new Refusal('bad-input', '所选案件不是此人反映的事项');
  return incidentIds ?? all.filter((one) => one === (request.incidentId ?? all[0]));
}

/** The promise of the new round, by the kind of the caller's first matter. */
async function newPromise({ tx, now, incident, reference }: Step, request: RequestRow): Promise<void> {
  const clock = clockOf(reference, reference.category.get(incident.categoryCode)!, 'promise', now);
  if (!clock) return;
  const subject = { subject: 'request' as const, subjectId: request.id, incidentId: incident.id };
  await addDeadlines(tx, [
    deadlineRow({ ...subject, kind: 'promise', stage: '', seq: request.round + 1 }, clock),
  ]);
  await requests.promise(tx, request.id, clock.dueAt);
}

async function openRound(step: Step, by: By, request: RequestRow, said: Said): Promise<void> {
  const { tx, now, incident } = step;
  const reason = `诉求 ${request.ticketNo} 回访：${saidWords(said)}`;
  if (doneStatuses.includes(incident.status)) {
    await reopen(step, by.actor, { reason, whenOpenNearby: said.whenOpenNearby, words: '回访未解决，重开' });
  } else {
    await note(
      tx,
      by.actor,
      { row: incident, from: incident.status, move: 'follow-up', now },
      { words: `${reason}，案件仍在办` },
    );
  }
}

/** 一电多事: of a caller who has another matter done again, this one stays as it is. */
async function tellApart(
  { tx, now, incident: row }: Step,
  by: By,
  request: RequestRow,
  said: Said,
): Promise<void> {
  const words = `诉求 ${request.ticketNo} 回访：${saidWords(said)}；未解决的是其另一件事，本案不变`;
  await note(tx, by.actor, { row, from: row.status, move: 'follow-up', now }, { words });
}

/** The incident is 回访中 while answered callers still wait for their call, and closed again with the last of them. */
async function settle(step: Step, by: By, request: RequestRow, said: Said): Promise<void> {
  const { tx, now, incident } = step;
  const { unsettled } = await requests.tally(tx, incident.id);
  const words = `回访诉求 ${request.ticketNo}：${saidWords(said)}`;
  const detail = { requestId: request.id };
  if (incident.status === 'closed' && unsettled > 0)
    await finish(
      tx,
      by.actor,
      { incident, move: 'begin-follow-up', to: 'follow-up', now },
      { words, detail },
    );
  else if (incident.status === 'follow-up' && unsettled === 0)
    await finish(
      tx,
      by.actor,
      { incident, move: 'end-follow-up', to: 'closed', now },
      { words: `${words}；全部诉求回访完毕`, detail },
    );
  else
    await note(
      tx,
      by.actor,
      { row: incident, from: incident.status, move: 'follow-up', now },
      { words, detail },
    );
}
