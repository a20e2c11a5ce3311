import { filledTemplate } from '#contracts/answer.ts';
import { pointOf } from '#contracts/arrival.ts';
import { Kin, SpecialClose } from '#contracts/desk.ts';
import type { IncidentDetail } from '#contracts/desk.ts';
import { doneStatuses } from '#contracts/incident.ts';
import type { Deadline } from '#contracts/incident.ts';
import type { Reference } from '#contracts/reference.ts';
import { pleaNames } from '#contracts/plea.ts';
import type { Plea } from '#contracts/plea.ts';
import type { CityRequest } from '#contracts/request.ts';
import type { Supervision } from '#contracts/supervision.ts';
import type { Task } from '#contracts/task.ts';
import { unitNameOf } from '#contracts/reference.ts';
import { limitWords } from '#domain/deadline.ts';
import { isUnmarked } from '#domain/false-alarm.ts';
import { canMove, moves, movesFrom } from '#domain/lifecycle.ts';
import type { MoveName } from '#domain/lifecycle.ts';
import { decidingRefusal } from '#domain/plea.ts';
import { can } from '#domain/rights.ts';
import { routeFor } from '#domain/routing.ts';
import { cityNow, inSnapshot } from '#store/db.ts';
import type { Db } from '#store/db.ts';
import * as history from '#store/history.ts';
import * as incidents from '#store/incidents.ts';
import type { IncidentRow } from '#store/incidents.ts';
import * as falseAlarms from '#store/false-alarms.ts';
import { endOf, kinOf } from '#store/kin.ts';
import * as links from '#store/links.ts';
import { deadlinesOf } from '#store/outgoing.ts';
import type { DeadlineRow } from '#store/outgoing.ts';
import * as pleas from '#store/pleas.ts';
import { openPersons } from '#store/persons.ts';
import { attachmentsOf } from '#store/photos.ts';
import * as requests from '#store/requests.ts';
import * as supervisions from '#store/supervisions.ts';
import * as rulings from '#store/rulings.ts';
import * as specialCloses from '#store/special-closes.ts';
import * as tasks from '#store/tasks.ts';
import type { TaskRow } from '#store/tasks.ts';
import { maskAddress, maskName, maskPhone } from '#text/mask.ts';
import type { Call } from '../route.ts';
import { seemingSeveral, toldHere } from './told-apart.ts';
import { toAlarms } from './to-false-alarm.ts';

const clockNames: Record<string, string> = {
  promise: '对群众的承诺',
  unit: '承办时限',
  'stage dispatch': '派遣时限',
  'stage sign': '签收时限',
  'stage track': '移交反馈时限',
  'stage verify': '核实时限',
  'stage inspect': '核查时限',
  'unit co-host': '协办时限',
  'stage oral': '口头报告',
  'stage written': '书面首报',
};
type Seen = Omit<Call<unknown, unknown>, 'body' | 'query'>;

/** Everything that the desk shows about one incident, read in one snapshot; null when it is out of sight. */
export async function incidentDetail(call: Seen, id: number): Promise<IncidentDetail | null> {
  return inSnapshot(call.pool, call.scope, async (tx) => {
    const row = await incidents.byId(tx, id);
    if (!row) return null;
    const now = await cityNow(tx);
    const reference = call.reference();
    const given = await tasks.ofIncident(tx, id);
    const special = await specialCloses.openOf(tx, id);
    const ruling = await rulings.ofRound(tx, id, row.round);
    const returnedBy = new Set(
      given.filter((task) => task.status === 'returned').map((task) => task.unitCode),
    );
    const asked = await pleas.ofIncident(tx, id);
    const alarms = toAlarms(await falseAlarms.alarmsOf(tx, id), await falseAlarms.marksOf(tx, id), reference);
    const route = routeFor(reference, row.categoryCode, row.districtCode, now, returnedBy, pointOf(row));
    const told = await maskedRequests(tx, call, await requests.ofIncident(tx, id));
    const detail = {
      ...incidents.toIncident(row, reference, now),
      basis: row.basis,
      condition: row.condition,
      conditions: (reference.category.get(row.categoryCode)?.limits ?? []).map(({ condition, unit }) => ({
        condition,
        limit: limitWords(unit),
      })),
      events: (await links.eventsOf(tx, id)).map((event) => iso(event)),
      alarms,
      requests: told.map((one) => toldHere(one, id)),
      several: row.closedAt === null ? seemingSeveral(told, call) : [],
      history: (await history.list(tx, id)).map((line) => iso(line)),
      tasks: given.map((task) => toTask(task, call)),
      deadlines: (await deadlinesOf(tx, id)).map(toDeadline),
      kin: await kinOfIncident(tx, row, reference),
      supervisions: (await supervisions.ofIncident(tx, id))
        .filter(({ signedAt }) => signedAt !== null || can(call.actor, 'supervision.sign'))
        .map((one) => toSupervision(one, call)),
      pleas: asked.map((plea) => toPlea(plea, call)),
      attachments: await attachmentsOf(tx, id),
      specialClose: special === null ? null : toSpecialClose(special),
      checker: checkerOf(row, reference),
      suggestion: route
        ? {
            unitCode: route.unitCode,
            unitName: unitNameOf(reference, route.unitCode),
            basis: route.basis,
          }
        : null,
      moves: movesOf(row, call, {
        plea: asked.find(({ state }) => state === 'asked'),
        special,
        mayMark: alarms.some((alarm) => isUnmarked(alarm, now)),
        toRule: ruling !== null && ruling.decidedAt === null,
      }),
    };
    return { ...detail, draft: draftOf(detail, call, now) };
  });
}

