import type { DayFigure, DayText } from '#contracts/day-brief.ts';
import { Refusal } from '#contracts/errors.ts';
import type { IncidentStatus } from '#contracts/incident.ts';
import type { Reference } from '#contracts/reference.ts';
import { categoryNameOf, unitNameOf } from '#contracts/reference.ts';
import { dayOf } from '#domain/city-day.ts';
import { briefDue, dayText } from '#domain/day-brief.ts';
import type { BriefMatter } from '#domain/day-brief.ts';
import { warningName } from '#domain/warning.ts';
import { record } from '#store/audit.ts';
import * as briefs from '#store/day-briefs.ts';
import type { DayBriefRow, DayCounts, DayMatter, Window } from '#store/day-briefs.ts';
import { cityNow, inTransaction } from '#store/db.ts';
import type { Db, Pool } from '#store/db.ts';
import * as warnings from '#store/warnings.ts';
import type { By } from './flow.ts';

type Parts = { pool: Pool; reference: () => Reference };
/** So many lines fit on one A4 page beside the figures. */
const lines = { important: 8, late: 6, warnings: 6 };

/** 昨夜今晨 at 07:30, its figures once more after 08:00; by one worker, once. Answers whether it wrote. */
export async function makeDayBrief({ pool, reference }: Parts): Promise<boolean> {
  const now = await cityNow(pool);
  const before = await briefs.byDay(pool, dayOf(now));
  const due = before?.state === 'signed' ? null : briefDue(now, before?.asOf ?? null);
  if (!due) return false;
  return inTransaction(pool, '*', async (tx) => {
    const window = { from: due.from, to: due.to, now };
    const counts = await briefs.count(tx, window);
    const figures = figuresOf(counts);
    const text = await wordsOf(tx, reference(), { window, counts, figures });
    return briefs.put(tx, { ...due, asOf: now, figures, text });
  });
}

function figuresOf(counts: DayCounts): DayFigure[] {
  const plain = (name: DayFigure['name'], ids: number[], part: DayFigure['part'] = null): DayFigure => ({
    name,
    count: ids.length,
    part,
    incidentIds: ids,
  });
  const { events, requests } = counts;
  return [
    {
      name: 'events',
      count: events.count,
      part: { name: '归案', count: events.ids.length },
      incidentIds: events.ids,
    },
    plain('opened', counts.opened),
    plain('danger', counts.danger, { name: '待确认', count: counts.dangerOpen }),
    {
      name: 'requests',
      count: requests.count,
      part: { name: '已答复', count: requests.answered },
      incidentIds: requests.ids,
    },
    plain('closed', counts.closed),
    plain('due', counts.due, { name: '按期', count: counts.dueOnTime }),
    plain('overdue', counts.overdue, { name: '在办', count: counts.open }),
    plain('reported', counts.reported),
  ];
}

async function wordsOf(
  tx: Db,
  reference: Reference,
  { window, counts, figures }: { window: Window; counts: DayCounts; figures: DayFigure[] },
): Promise<DayText> {
  const named = (rows: DayMatter[]): BriefMatter[] => rows.map((row) => matterOf(row, reference));
  const standing = await warnings.standing(tx, window.now);
  return dayText({
    now: window.now,
    to: window.to,
    figures,
    open: counts.open,
    dueOnTime: counts.dueOnTime,
    important: named(await briefs.important(tx, window, lines.important)),
    late: named(await briefs.late(tx, window, lines.late)),
    warnings: standing.slice(0, lines.warnings).map((row) => `${row.issuer} ${warningName(row, '')}`.trim()),
  });
}

/** Paper lies about: a sensitive matter stands there by its township, the most sensitive ones without their title. */
export function matterOf(row: DayMatter, reference: Reference): BriefMatter {
  const area = [row.district, row.town].filter((name) => name !== null).join('');
  const category = categoryNameOf(reference, row.categoryCode);
  const title = row.wall === 'point' ? row.title : category;
  return {
    ...row,
    title,
    place:
      row.district !== null && title.includes(row.district)
        ? ''
        : row.wall === 'point'
          ? (row.district ?? '')
          : area,
    status: row.status as IncidentStatus,
    unitName: row.unitCode === null ? null : unitNameOf(reference, row.unitCode),
    danger: row.danger.length > 0,
  };
}

async function lockDraft(tx: Db, day: string, version: number): Promise<DayBriefRow> {
  const row = await briefs.lock(tx, day);
  if (!row) throw new Refusal('not-found', '没有这一天的快报');
  if (row.state === 'signed') throw new Refusal('wrong-status', `该快报已由${row.signedName}签发，不能再改`);
  if (row.version !== version)
    throw new Refusal('stale-version', '快报的数字或文字刚有更新，请核对最新内容后再提交');
  return row;
}

/** 改稿: the words only; the figures are the machine's. */
export async function editDayBrief(
  parts: Pick<Parts, 'pool'>,
  by: By,
  day: string,
  { version, text }: { version: number; text: DayText },
): Promise<DayBriefRow> {
  return inTransaction(parts.pool, '*', async (tx, now) => {
    await lockDraft(tx, day, version);
    return briefs.edit(tx, day, text, by.actor, now);
  });
}

/** 签发: goes out under a person's name, and stands. */
export async function signDayBrief(
  parts: Pick<Parts, 'pool'>,
  by: By,
  day: string,
  { version }: { version: number },
): Promise<DayBriefRow> {
  return inTransaction(parts.pool, '*', async (tx, now) => {
    await lockDraft(tx, day, version);
    const row = await briefs.sign(tx, day, by.actor, now);
    const entry = { actor: by.actor.username, action: 'brief.sign', target: `brief/${day}` };
    await record(tx, { ...entry, detail: { version: row.version }, now });
    return row;
  });
}
