import { z } from 'zod';
import {
  DayBrief,
  DayBriefs,
  DayCasesQuery,
  DayEditBody,
  DaySignBody,
  DayText,
} from '#contracts/day-brief.ts';
import { Refusal } from '#contracts/errors.ts';
import { Cases } from '#contracts/stats.ts';
import { dayBriefPaper } from '#domain/paper.ts';
import { editDayBrief, signDayBrief } from '#flows/make-day-brief.ts';
import { readMark } from '#store/city-mark.ts';
import * as briefs from '#store/day-briefs.ts';
import type { DayBriefRow } from '#store/day-briefs.ts';
import { cityNow, inSnapshot } from '#store/db.ts';
import type { Db } from '#store/db.ts';
import { gravestByIds, toIncident } from '#store/incidents.ts';
import { maskText } from '#text/mask.ts';
import { route } from './route.ts';
import type { Call } from './route.ts';
import { sendDocx, sendPrint } from './support/send-file.ts';

type Seen = Omit<Call<unknown, unknown>, 'body' | 'query'>;
/** So many days back the page offers. */
const daysOffered = 31;

function dayOf({ params }: Pick<Seen, 'params'>): string {
  const day = z.iso.date().safeParse(params['day']);
  if (!day.success) throw new Refusal('not-found', '没有这一天的快报');
  return day.data;
}

async function found(tx: Db, day: string): Promise<DayBriefRow> {
  const row = await briefs.byDay(tx, day);
  if (!row) throw new Refusal('not-found', '这一天没有快报；快报每日 07:30 自动生成');
  return row;
}

function toBrief({ figures, from, to, asOf, editedAt: _edited, signedAt, ...row }: DayBriefRow): DayBrief {
  return {
    ...row,
    from: from.toISOString(),
    to: to.toISOString(),
    asOf: asOf.toISOString(),
    signedAt: signedAt?.toISOString() ?? null,
    figures: figures.map(({ incidentIds, ...figure }) => ({ ...figure, cases: incidentIds.length })),
  };
}

async function paperOf(call: Seen) {
  return inSnapshot(call.pool, call.scope, async (tx) => {
    const brief = toBrief(await found(tx, dayOf(call)));
    const head = { centreName: call.city.centreName, mark: await readMark(tx) };
    return { paper: dayBriefPaper(brief, head), now: await cityNow(tx) };
  });
}

const reading = [
  route({
    method: 'get',
    path: '/api/day-briefs',
    right: 'brief.read',
    summary: '昨夜今晨：有快报的日子',
    answer: DayBriefs,
    handle: async ({ pool }) => ({ days: await briefs.days(pool, daysOffered) }),
  }),
  route({
    method: 'get',
    path: '/api/day-briefs/:day',
    right: 'brief.read',
    summary: '昨夜今晨：一天的快报',
    answer: DayBrief,
    handle: async (call) => toBrief(await found(call.pool, dayOf(call))),
  }),
  route({
    method: 'get',
    path: '/api/day-briefs/:day/cases',
    right: 'brief.read',
    summary: '快报数字背后的案件',
    query: DayCasesQuery,
    answer: Cases,
    handle: async (call) => {
      const { figure, limit, offset } = call.query;
      return inSnapshot(call.pool, call.scope, async (tx) => {
        const brief = await found(tx, dayOf(call));
        const ids = brief.figures.find(({ name }) => name === figure)?.incidentIds ?? [];
        const now = await cityNow(tx);
        const rows = await gravestByIds(tx, ids, { limit, offset });
        return {
          asOf: brief.asOf.toISOString(),
          total: ids.length,
          items: rows.map((row) => toIncident(row, call.reference(), now)),
        };
      });
    },
  }),
  route({
    method: 'get',
    path: '/api/day-briefs/:day/docx',
    right: 'brief.read',
    summary: '导出快报（docx）',
    handle: async (call) => {
      const { paper, now } = await paperOf(call);
      await sendDocx(call.res, paper, now);
    },
  }),
  route({
    method: 'get',
    path: '/api/day-briefs/:day/print',
    right: 'brief.read',
    summary: '打印快报',
    handle: async (call) => sendPrint(call.res, (await paperOf(call)).paper),
  }),
];

export const routes = [
  ...reading,
  route({
    method: 'put',
    path: '/api/day-briefs/:day',
    right: 'brief.edit',
    summary: '修改快报文字',
    body: DayEditBody,
    answer: DayBrief,
    handle: async (call) => {
      const { version, text } = call.body;
      const masked = Object.entries(text).map(([name, words]) => [name, maskText(words, true)]);
      const safe = DayText.parse(Object.fromEntries(masked));
      return toBrief(await editDayBrief(call, call, dayOf(call), { version, text: safe }));
    },
  }),
  route({
    method: 'post',
    path: '/api/day-briefs/:day/sign',
    right: 'brief.sign',
    summary: '签发快报',
    body: DaySignBody,
    answer: DayBrief,
    handle: async (call) => toBrief(await signDayBrief(call, call, dayOf(call), call.body)),
  }),
];