/** Another incident, as far as it is shown beside this one. */
export function toKin(row: IncidentRow, reference: Reference): Kin {
  const departmentName = reference.unit.get(row.departmentCode ?? '')?.name ?? row.departmentCode;
  return Kin.parse({ ...row, departmentName });
}

export function toSpecialClose(asked: specialCloses.SpecialCloseRow): SpecialClose {
  return SpecialClose.parse(iso(asked));
}

/** 采集员、网格员 of the place: the township's, else the district's centre. */
function checkerOf(row: IncidentRow, reference: Reference): IncidentDetail['checker'] {
  const town = reference.unit.get(row.townCode ?? '');
  const centre = reference.unit.get(`${row.districtCode ?? ''}-center`);
  const unit = town ?? centre;
  if (!unit) return null;
  const basis = town ? '点位所在镇街的采集员、网格员' : '点位所在县（市、区）';
  return { unitCode: unit.code, unitName: unit.name, basis };
}

async function kinOfIncident(tx: Db, row: IncidentRow, reference: Reference): Promise<IncidentDetail['kin']> {
  const rows = await kinOf(tx, row);
  const seen = (one: IncidentRow | undefined): Kin | null => (one ? toKin(one, reference) : null);
  const of = (id: number | null): Kin | null => seen(rows.find((one) => one.id === id));
  return {
    parent: of(row.parentId),
    recurrenceOf: of(row.recurrenceOf),
    mergedInto: of(row.mergedInto),
    children: rows.filter((one) => one.parentId === row.id).flatMap((one) => seen(one) ?? []),
    parentEnd: rows.some((one) => one.id === row.parentId && doneStatuses.includes(one.status))
      ? await endOf(tx, row.parentId!)
      : null,
  };
}

/** Instants as text, as the contract says. */
function iso<T>(row: T): T {
  return JSON.parse(JSON.stringify(row)) as T;
}

const utc = (at: string | null): string | null => (at === null ? null : new Date(at).toISOString());

export function toTask(
  { assignee: _assignee, firstUnit, ...task }: TaskRow,
  call: Pick<Seen, 'reference'>,
): Task {
  const nameOf = (code: string): string => unitNameOf(call.reference(), code);
  return iso({
    ...task,
    unitName: nameOf(task.unitCode),
    firstUnitName: nameOf(firstUnit),
    hops: task.hops.map((hop) => ({
      ...hop,
      unitName: nameOf(hop.unitCode),
      at: utc(hop.at),
      signedAt: utc(hop.signedAt),
    })),
  }) as unknown as Task;
}

export function toPlea(
  { kept: _kept, firstBy: _firstBy, ...plea }: pleas.PleaRow,
  call: Pick<Seen, 'reference'>,
): Plea {
  const unitName = unitNameOf(call.reference(), plea.unitCode);
  return iso({ ...plea, unitName }) as unknown as Plea;
}

export function toSupervision(row: supervisions.SupervisionRow, call: Pick<Seen, 'reference'>): Supervision {
  const unitName = unitNameOf(call.reference(), row.unitCode);
  return iso({ ...row, unitName }) as unknown as Supervision;
}

function toDeadline(row: DeadlineRow): Deadline {
  const name = clockNames[row.stage === '' ? row.kind : `${row.kind} ${row.stage}`] ?? '时限';
  return iso({ ...row, name }) as unknown as Deadline;
}

