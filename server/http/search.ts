import { Refusal } from '#contracts/errors.ts';
import { sourceNames } from '#contracts/incident.ts';
import { unitNameOf } from '#contracts/reference.ts';
import type { Reference } from '#contracts/reference.ts';
import { SearchAnswer, SearchBody } from '#contracts/search.ts';
import type { Found, FoundKind } from '#contracts/search.ts';
import { searchCallers } from '#flows/find-callers.ts';
import { inSnapshot } from '#store/db.ts';
import type { Db } from '#store/db.ts';
import { openPersons } from '#store/persons.ts';
import * as search from '#store/search.ts';
import type { FoundRow } from '#store/search.ts';
import { soughtIn } from '#store/words.ts';
import { around, marked } from '#text/marks.ts';
import { maskName, maskPhone } from '#text/mask.ts';
import { normalise } from '#text/normalise.ts';
import { route } from './route.ts';
import type { Call } from './route.ts';

type Seen = Pick<Call<unknown, unknown>, 'vault' | 'reference'>;

/** 小类 whose name holds every term. */
function categoriesOf(reference: Reference, terms: readonly string[]): string[] {
  return [...reference.category.values()]
    .filter(({ name }) => terms.every((term) => name.toLowerCase().includes(term)))
    .map(({ code }) => code);
}

function toFound(row: FoundRow, what: string, terms: readonly string[]): Found {
  return {
    incidentId: row.incidentId,
    no: row.no,
    title: marked(row.title, terms),
    status: row.status,
    severity: row.severity,
    at: row.at.toISOString(),
    what,
    words: row.words === '' ? null : marked(around(row.words, terms), terms),
  };
}

/** The callers of these requests, masked: 张** 138****8000. */
async function maskedCallers(
  tx: Db,
  { vault }: Seen,
  rows: readonly FoundRow[],
): Promise<Map<number, string>> {
  const ids = rows.flatMap(({ requestId }) => requestId ?? []);
  const persons = await openPersons(tx, vault, ids);
  return new Map(
    [...persons].map(([id, { name, phone }]) => [
      id,
      [name ? maskName(name) : '', phone ? maskPhone(phone) : ''].join(' ').trim(),
    ]),
  );
}

/** All groups that hold something, read in one snapshot. */
async function groupsOf(
  tx: Db,
  call: Seen,
  { terms, ...sought }: ReturnType<typeof soughtIn>,
  callers: readonly number[],
): Promise<SearchAnswer['groups']> {
  const reference = call.reference();
  const groups: SearchAnswer['groups'] = [];
  const add = (kind: FoundKind, rows: readonly FoundRow[], what: (row: FoundRow) => string): void => {
    const items = rows.slice(0, search.mostFound).map((row) => toFound(row, what(row), terms));
    if (items.length > 0) groups.push({ kind, items, more: rows.length > search.mostFound });
  };
  const found = await search.requestsByIds(tx, callers);
  const masked = await maskedCallers(tx, call, found);
  add('person', found, ({ requestId }) => masked.get(requestId ?? 0) ?? '');
  add('incident', await search.findIncidents(tx, sought, categoriesOf(reference, terms)), ({ what }) => what);
  add('request', await search.find(tx, search.requestsSql, sought), ({ what }) => what);
  add('event', await search.findEvents(tx, sought), ({ what }) => sourceNames[what] ?? what);
  add('task', await search.find(tx, search.tasksSql, sought), ({ what }) => unitNameOf(reference, what));
  return groups;
}

export const routes = [
  route({
    method: 'post',
    path: '/api/search',
    right: 'incident.search',
    summary: '查找事件、来件、诉求单、工单；整个号码、完整姓名查诉求人（留痕）',
    body: SearchBody,
    answer: SearchAnswer,
    handle: async (call) => {
      const question = normalise(call.body.q);
      const sought = soughtIn(question);
      if (sought.grams.length === 0) throw new Refusal('bad-input', '请输入连在一起的两个字以上');
      const callers = await searchCallers(call, call, question, search.mostFound + 1);
      return inSnapshot(call.pool, call.scope, async (tx) => ({
        groups: await groupsOf(tx, call, sought, callers),
      }));
    },
  }),
];
