import type { z } from 'zod';
import type { moveBodies } from '#contracts/desk.ts';
import { Refusal } from '#contracts/errors.ts';
import { machine } from '#contracts/people.ts';
import type { Route } from '#contracts/reference.ts';
import { unitNameOf } from '#contracts/reference.ts';
import { canMove } from '#domain/lifecycle.ts';
import { dateText, dayOf } from '#domain/calendar.ts';
import { inTransaction, seeEverything } from '#store/db.ts';
import type { IncidentRow } from '#store/incidents.ts';
import { editReference } from '#store/reference.ts';
import * as rulings from '#store/rulings.ts';
import * as tasks from '#store/tasks.ts';
import { cut } from '#text/normalise.ts';
import { finish, lockIncident, noteBeside } from './flow.ts';
import type { By, Done, FlowParts, Step } from './flow.ts';
import { giveTask } from './give-task.ts';
import { voidTask } from './recall-task.ts';

type Body = z.output<typeof moveBodies.rule>;

/**
 * 裁定: whose it is after the second return. The ruling enters the duty list for this place and class, so that the next
 * matter there goes to that unit at once; until it is made, the first receiver works (practice, rule 13).
 */
export async function ruleReturn(parts: FlowParts, by: By, id: number, body: Body): Promise<IncidentRow> {
  const saved = await inTransaction(parts.pool, by.scope, async (tx, now) => {
    const incident = await lockIncident(tx, id, body.version);
    const asked = await rulings.ofRound(tx, id, incident.round);
    if (!asked || asked.decidedAt !== null) throw new Refusal('wrong-status', '本案没有待裁定的退单');
    const step: Step = { tx, now, incident, reference: parts.reference() };
    const unit = step.reference.unit.get(body.unitCode);
    if (!unit) throw new Refusal('bad-input', `没有代码为“${body.unitCode}”的单位，请重新选择`);
    const route = routeOf(step, by, body);
    await editReference(tx, { kind: 'route', code: route.code, body: route, actor: by.actor.username, now });
    await rulings.decide(tx, asked.id, { by: by.actor.username, unitCode: unit.code, basis: body.basis, routeCode: route.code }, now); // prettier-ignore
    const words = `裁定由${unit.name}承办：${body.basis}（记入职责清单 ${route.code}）`;
    return carryOut(step, by, body.unitCode, { words, reason: body.basis });
  });
  parts.wake('change');
  parts.wake('delivery');
  return saved;
}

/** The item of the duty list: this class at this place; where a matter has none, in this district. */
function routeOf({ incident, reference, now }: Step, by: By, body: Body): Route {
  const here = incident.lng !== null && incident.lat !== null;
  return {
    code: `ruling-${incident.no}`,
    categoryCode: incident.categoryCode,
    districtCode: incident.districtCode,
    unitCode: body.unitCode,
    basis: cut(`裁定 ${incident.no}：${body.basis}`, 200),
    effectiveOn: dateText(dayOf(now)),
    note: `${by.actor.name}裁定`,
    lng: here ? incident.lng : null,
    lat: here ? incident.lat : null,
    radiusM: here ? (reference.family.get(incident.familyCode)?.radiusM ?? 100) : null,
  };
}

/** Gives it to the ruled unit unless that has it already; what has been reported meanwhile is not begun again. */
async function carryOut(step: Step, by: By, unitCode: string, done: Done): Promise<IncidentRow> {
  const { tx, now, incident } = step;
  const before = await tasks.lockOpenHost(tx, incident.id);
  const has = before?.unitCode === unitCode || before?.via[0] === unitCode;
  if (has || !canMove('redispatch', incident.status)) return noteBeside(step, by, 'rule', done);
  await voidTask(step, '已裁定由其他单位承办');
  await giveTask(step, by.actor, { unitCode, round: incident.round, note: done.reason ?? '' });
  const patch = { unit_code: unitCode, basis: done.reason ?? null };
  return finish(tx, by.actor, { incident, move: 'redispatch', to: 'to-sign', now }, { ...done, patch });
}

/** 首接先办: after the second return the machine gives it to the first receiver, and the shift leader is asked. */
export async function askRuling(step: Step): Promise<void> {
  const { tx, now, incident, reference } = step;
  await seeEverything(tx);
  const unitCode = await rulings.firstReceiver(tx, incident.id, incident.round);
  if (unitCode === null) return;
  await rulings.ask(tx, { incidentId: incident.id, round: incident.round, firstUnit: unitCode }, now);
  const note = '第二次退单，已提请值班长裁定；裁定前首接先办';
  await giveTask(step, { username: machine.username }, { unitCode, round: incident.round, note });
  const name = unitNameOf(reference, unitCode);
  const words = `提请值班长裁定；裁定前由首接单位${name}先办`;
  await finish(tx, machine, { incident, move: 'dispatch', to: 'to-sign', now }, { words, patch: { unit_code: unitCode } }); // prettier-ignore
}