/** Requests with their callers masked; a caller who asked for confidentiality is only named so. */
export async function maskedRequests(
  tx: Db,
  call: Pick<Seen, 'vault'>,
  rows: readonly requests.RequestRow[],
): Promise<CityRequest[]> {
  const persons = await openPersons(
    tx,
    call.vault,
    rows.map((row) => row.id),
  );
  return rows.map((row) => {
    const person = persons.get(row.id);
    const shown = row.confidential ? { name: '保密', phone: null, address: null } : person;
    return {
      ...iso(row),
      callerName: shown?.name ? (row.confidential ? '保密' : maskName(shown.name)) : null,
      callerPhone: shown?.phone ? maskPhone(shown.phone) : null,
      callerAddress: shown?.address ? maskAddress(shown.address) : null,
    } as unknown as CityRequest;
  });
}

/** 审批延期, 初审申诉, 复审申诉. */
const decidingName = ({ kind, firstBy }: pleas.PleaRow): string =>
  kind !== 'appeal' ? '审批' : firstBy === null ? '初审' : '复审';

/** Moves that are made by deciding what a unit asked for. */
const decided: readonly MoveName[] = ['grant-extension', 'grant-suspension', 'refuse-plea'];

/** What waits for somebody's decision about a matter. */
type Standing = {
  plea: pleas.PleaRow | undefined;
  special: specialCloses.SpecialCloseRow | null;
  /** A device spoke, and not all that it said is marked 误报. */
  mayMark: boolean;
  toRule: boolean;
};

/** The buttons: what the life cycle allows from here and the actor's roles give, the primary one first. */
function movesOf(
  row: IncidentRow,
  { actor }: Seen,
  { plea: asked, special, mayMark, toRule }: Standing,
): IncidentDetail['moves'] {
  const mayApprove = special !== null && special.askedBy !== actor.username;
  const table = movesFrom(row.status).flatMap((move) => {
    const { name, key, right } = moves[move];
    if (move === 'special-close' && !mayApprove) return [];
    return right !== null && can(actor, right) && right !== 'task.work' && !decided.includes(move)
      ? [{ move, name, key }]
      : [];
  });
  const danger =
    row.danger.length > 0 && can(actor, 'danger.confirm')
      ? [{ move: 'confirm-danger', name: '确认险情', key: 'Q' }]
      : [];
  const decide =
    asked && decidingRefusal(asked, actor) === null
      ? [{ move: 'decide', name: `${decidingName(asked)}${pleaNames[asked.kind]}`, key: 'P' }]
      : [];
  const open = row.closedAt === null && row.status !== 'merged';
  const rule =
    open && toRule && can(actor, 'incident.rule') ? [{ move: 'rule', name: '裁定', key: '4' }] : [];
  const more: IncidentDetail['moves'] = [];
  if (open && can(actor, 'incident.dispatch')) {
    if (row.departmentCode) more.push({ move: 'urge', name: '催办', key: 'U' });
    more.push({ move: 'co-host', name: '协办、移交', key: 'H' });
  }
  if (open && row.departmentCode && can(actor, 'supervision.sign'))
    more.push({ move: 'supervise', name: '督办', key: '2' });
  if (open && can(actor, 'incident.merge')) {
    if (row.eventCount > 1) more.push({ move: 'split', name: '拆出来件', key: 'S' });
    more.push({ move: 'absorb', name: '并案', key: 'M' });
    if (row.parentId === null) more.push({ move: 'adopt', name: '挂子案', key: '6' });
    else more.push({ move: 'release', name: '脱离母案', key: '6' });
  }
  if (open && special === null && canMove('special-close', row.status) && can(actor, 'incident.close'))
    more.push({ move: 'ask-special-close', name: '申请特殊结案', key: '9' });
  if (open && can(actor, 'incident.accept')) more.push({ move: 'correct', name: '改正', key: 'E' });
  if (mayMark && row.status !== 'merged' && can(actor, 'incident.accept'))
    more.push({ move: 'mark-false', name: '标误报', key: '3' });
  return [...danger, ...decide, ...rule, ...table.filter((one) => one.move !== 'absorb'), ...more];
}

/** 答复拟稿: from the template of the category; a named person signs it. */
function draftOf(matter: Omit<IncidentDetail, 'draft'>, call: Seen, now: Date): string | null {
  if (matter.requests.length === 0) return null;
  const templates = [...call.reference().replyTemplate.values()];
  const template =
    templates.find((one) => one.categoryCode === matter.categoryCode) ??
    templates.find((one) => one.categoryCode === null);
  return template ? filledTemplate(template.body, matter, now.getTime()) : null;
}
