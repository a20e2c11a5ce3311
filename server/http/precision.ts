import {
  Precision,
  PrecisionCases,
  PrecisionCasesQuery,
  PrecisionQuery,
  precisionDays,
} from '#contracts/false-alarm.ts';
import type { PrecisionBy } from '#contracts/false-alarm.ts';
import type { Reference } from '#contracts/reference.ts';
import { kindName, worstFirst } from '#domain/false-alarm.ts';
import { rateOf } from '#domain/kpi.ts';
import { cityNow, inSnapshot } from '#store/db.ts';
import type { Db } from '#store/db.ts';
import { toIncident } from '#store/incidents.ts';
import * as precision from '#store/precision.ts';
import { route } from './route.ts';

/** So many rows are shown; a city has more cameras than anybody reads about at once. */
const mostRows = 500;

const since = (now: Date): Date => new Date(now.getTime() - precisionDays * 24 * 3_600_000);

/** What the rows are called: devices by the registries, rules by the reference data. */
async function namesOf(
  tx: Db,
  reference: Reference,
  by: PrecisionBy,
  codes: readonly string[],
): Promise<Map<string, string>> {
  if (by !== 'rule') return precision.deviceNames(tx, by, codes);
  return new Map(
    codes.map((code) => {
      const [source = '', ...kind] = code.split('/');
      return [code, kindName(reference, source, kind.join('/'))];
    }),
  );
}

export const routes = [
  route({
    method: 'get',
    path: '/api/precision',
    right: 'false-alarm.read',
    summary: '精确率：按摄像机、传感器、规则',
    query: PrecisionQuery,
    answer: Precision,
    handle: async ({ pool, scope, query: { by }, reference }) =>
      inSnapshot(pool, scope, async (tx) => {
        const now = await cityNow(tx);
        const all = worstFirst(await precision.precision(tx, by, since(now)));
        const shown = all.slice(0, mostRows);
        const names = await namesOf(
          tx,
          reference(),
          by,
          shown.map(({ code }) => code),
        );
        const rows = shown.map((row) => ({
          ...row,
          name: names.get(row.code) ?? row.code,
          precision: rateOf(row.confirmed, row.confirmed + row.wrong),
        }));
        return { asOf: now.toISOString(), since: since(now).toISOString(), by, total: all.length, rows };
      }),
  }),
  route({
    method: 'get',
    path: '/api/precision/cases',
    right: 'false-alarm.read',
    summary: '精确率数字背后的案件',
    query: PrecisionCasesQuery,
    answer: PrecisionCases,
    handle: async ({ pool, scope, query, reference }) =>
      inSnapshot(pool, scope, async (tx) => {
        const now = await cityNow(tx);
        const { total, rows } = await precision.casesOf(tx, { ...query, code: query.code }, since(now));
        return { total, items: rows.map((row) => toIncident(row, reference(), now)) };
      }),
  }),
];
