import { BulletinFields } from '#contracts/bulletin.ts';
import { inSnapshot } from '#store/db.ts';
import type { Db } from '#store/db.ts';
import { openPersons } from '#store/persons.ts';
import * as requests from '#store/requests.ts';
import { maskKnown, maskText } from '#text/mask.ts';
import type { Call } from '../route.ts';

type Seen = Pick<Call<unknown, unknown>, 'pool' | 'scope' | 'vault'>;
type About = { incidentId: number } | { requestIds: readonly number[] };

/** Fields of a body in which a person writes sentences; those of a report are told by their own schema. */
const typed = new Set([
  ...['reason', 'note', 'text', 'title', 'basis', 'placeNote', 'seat', 'told'],
  ...Object.keys(BulletinFields.shape),
]);

/** Everybody whose matter it is: words about one caller name the neighbour too. */
async function requestsOf(tx: Db, about: About): Promise<requests.RequestRow[]> {
  if ('incidentId' in about) return requests.ofIncident(tx, about.incidentId);
  const rows = new Map<number, requests.RequestRow>();
  for (const id of about.requestIds) {
    const row = rows.get(id) ?? (await requests.byId(tx, id));
    if (row === null) continue;
    const all = row.incidentId === null ? [row] : await requests.ofIncident(tx, row.incidentId);
    for (const one of all) rows.set(one.id, one);
  }
  return [...rows.values()];
}

/**
 * 打码: what people type on the way of a matter is read by everybody who works on it, so the callers go out of it as they
 * go out of the calls. Only persons whom the writer may see are looked up: nobody can find out a confidential one by
 * guessing names. `spoken` fields are said to the caller: numbers of offices stay in them.
 */
export async function maskedWords<Body>(
  call: Seen,
  about: About,
  body: Body,
  spoken: readonly string[] = [],
): Promise<Body> {
  if (!hasWords(body)) return body;
  const known = await inSnapshot(call.pool, call.scope, async (tx) => {
    const rows = await requestsOf(tx, about);
    const persons = await openPersons(
      tx,
      call.vault,
      rows.map((row) => row.id),
    );
    return rows.flatMap(({ id, confidential }) => {
      const person = persons.get(id);
      return person ? [{ person, confidential }] : [];
    });
  });
  return replaceWords(body, (text, field) => {
    const nameless = known.reduce((left, { person, confidential }) => maskKnown(left, person, confidential), text); // prettier-ignore
    return spoken.includes(field) ? nameless : maskText(nameless);
  }) as Body;
}

const isWords = (field: string, value: unknown): value is string =>
  typed.has(field) && typeof value === 'string' && value !== '';

/** Whether anything was typed, in the body or in an item of a list in it. */
function hasWords(body: unknown): boolean {
  if (Array.isArray(body)) return body.some(hasWords);
  if (typeof body !== 'object' || body === null) return false;
  return Object.entries(body).some(([field, value]) => isWords(field, value) || hasWords(value));
}

function replaceWords(body: unknown, mask: (text: string, field: string) => string): unknown {
  if (Array.isArray(body)) return body.map((one) => replaceWords(one, mask));
  if (typeof body !== 'object' || body === null) return body;
  return Object.fromEntries(
    Object.entries(body).map(([field, value]) => [
      field,
      isWords(field, value) ? mask(value, field) : replaceWords(value, mask),
    ]),
  );
}
