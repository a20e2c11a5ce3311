import { z } from 'zod';
import { Refusal } from '#contracts/errors.ts';
import {
  AppealBody,
  Below,
  ArriveBody,
  ExtensionBody,
  ReplyBody,
  JudgeBody,
  PassBody,
  ReportBody,
  ResumeBody,
  ReturnBody,
  SignBody,
  SuspensionBody,
  Task,
  TaskCard,
  TrackBody,
  WithdrawBody,
} from '#contracts/task.ts';
import { appealTask, askExtension, askSuspension, withdrawPlea } from '#flows/ask-plea.ts';
import { arriveTask } from '#flows/arrive-task.ts';
import type { By, FlowParts } from '#flows/flow.ts';
import { replySupervision } from '#flows/reply-supervision.ts';
import { judgeTask } from '#flows/judge-task.ts';
import { passTask } from '#flows/pass-task.ts';
import { reportTask } from '#flows/report-task.ts';
import { resumeTask } from '#flows/resume-incident.ts';
import { returnTask } from '#flows/return-task.ts';
import { signTask } from '#flows/sign-task.ts';
import { trackHandOver } from '#flows/track-hand-over.ts';
import type { StepAnswer } from '#flows/task-step.ts';
import { unitsBelow } from '#domain/levels.ts';
import type { Right } from '#domain/rights.ts';
import { peopleOf } from '#store/accounts.ts';
import { cityNow, inSnapshot } from '#store/db.ts';
import { byId, ofScope } from '#store/tasks.ts';
import { route } from './route.ts';
import type { Route } from './route.ts';
import { idOf } from './support/ids.ts';
import { maskedWords } from './support/masked-words.ts';
import { taskCards } from './support/task-cards.ts';

/** What has ended stays on the phone this long, so that a worker sees how it went. */
const endedForMs = 24 * 60 * 60 * 1000;

const list = route({
  method: 'get',
  path: '/api/tasks',
  right: 'task.read',
  summary: '本单位的工单，先办的在前',
  answer: z.object({ items: z.array(TaskCard) }),
  handle: async ({ pool, scope, actor, reference }) =>
    inSnapshot(pool, scope, async (tx) => {
      const now = await cityNow(tx);
      const endedAfter = new Date(now.getTime() - endedForMs);
      const rows = await ofScope(tx, { unitCode: actor.unitCode, endedAfter });
      return { items: await taskCards(tx, { reference }, rows, now) };
    }),
});

const one = route({
  method: 'get',
  path: '/api/tasks/:id',
  right: 'task.read',
  summary: '一张工单',
  answer: TaskCard,
  handle: async ({ pool, scope, params, reference }) =>
    inSnapshot(pool, scope, async (tx) => {
      const row = await byId(tx, idOf(params));
      const [card] = row ? await taskCards(tx, { reference }, [row], await cityNow(tx)) : [];
      if (!card) throw new Refusal('not-found', '没有找到该工单，可能已改派其他单位');
      return card;
    }),
});

const Stepped = z.object({ taskId: z.number().int(), status: Task.shape.status, version: z.number().int() });

const below = route({
  method: 'get',
  path: '/api/tasks/:id/below',
  right: 'task.work',
  summary: '工单可以转给谁：下属单位，本单位人员',
  answer: Below,
  handle: async ({ pool, scope, params, actor, reference }) =>
    inSnapshot(pool, scope, async (tx) => {
      const own = actor.unitCode;
      if (own === null || !(await byId(tx, idOf(params))))
        throw new Refusal('not-found', '没有找到该工单，可能已改派其他单位');
      return {
        units: unitsBelow(reference(), own).map(({ code, name }) => ({ code, name })),
        people: await peopleOf(tx, own),
      };
    }),
});

/** One step of a phone: the same actionId takes effect once, however often it is sent. */
function step<S extends z.ZodType>(
  name: string,
  summary: string,
  body: S,
  flow: (parts: FlowParts, by: By, id: number, body: z.output<S>) => Promise<StepAnswer>,
  right: Right = 'task.work',
): Route {
  return route({
    method: 'post',
    path: `/api/tasks/:id/${name}`,
    right,
    summary,
    body,
    answer: Stepped,
    handle: async (call) => {
      const id = idOf(call.params);
      const task = await inSnapshot(call.pool, call.scope, (tx) => byId(tx, id));
      const about = task ? { incidentId: task.incidentId } : { requestIds: [] };
      return flow(call, call, id, await maskedWords(call, about, call.body as z.output<S>));
    },
  });
}

export const routes = [
  list,
  one,
  below,
  step('sign', '签收', SignBody, signTask),
  step('arrive', '到达现场', ArriveBody, arriveTask),
  step('return', '退单', ReturnBody, returnTask),
  step('report', '提交反馈', ReportBody, reportTask),
  step('judge', '核实、核查结论', JudgeBody, judgeTask),
  step('pass-on', '转派、改派、派到人', PassBody, passTask),
  step('track', '移交跟踪', TrackBody, trackHandOver, 'incident.dispatch'),
  step('ask-extension', '申请延期', ExtensionBody, askExtension),
  step('ask-suspension', '申请挂账', SuspensionBody, askSuspension),
  step('appeal', '申诉', AppealBody, appealTask),
  step('reply-supervision', '回复督办单', ReplyBody, replySupervision),
  step('withdraw', '撤回申请', WithdrawBody, withdrawPlea),
  step('resume', '恢复办理', ResumeBody, resumeTask),
];
