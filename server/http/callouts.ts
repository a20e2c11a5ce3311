import { CallResultBody, CalloutBody, CalloutQuery, Callouts, LedgerQuery } from '#contracts/duty.ts';
import type { Callout } from '#contracts/duty.ts';
import { Refusal } from '#contracts/errors.ts';
import { unitNameOf } from '#contracts/reference.ts';
import { dayAfter, instantOf } from '#domain/city-day.ts';
import { ledgerHead, ledgerRows } from '#domain/ledger.ts';
import { noteCall } from '#flows/note-call.ts';
import { openCallout } from '#flows/open-callout.ts';
import * as callouts from '#store/callouts.ts';
import type { CalloutRow } from '#store/callouts.ts';
import { readMark } from '#store/city-mark.ts';
import { inSnapshot } from '#store/db.ts';
import { seenByIds } from '#store/incidents.ts';
import { route } from './route.ts';
import type { Call } from './route.ts';
import { idOf } from './support/ids.ts';
import { sendTable } from './support/send-table.ts';

type Seen = Pick<Call<unknown, unknown>, 'pool' | 'scope' | 'reference'>;
type Filter = Parameters<typeof callouts.list>[1];
const shown = 50;
const ledgerLimit = 5_000;

function toCallout({ openedAt, people, ...row }: CalloutRow, { reference }: Seen): Callout {
  return {
    id: row.id,
    about: row.about,
    aboutId: row.aboutId,
    no: row.no,
    title: row.title,
    openedName: row.openedName,
    openedAt: openedAt.toISOString(),
    people: people.map(({ unitCode, calloutId: _callout, askedAt, dueAt, notedAt, ...one }) => ({
      ...one,
      unitName: unitNameOf(reference(), unitCode),
      askedAt: askedAt.toISOString(),
      dueAt: dueAt.toISOString(),
      notedAt: notedAt?.toISOString() ?? null,
    })),
  };
}

/** Call-outs of the city; those about a matter only where the matter is in sight. */
async function found(call: Seen, filter: Filter): Promise<Callout[]> {
  return inSnapshot(call.pool, call.scope, async (tx) => {
    const rows = await callouts.list(tx, filter);
    const ids = rows.flatMap(({ incidentId }) => incidentId ?? []);
    const inSight = new Set((await seenByIds(tx, ids)).map(({ id }) => id));
    return rows
      .filter(({ incidentId }) => incidentId === null || inSight.has(incidentId))
      .map((row) => toCallout(row, call));
  });
}

export const routes = [
  route({
    method: 'get',
    path: '/api/callouts',
    right: 'duty.read',
    summary: '叫应：一件事项的，或最近的',
    query: CalloutQuery,
    answer: Callouts,
    handle: async (call) => {
      const { about = null, aboutId = null } = call.query;
      return { items: await found(call, { about, aboutId, from: null, to: null, limit: shown }) };
    },
  }),
  route({
    method: 'post',
    path: '/api/callouts',
    right: 'duty.call',
    summary: '发起叫应',
    body: CalloutBody,
    handle: async (call) => {
      await openCallout(call, call, call.body.about, call.body.aboutId);
    },
  }),
  route({
    method: 'post',
    path: '/api/called/:id',
    right: 'duty.call',
    summary: '登记叫应结果',
    body: CallResultBody,
    handle: async (call) => noteCall(call, call, idOf(call.params), call.body.result),
  }),
  route({
    method: 'get',
    path: '/api/callouts/ledger',
    right: 'duty.read',
    summary: '叫应台账（xlsx、csv）',
    query: LedgerQuery,
    handle: async (call) => {
      const { from, to, format } = call.query;
      if (to < from) throw new Refusal('bad-input', '截止日期须不早于起始日期');
      const items = await found(call, {
        about: null,
        aboutId: null,
        from: instantOf(from, 0),
        to: instantOf(dayAfter(to), 0),
        limit: ledgerLimit,
      });
      const mark = await readMark(call.pool);
      const name = `叫应台账-${from}${to === from ? '' : `至${to}`}`;
      await sendTable(call.res, {
        name,
        format,
        mark,
        head: ledgerHead,
        rows: ledgerRows(items.toReversed()),
      });
    },
  }),
];
