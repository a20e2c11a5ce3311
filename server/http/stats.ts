import type { Scope } from '#contracts/people.ts';
import { DiscontentCause } from '#contracts/request.ts';
import {
  Brief,
  Cases,
  CasesQuery,
  EventsQuery,
  Stats,
  StatsEvents,
  StatsQuery,
  figureOfCause,
} from '#contracts/stats.ts';
import type { CallsBack, StatsRow } from '#contracts/stats.ts';
import { unitNameOf } from '#contracts/reference.ts';
import { chartFinding, sentences, tableFinding, urgentFinding } from '#domain/brief.ts';
import { rateOf, sumUp } from '#domain/kpi.ts';
import { cityNow, inSnapshot } from '#store/db.ts';
import type { Db } from '#store/db.ts';
import { rowsByIds, toIncident } from '#store/incidents.ts';
import * as stats from '#store/stats.ts';
import type { CountName, Dimension, EventCounts, StatsCounts } from '#store/stats.ts';
import { route } from './route.ts';
import type { Parts } from './route.ts';

type Seen = Pick<Parts, 'city' | 'reference'> & { scope: Scope };

/** Names in the order in which officials expect them; districts are never ranked. */
function namesOf({ city, reference }: Seen, by: Dimension): [string, string][] {
  if (by === 'district') return city.districts.map(({ code, name }) => [code, name]);
  const table = by === 'department' ? reference().unit : reference().category;
  return [...table].map(([code, { name }]) => [code, name]);
}

/** What the sum of all rows is called: it is the city's only for those who see the city. */
function scopeName({ city, reference, scope }: Seen): string {
  if (scope === '*') return '全市';
  const named = [
    ...scope.units.map((code) => unitNameOf(reference(), code)),
    ...scope.districts.map((code) => city.districts.find((one) => one.code === code)?.name ?? code),
  ];
  return named.join('、') || '管辖范围内';
}

function rowOf(
  code: string | null,
  name: string,
  counts: Omit<StatsCounts, 'code'>,
  events: Omit<EventCounts, 'code'>,
): StatsRow {
  return {
    code,
    name,
    eventsToday: events.today,
    eventsYesterdaySameTime: events.yesterday,
    openedToday: counts.openedToday,
    open: counts.open,
    overdue: counts.overdue,
    closedToday: counts.closedToday,
    closedOnTime: rateOf(counts.closedOnTime, counts.due),
    specialClosed: counts.specialClosed,
    beforeTheCall: rateOf(counts.beforeTheCall, counts.confirmed),
  };
}

const noCounts = sumUp<CountName>([], stats.counters);
const noEvents = { today: 0, yesterday: 0 };
const nameless = { district: '未定位', department: '尚未派遣', category: '未分类' } as const;

const isAny = (row: StatsRow): boolean =>
  row.open + row.openedToday + row.closedToday + row.closedOnTime.denominator + row.eventsToday > 0;

/** The districts of one's own always stand, with their zeros; of all else only what has anything to show. */
function isShown(row: StatsRow, by: Dimension, scope: Scope): boolean {
  const own = scope === '*' ? row.code !== null : scope.districts.includes(row.code ?? '');
  return (by === 'district' && own) || isAny(row);
}

type Table = { total: StatsRow; rows: StatsRow[]; counts: Record<CountName, number> };

async function tableOf(tx: Db, seen: Seen, by: Dimension, now: Date): Promise<Table> {
  const counts = await stats.byDimension(tx, by, now);
  const events = await stats.eventsBy(tx, by, now);
  const byCode = new Map(counts.map((row) => [row.code, row]));
  const eventsByCode = new Map(events.map((row) => [row.code, row]));
  const named = namesOf(seen, by);
  const known = new Set<string | null>(named.map(([code]) => code));
  const others = [...new Set([...byCode.keys(), ...eventsByCode.keys()])].filter((code) => !known.has(code));
  const lines: [string | null, string][] = [
    ...named,
    ...others.map((code): [string | null, string] => [code, code ?? nameless[by]]),
  ];
  const rows = lines.map(([code, name]) =>
    rowOf(code, name, byCode.get(code) ?? noCounts, eventsByCode.get(code) ?? noEvents),
  );
  const all = sumUp(counts, stats.counters);
  return {
    total: rowOf(null, scopeName(seen), all, sumUp(events, ['today', 'yesterday'])),
    rows: rows.filter((row) => isShown(row, by, seen.scope)),
    counts: all,
  };
}

async function callsBackOf(tx: Db, now: Date): Promise<CallsBack> {
  const counts = await stats.callsBack(tx, now);
  const causes = DiscontentCause.options.map((cause) => ({ cause, cases: counts[figureOfCause[cause]] }));
  return { heard: counts.calledBack, discontent: counts.discontent, causes };
}

/** How many of the most urgent matters the page opens with. */
const urgentRows = 6;

