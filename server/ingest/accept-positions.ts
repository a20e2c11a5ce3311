import type { Bounds } from '#server/sources/source.ts';
import { MoverPosition } from '#server/sources/vessel.ts';
import { badTime, readInstant, readPosition, wordsOf } from '#server/sources/common.ts';
import { inTransaction } from '#store/db.ts';
import type { Pool } from '#store/db.ts';
import type { Vault } from '#store/vault.ts';
import * as positions from '#store/positions.ts';
import * as quarantine from '#store/quarantine.ts';
import { damaged } from './body.ts';
import type { DoorAnswer } from './answer.ts';
import { keepItem } from './kept-text.ts';

type Kind = 'vessel' | 'vehicle';
export type PositionItem = { raw: unknown } & (
  { position: positions.NewPosition } | { code: string; message: string }
);

/** Checks one position; knots become km/h, the coordinate WGS 84. */
export function readMover(raw: unknown, bounds: Bounds, now: Date): PositionItem {
  const parsed = MoverPosition.safeParse(raw);
  if (!parsed.success) return { raw, code: 'bad-item', message: damaged(raw) ?? wordsOf(parsed.error) };
  const { id, speedKn, speedKmh, courseDeg, lengthM, airDraughtM } = parsed.data;
  const times = readInstant(parsed.data.observedAt, now);
  if (!times) return { raw, code: 'bad-time', message: badTime };
  const at = readPosition(parsed.data, bounds);
  if (at === 'outside' || at === null)
    return { raw, code: 'outside-city', message: '坐标不在本市范围内，请核对经纬度次序与坐标系' };
  const detail = {
    ...(lengthM === undefined ? {} : { lengthM }),
    ...(airDraughtM === undefined ? {} : { airDraughtM }),
  };
  const position = {
    id,
    observed_at: times.observedAt.toISOString(),
    ...at,
    speed_kmh: speedKmh ?? (speedKn === undefined ? null : speedKn * 1.852),
    course_deg: courseDeg ?? null,
    class: parsed.data.class ?? null,
    detail,
  };
  return { raw, position };
}

type Placed = { request: number; index: number; raw: unknown; position: positions.NewPosition };

/** 位置接收: tracks and newest positions, whole requests in one transaction. */
export async function acceptPositions(
  parts: { pool: Pool; vault: Vault },
  kind: Kind,
  requests: (readonly PositionItem[])[],
): Promise<DoorAnswer[]> {
  const answers: DoorAnswer[] = requests.map(() => ({ accepted: 0, duplicates: 0, quarantined: [] }));
  const kept: quarantine.NewQuarantine[] = [];
  const refuse = (request: number, index: number, raw: unknown, code: string, message: string): void => {
    answers[request]!.quarantined.push({ index, code, message });
    kept.push({
      source: kind,
      key: null,
      deviceId: null,
      eventId: null,
      code,
      message,
      ...keepItem(parts.vault, kind, raw),
    });
  };
  const placed: Placed[] = [];
  requests.forEach((items, request) =>
    items.forEach((item, index) => {
      if ('position' in item) placed.push({ request, index, raw: item.raw, position: item.position });
      else refuse(request, index, item.raw, item.code, item.message);
    }),
  );
  await inTransaction(parts.pool, '*', async (tx, now) => {
    const rows = placed.map((one) => one.position);
    const conflicts = new Set(await positions.conflicting(tx, kind, rows));
    const fresh = new Set(await positions.insert(tx, kind, rows, now));
    placed.forEach((one, i) => {
      if (fresh.has(i)) answers[one.request]!.accepted += 1;
      else if (conflicts.has(i))
        refuse(one.request, one.index, one.raw, 'key-conflict', '同一目标同一时刻已有不同的位置，未覆盖');
      else answers[one.request]!.duplicates += 1;
    });
    await quarantine.keep(tx, kept, now);
  });
  return answers;
}
