import { inTurns } from '#server/in-turns.ts';
import type { Draft, Refused } from '#server/sources/source.ts';
import { failureKind, inTransaction } from '#store/db.ts';
import type { Db, Pool } from '#store/db.ts';
import type { Vault } from '#store/vault.ts';
import * as events from '#store/events.ts';
import * as quarantine from '#store/quarantine.ts';
import type { DoorAnswer } from './answer.ts';
import { keyHash } from '#store/key-hash.ts';
import { keepExtras } from './keep-extras.ts';
import { keepItem } from './kept-text.ts';
import { maskDraft } from './mask-draft.ts';

/** One item of a request: read by its source, with what is kept when it is not taken. */
export type EventItem = { raw: unknown } & (
  { bodyHash: string; draft: Draft } | { refused: Refused; source: string }
);
type GoodItem = Extract<EventItem, { draft: Draft }>;
type Accepted = { item: GoodItem; row: events.NewEvent; request: number; index: number };
type Bad = { request: number; index: number; refused: Refused; source: string; raw: unknown };

/**
 * 接收: commits whole requests in one transaction and answers each (law 1). Keys that were seen are duplicates, or
 * conflicts when the body differs; what cannot be taken is kept sealed in quarantine in the same transaction.
 */
export async function acceptEvents(
  pool: Pool,
  vault: Vault,
  requests: (readonly EventItem[])[],
): Promise<DoorAnswer[]> {
  const answers: DoorAnswer[] = requests.map(() => ({ accepted: 0, duplicates: 0, quarantined: [] }));
  const { fresh, repeats, bad } = await sort(requests, vault);
  const conflicts = countRepeats(repeats, fresh, answers);
  await inTransaction(pool, '*', async (tx, now) => {
    const poisoned = await store(tx, fresh, answers, conflicts, now);
    const all = [...bad, ...conflicts, ...poisoned];
    await quarantine.keep(
      tx,
      all.map((one) => sealed(one, vault)),
      now,
    );
    for (const one of all) {
      const { code, message } = one.refused;
      answers[one.request]!.quarantined.push({ index: one.index, code, message });
    }
  });
  for (const answer of answers) answer.quarantined.sort((a, b) => a.index - b.index);
  return answers;
}

/** Splits the items into first sights of a key, repeats within the batch, and refused ones. */
async function sort(
  requests: (readonly EventItem[])[],
  vault: Vault,
): Promise<{ fresh: Map<string, Accepted>; repeats: Accepted[]; bad: Bad[] }> {
  const fresh = new Map<string, Accepted>();
  const repeats: Accepted[] = [];
  const bad: Bad[] = [];
  const placed = requests.flatMap((items, request) => items.map((item, index) => ({ item, request, index })));
  await inTurns(placed, ({ item, request, index }) => {
    if ('refused' in item)
      return void bad.push({ request, index, refused: item.refused, source: item.source, raw: item.raw });
    const one: Accepted = { item, row: toRow(item, vault), request, index };
    const id = `${one.row.source} ${one.row.key}`;
    if (fresh.has(id)) repeats.push(one);
    else fresh.set(id, one);
  });
  return { fresh, repeats, bad };
}

function countRepeats(
  repeats: readonly Accepted[],
  fresh: Map<string, Accepted>,
  answers: DoorAnswer[],
): Bad[] {
  const conflicts: Bad[] = [];
  for (const one of repeats) {
    const first = fresh.get(`${one.row.source} ${one.row.key}`)!;
    if (first.row.body_hash === one.row.body_hash) answers[one.request]!.duplicates += 1;
    else conflicts.push(conflict(one));
  }
  return conflicts;
}

/** Inserts the rows; a row that the database cannot hold is found by halving, the others stay (reliability §4). */
async function store(
  tx: Db,
  fresh: Map<string, Accepted>,
  answers: DoorAnswer[],
  conflicts: Bad[],
  now: Date,
): Promise<Bad[]> {
  const all = [...fresh.values()];
  const poisoned: Bad[] = [];
  const insert = async (part: Accepted[]): Promise<void> => {
    await tx.query('savepoint part');
    try {
      await insertPart(tx, part, answers, conflicts, now);
      await tx.query('release savepoint part');
    } catch (error) {
      if (failureKind(error) !== 'data') throw error;
      await tx.query('rollback to savepoint part');
      if (part.length === 1) return void poisoned.push(poison(part[0]!));
      const middle = part.length >> 1;
      await insert(part.slice(0, middle));
      await insert(part.slice(middle));
    }
  };
  if (all.length > 0) await insert(all);
  return poisoned;
}

async function insertPart(
  tx: Db,
  part: Accepted[],
  answers: DoorAnswer[],
  conflicts: Bad[],
  now: Date,
): Promise<void> {
  const stored = await events.accept(
    tx,
    part.map((one) => one.row),
    now,
  );
  const ids = new Map(stored.map((row) => [row.index, row.eventId]));
  const unknown = part.flatMap((one, index) =>
    ids.has(index) ? [] : [{ index, source: one.row.source, keyHash: one.row.key_hash }],
  );
  const ledger = new Map((await events.known(tx, unknown)).map((row) => [row.index, row.bodyHash]));
  await keepExtras(
    tx,
    part.flatMap((one, index) => {
      const eventId = ids.get(index);
      return eventId === undefined ? [] : [{ eventId, draft: one.item.draft }];
    }),
    now,
  );
  // Counted only now: nothing after this line can fail and be tried again in halves.
  part.forEach((one, index) => {
    if (ids.has(index)) answers[one.request]!.accepted += 1;
    else if (ledger.get(index) === one.row.body_hash) answers[one.request]!.duplicates += 1;
    else conflicts.push(conflict(one));
  });
}

function toRow({ draft, bodyHash: hash }: GoodItem, vault: Vault): events.NewEvent {
  const sealedBytes = draft.personal
    ? vault.seal(`event:${draft.source}/${draft.key}`, JSON.stringify(draft.personal))
    : null;
  const { title, body, address } = maskDraft(draft);
  return {
    source: draft.source,
    key: draft.key,
    key_hash: keyHash(draft.key),
    body_hash: hash,
    observed_at: draft.observedAt.toISOString(),
    category_code: draft.categoryCode,
    body,
    address,
    lng: draft.lng,
    lat: draft.lat,
    accuracy_m: draft.accuracyM,
    asset_id: draft.assetId,
    confidence: draft.confidence,
    phase: draft.phase,
    severity: draft.severity,
    history: draft.history,
    flags: draft.flags,
    detail: title === null ? draft.detail : { ...draft.detail, title },
    sealed: sealedBytes?.toString('hex') ?? null,
  };
}

function conflict({ item, row, request, index }: Accepted): Bad {
  const refused = {
    code: 'key-conflict',
    message: '同一编号已有内容不同的来件，未覆盖原件，请核对',
    key: row.key,
    deviceId: row.asset_id,
  };
  return { request, index, refused, source: row.source, raw: item.raw };
}

function poison({ item, row, request, index }: Accepted): Bad {
  const refused = {
    code: 'bad-item',
    message: '内容无法入库，已留存待查',
    key: row.key,
    deviceId: row.asset_id,
  };
  return { request, index, refused, source: row.source, raw: item.raw };
}

function sealed({ refused, source, raw }: Bad, vault: Vault): quarantine.NewQuarantine {
  return { source, eventId: null, ...refused, ...keepItem(vault, source, raw) };
}
