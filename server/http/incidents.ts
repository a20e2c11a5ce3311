import { z } from 'zod';
import { IncidentDetail, moveBodies } from '#contracts/desk.ts';
import { Refusal } from '#contracts/errors.ts';
import { Incident, IncidentQuery } from '#contracts/incident.ts';
import { absorbIncidents } from '#flows/absorb-incidents.ts';
import { acceptIncident } from '#flows/accept-incident.ts';
import { adoptChildren, releaseChild } from '#flows/adopt-children.ts';
import { answerDirectly } from '#flows/answer-directly.ts';
import { askCoHost } from '#flows/ask-co-host.ts';
import { closeIncident } from '#flows/close-incident.ts';
import { confirmDanger } from '#flows/confirm-danger.ts';
import { correctIncident } from '#flows/correct-incident.ts';
import { decidePlea } from '#flows/decide-plea.ts';
import { dispatchIncident } from '#flows/dispatch-incident.ts';
import type { By, FlowParts } from '#flows/flow.ts';
import { markFalse } from '#flows/mark-false.ts';
import { openSupervision } from '#flows/open-supervision.ts';
import { recallTask } from '#flows/recall-task.ts';
import { redispatchIncident } from '#flows/redispatch-incident.ts';
import { refuseIncident } from '#flows/refuse-incident.ts';
import { reopenIncident } from '#flows/reopen-incident.ts';
import { resumeIncident } from '#flows/resume-incident.ts';
import { inspectIncident, reviewReport } from '#flows/review-report.ts';
import { recallVerify, sendInspect, sendVerify } from '#flows/send-check.ts';
import { askSpecialClose, decideSpecialClose } from '#flows/special-close.ts';
import { ruleReturn } from '#flows/rule-return.ts';
import { splitIncident } from '#flows/split-incident.ts';
import { urgeIncident } from '#flows/urge-incident.ts';
import type { Right } from '#domain/rights.ts';
import { cityNow, inSnapshot } from '#store/db.ts';
import * as incidentList from '#store/incident-list.ts';
import { toIncident } from '#store/incidents.ts';
import type { IncidentRow } from '#store/incidents.ts';
import { route } from './route.ts';
import type { Route } from './route.ts';
import { incidentDetail } from './support/detail.ts';
import { idOf } from './support/ids.ts';
import { assertInCity } from './support/in-city.ts';
import { maskedWords } from './support/masked-words.ts';

const Page = z.object({ items: z.array(Incident), nextCursor: z.string().nullable() });

const list = route({
  method: 'get',
  path: '/api/incidents',
  right: 'incident.read',
  summary: '案件列表',
  query: IncidentQuery,
  answer: Page,
  handle: async ({ pool, scope, query, reference }) =>
    inSnapshot(pool, scope, async (tx) => {
      const now = await cityNow(tx);
      const { rows, nextCursor } = await incidentList.list(tx, query, now);
      return { items: rows.map((row) => toIncident(row, reference(), now)), nextCursor };
    }),
});

const detail = route({
  method: 'get',
  path: '/api/incidents/:id',
  right: 'incident.read',
  summary: '案件详情',
  answer: IncidentDetail,
  handle: async (call) => {
    const found = await incidentDetail(call, idOf(call.params));
    if (!found) throw new Refusal('not-found', '没有找到该案件，或不在您的管辖范围内');
    // An absorbed incident's number leads to the one that stands for it now.
    if (found.mergedInto !== null && call.req.query['follow'] !== undefined) {
      call.res.redirect(301, `/api/incidents/${found.mergedInto}`);
      return undefined;
    }
    return found;
  },
});

type Flow<Body> = (parts: FlowParts, by: By, id: number, body: Body) => Promise<IncidentRow>;

/** One route for each flow: the move's name is the last word of the path. */
function move<S extends z.ZodType>(
  name: string,
  right: Right,
  summary: string,
  body: S,
  flow: Flow<z.output<S>>,
): Route {
  return route({
    method: 'post',
    path: `/api/incidents/:id/${name}`,
    right,
    summary,
    body,
    answer: Incident,
    handle: async (call) => {
      const id = idOf(call.params);
      assertInCity(call.city, call.body);
      const spoken = name === 'answer' ? ['text'] : [];
      const said = await maskedWords(call, { incidentId: id }, call.body as z.output<S>, spoken);
      const row = await flow(call, call, id, said);
      return toIncident(row, call.reference(), await cityNow(call.pool));
    },
  });
}

export const routes = [
  list,
  detail,
  move('accept', 'incident.accept', '受理', moveBodies.accept, acceptIncident),
  move('refuse', 'incident.accept', '不予受理', moveBodies.refuse, refuseIncident),
  move('mark-false', 'incident.accept', '标误报', moveBodies['mark-false'], markFalse),
  move('answer', 'request.answer', '即时答复办结', moveBodies.answer, answerDirectly),
  move('dispatch', 'incident.dispatch', '派遣', moveBodies.dispatch, dispatchIncident),
  move('recall', 'incident.dispatch', '撤回派遣', moveBodies.recall, recallTask),
  move('review', 'incident.review', '审核', moveBodies.review, reviewReport),
  move('inspect', 'incident.inspect', '核查', moveBodies.inspect, inspectIncident),
  move('close', 'incident.close', '结案', moveBodies.close, closeIncident),
  move('send-verify', 'incident.accept', '派核实', moveBodies['send-verify'], sendVerify),
  move('recall-verify', 'incident.accept', '撤回核实', moveBodies['recall-verify'], recallVerify),
  move('send-inspect', 'incident.inspect', '派核查', moveBodies['send-inspect'], sendInspect),
  move(
    'ask-special-close',
    'incident.close',
    '申请特殊结案',
    moveBodies['ask-special-close'],
    askSpecialClose,
  ),
  move('special-close', 'special.approve', '审批特殊结案', moveBodies['special-close'], decideSpecialClose),
  move('redispatch', 'incident.dispatch', '改派', moveBodies.redispatch, redispatchIncident),
  move('rule', 'incident.rule', '裁定', moveBodies.rule, ruleReturn),
  move('supervise', 'supervision.sign', '督办', moveBodies.supervise, openSupervision),
  move('reopen', 'incident.reopen', '重开', moveBodies.reopen, reopenIncident),
  move('decide', 'extension.decide', '审批延期、挂账、申诉', moveBodies.decide, decidePlea),
  move('resume', 'suspension.decide', '恢复办理', moveBodies.resume, resumeIncident),
  move('urge', 'incident.dispatch', '催办', moveBodies.urge, urgeIncident),
  move('correct', 'incident.accept', '改正', moveBodies.correct, correctIncident),
  move('confirm-danger', 'danger.confirm', '确认险情', moveBodies['confirm-danger'], confirmDanger),
  move('split', 'incident.merge', '拆分', moveBodies.split, splitIncident),
  move('absorb', 'incident.merge', '并案', moveBodies.absorb, absorbIncidents),
  move('adopt', 'incident.merge', '挂子案', moveBodies.adopt, adoptChildren),
  move('release', 'incident.merge', '脱离母案', moveBodies.release, releaseChild),
  move('co-host', 'incident.dispatch', '协办、通知、移交', moveBodies['co-host'], askCoHost),
];