async function briefOf(tx: Db, seen: Seen): Promise<Brief> {
  const now = await cityNow(tx);
  const { total, rows, counts } = await tableOf(tx, seen, 'district', now);
  const byCategory = await stats.eventsBy(tx, 'category', now);
  const urgent = await stats.cases(tx, { by: 'district', code: undefined, figure: 'urgent' }, now, {
    limit: urgentRows,
    offset: 0,
  });
  const items = urgent.map((row) => toIncident(row, seen.reference(), now));
  const facts = {
    now,
    first: items[0] ?? null,
    urgent: counts.urgent,
    dangers: counts.danger,
    today: total.eventsToday,
    yesterday: total.eventsYesterdaySameTime,
    open: total.open,
    overdue: total.overdue,
    closedOnTime: total.closedOnTime,
    districts: rows.map(({ name, code, eventsToday, eventsYesterdaySameTime, overdue }) => ({
      name,
      code,
      today: eventsToday,
      yesterday: eventsYesterdaySameTime,
      overdue,
    })),
    categories: byCategory.map(({ code, today }) => ({
      code,
      today,
      name: seen.reference().category.get(code ?? '')?.name ?? code ?? nameless.category,
    })),
  };
  return {
    asOf: now.toISOString(),
    sentences: sentences(facts),
    urgent: items,
    urgentTotal: counts.urgent,
    hourly: await hourlyOf(tx, rows, now),
    finding: {
      urgent: urgentFinding(counts, items.length),
      table: tableFinding('district', total, rows),
      chart: chartFinding(facts),
    },
  };
}

/** One small chart for each row of the districts: today until this hour, and the whole of yesterday. */
async function hourlyOf(tx: Db, rows: readonly StatsRow[], now: Date): Promise<Brief['hourly']> {
  const counts = await stats.hourly(tx, now);
  const byKey = new Map(counts.map((one) => [`${one.code} ${one.day} ${one.hour}`, one.count]));
  const hours = ((now.getUTCHours() + 8) % 24) + 1;
  return rows.map(({ code, name, eventsToday, eventsYesterdaySameTime }) => {
    const of = (day: 'today' | 'yesterday', length: number): number[] =>
      Array.from({ length }, (_, hour) => byKey.get(`${code} ${day} ${hour}`) ?? 0);
    return {
      districtCode: code,
      name,
      today: of('today', hours),
      yesterday: of('yesterday', 24),
      todayCount: eventsToday,
      yesterdayCount: eventsYesterdaySameTime,
    };
  });
}

/** 'none' is the row of what has no such code; absent, everything. */
function sliceOf({ by, code }: { by: Dimension; code?: string | undefined }): stats.Slice {
  return { by, code: code === 'none' ? null : code };
}

export const routes = [
  route({
    method: 'get',
    path: '/api/stats',
    right: 'stats.read',
    summary: '统计：今日、在办、超时、按期率',
    query: StatsQuery,
    answer: Stats,
    handle: async (call) =>
      inSnapshot(call.pool, call.scope, async (tx) => {
        const now = await cityNow(tx);
        const { by } = call.query;
        const { total, rows } = await tableOf(tx, call, by, now);
        const finding = tableFinding(by, total, rows);
        return { asOf: now.toISOString(), by, total, rows, callsBack: await callsBackOf(tx, now), finding };
      }),
  }),
  route({
    method: 'get',
    path: '/api/stats/cases',
    right: 'stats.read',
    summary: '数字背后的案件',
    query: CasesQuery,
    answer: Cases,
    handle: async ({ pool, scope, query, reference }) =>
      inSnapshot(pool, scope, async (tx) => {
        const now = await cityNow(tx);
        const filter = { ...sliceOf(query), figure: query.figure };
        const rows = await stats.cases(tx, filter, now, query);
        return {
          asOf: now.toISOString(),
          total: await stats.countCases(tx, filter, now),
          items: rows.map((row) => toIncident(row, reference(), now)),
        };
      }),
  }),
  route({
    method: 'get',
    path: '/api/stats/events',
    right: 'stats.read',
    summary: '数字背后的来件',
    query: EventsQuery,
    answer: StatsEvents,
    handle: async ({ pool, scope, query, reference }) =>
      inSnapshot(pool, scope, async (tx) => {
        const now = await cityNow(tx);
        const filter = { ...sliceOf(query), day: query.day };
        const rows = await stats.events(tx, filter, now, query);
        const incidents = await rowsByIds(tx, [...new Set(rows.map((row) => row.incidentId))]);
        const byId = new Map(incidents.map((row) => [row.id, toIncident(row, reference(), now)]));
        return StatsEvents.parse({
          asOf: now.toISOString(),
          total: await stats.countEvents(tx, filter, now),
          items: rows.map(({ eventId, at, source, incidentId }) => ({
            eventId,
            at: at.toISOString(),
            source,
            incident: byId.get(incidentId),
          })),
        });
      }),
  }),
  route({
    method: 'get',
    path: '/api/stats/brief',
    right: 'stats.read',
    summary: '领导页：三句话与最急件',
    answer: Brief,
    handle: async (call) => inSnapshot(call.pool, call.scope, (tx) => briefOf(tx, call)),
  }),
];
