import { Brief, Cases, CasesQuery, Stats, StatsQuery } from '#contracts/stats.ts';
import type { StatsRow } from '#contracts/stats.ts';
import { findings, sentences } from '#domain/brief.ts';
import type { BriefFacts } from '#domain/brief.ts';
import { rateOf, sumUp } from '#domain/kpi.ts';
import { cityNow, inSnapshot } from '#store/db.ts';
import type { Db } from '#store/db.ts';
import * as incidentList from '#store/incident-list.ts';
import { toIncident } from '#store/incidents.ts';
import * as stats from '#store/stats.ts';
import type { CountName, Dimension, EventCounts, StatsCounts } from '#store/stats.ts';
import { IncidentQuery } from '#contracts/incident.ts';
import { route } from './route.ts';
import type { Parts } from './route.ts';

/** Names in the order in which officials expect them; districts are never ranked. */
function namesOf(parts: Pick<Parts, 'city' | 'reference'>, by: Dimension): [string, string][] {
  if (by === 'district') return parts.city.districts.map(({ code, name }) => [code, name]);
  const table = by === 'department' ? parts.reference().unit : parts.reference().category;
  return [...table].map(([code, { name }]) => [code, name]);
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
    beforeTheCall: rateOf(counts.beforeTheCall, counts.confirmed),
  };
}

const noCounts = sumUp<CountName>([], stats.counters);
const noEvents = { today: 0, yesterday: 0 };

async function tableOf(
  tx: Db,
  parts: Pick<Parts, 'city' | 'reference'>,
  by: Dimension,
  now: Date,
): Promise<{ total: StatsRow; rows: StatsRow[] }> {
  const counts = await stats.byDimension(tx, by, now);
  const events = await stats.eventsBy(tx, by, now);
  const byCode = new Map(counts.map((row) => [row.code, row]));
  const eventsByCode = new Map(events.map((row) => [row.code, row]));
  const named = namesOf(parts, by);
  const known = new Set(named.map(([code]) => code));
  const nameless = [...new Set([...byCode.keys(), ...eventsByCode.keys()])].filter(
    (code) => code === null || !known.has(code),
  );
  const lines: [string | null, string][] = [
    ...named,
    ...nameless.map((code): [string | null, string] => [
      code,
      code ?? { district: '未定位', department: '尚未派遣', category: '未分类' }[by],
    ]),
  ];
  const rows = lines.map(([code, name]) =>
    rowOf(code, name, byCode.get(code) ?? noCounts, eventsByCode.get(code) ?? noEvents),
  );
  // Of units and categories only those that have anything to show; districts always stand, with their zeros.
  const shown =
    by === 'district'
      ? rows
      : rows.filter(
          (row) =>
            row.open + row.openedToday + row.closedToday + row.closedOnTime.denominator + row.eventsToday > 0,
        );
  return {
    total: rowOf(null, '全市', sumUp(counts, stats.counters), sumUp(events, ['today', 'yesterday'])),
    rows: shown,
  };
}

async function briefOf(tx: Db, parts: Pick<Parts, 'city' | 'reference'>): Promise<Brief> {
  const now = await cityNow(tx);
  const { total, rows } = await tableOf(tx, parts, 'district', now);
  const urgentQuery = IncidentQuery.parse({ status: 'open', order: 'urgent', limit: 200 });
  const open = (await incidentList.list(tx, urgentQuery, now)).rows.map((row) =>
    toIncident(row, parts.reference(), now),
  );
  const facts: BriefFacts = {
    urgent: open.filter((one) => one.severity <= 2 || one.danger.length > 0),
    dangers: open.filter((one) => one.danger.length > 0).length,
    today: total.eventsToday,
    yesterday: total.eventsYesterdaySameTime,
    open: total.open,
    overdue: total.overdue,
    districts: rows.map((row) => ({
      name: row.name,
      code: row.code,
      today: row.eventsToday,
      yesterday: row.eventsYesterdaySameTime,
      overdue: row.overdue,
    })),
  };
  return {
    asOf: now.toISOString(),
    sentences: sentences(facts),
    urgent: facts.urgent.slice(0, 8),
    hourly: await hourlyOf(tx, parts, now),
    finding: findings(facts),
  };
}

/** One small chart for each district, today until this hour and the whole of yesterday. */
async function hourlyOf(tx: Db, { city }: Pick<Parts, 'city'>, now: Date): Promise<Brief['hourly']> {
  const counts = await stats.hourly(tx, now);
  const hour = (now.getUTCHours() + 8) % 24;
  return city.districts.map(({ code, name }) => {
    const of = (day: 'today' | 'yesterday', hours: number): number[] =>
      Array.from(
        { length: hours },
        (_, h) => counts.find((row) => row.code === code && row.day === day && row.hour === h)?.count ?? 0,
      );
    return { districtCode: code, name, today: of('today', hour + 1), yesterday: of('yesterday', 24) };
  });
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
        return {
          asOf: now.toISOString(),
          by: call.query.by,
          ...(await tableOf(tx, call, call.query.by, now)),
        };
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
        const code = query.code === 'none' ? null : query.code;
        const rows = await stats.cases(tx, { by: query.by, code, figure: query.figure }, now);
        return {
          asOf: now.toISOString(),
          total: rows.length,
          items: rows.map((row) => toIncident(row, reference(), now)),
        };
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
