import gcoord from 'gcoord';
import { z } from 'zod';
import { nameOfPath } from '#contracts/field-names.ts';
import { lat, lng } from '#contracts/place.ts';
import type { Bounds, Parsed, Reading } from './source.ts';

/** ISO 8601 with offset, or epoch milliseconds. */
export const Instant = z.union([z.iso.datetime({ offset: true }), z.number().int()], {
  error: ({ input }) =>
    input === undefined || input === null ? '请填写' : '须为带时区的 ISO 8601 时间，或毫秒时间戳',
});
export const Crs = z.enum(['wgs84', 'gcj02', 'bd09', 'cgcs2000']).default('wgs84');
/** Short machine names: no blanks, no control characters, no half of a surrogate pair. */
export const Name = z
  .string()
  .trim()
  .min(1)
  .max(100)
  .regex(/^[^\s\u0000-\u001f\uFFFD\p{Cs}]+$/u, '不得含空格、控制字符、残缺的字符或乱码');
export const Words = z.string().max(200_000);
export const Position = { lng: lng.optional(), lat: lat.optional(), crs: Crs.optional() };

const minute = 60_000;
const day = 1440 * minute;
/** Past this, an item is history (CONTRACT §3). */
export const historyAfterMs = 7 * day;
const earliest = Date.UTC(1990, 0, 1);

export type Times = { observedAt: Date; history: boolean; flags: string[] };

/**
 * Reads an event time. Up to 5 minutes ahead is an ordinary clock; up to 24 hours ahead takes the time of receipt with a
 * flag; beyond that, or before 1990 (seconds instead of milliseconds), the item is refused.
 */
export function readInstant(value: string | number, now: Date): Times | null {
  const at = new Date(value);
  const ahead = at.getTime() - now.getTime();
  if (Number.isNaN(ahead) || at.getTime() < earliest || ahead > day) return null;
  if (ahead > 5 * minute) return { observedAt: now, history: false, flags: ['clock-ahead'] };
  return { observedAt: at, history: -ahead > historyAfterMs, flags: [] };
}

/** An instant as epoch milliseconds, however it was written. */
export const instantMs = (value: string | number): number => new Date(value).getTime();

export const badTime = '时间无效：须为带时区的 ISO 8601 或毫秒时间戳，且不得超前 24 小时以上';

type Given = { lng?: number | undefined; lat?: number | undefined; crs?: z.infer<typeof Crs> | undefined };

/** Converts to WGS 84; `null` when no position was given, `'outside'` when it is not in the city (0,0 and swapped included). */
export function readPosition(given: Given, bounds: Bounds): { lng: number; lat: number } | null | 'outside' {
  if (given.lng === undefined || given.lat === undefined) return null;
  const [lng, lat] = convert([given.lng, given.lat], given.crs ?? 'wgs84');
  if (bounds) {
    const [west, south, east, north] = bounds;
    if (lng < west || lng > east || lat < south || lat > north) return 'outside';
  }
  return { lng, lat };
}

function convert(at: [number, number], crs: z.infer<typeof Crs>): [number, number] {
  // CGCS2000 and WGS 84 differ by centimetres: the same for every purpose here.
  if (crs === 'wgs84' || crs === 'cgcs2000') return at;
  return gcoord.transform(at, crs === 'gcj02' ? gcoord.GCJ02 : gcoord.BD09, gcoord.WGS84);
}

export function refuse(
  code: string,
  message: string,
  key: string | null = null,
  deviceId: string | null = null,
): Parsed {
  return { ok: false, refused: { code, message, key, deviceId } };
}

/** For whoever reviews the item and for whoever writes the sending program: 来电时间 calledAt. */
function whereOf(path: readonly PropertyKey[]): string {
  if (path.length === 0) return '整条';
  const [name, key] = [nameOfPath(path), path.map(String).join('.')];
  return name === key ? key : `${name} ${key}`;
}

/** The first three mistakes of an item, field by field, in words. */
export function wordsOf(error: z.ZodError): string {
  const lines = error.issues.slice(0, 3).map((issue) => `${whereOf(issue.path)}：${issue.message}`);
  return `字段有误（${lines.join('；')}）`;
}

/** Base64 photos as bytes; what is no base64 is left out with a flag, the item stays. */
export function readPhotos(list: readonly string[], flags: string[]): Buffer[] {
  const photos: Buffer[] = [];
  for (const text of list) {
    const bare = text.replace(/^data:image\/\w+;base64,/, '');
    const bytes = /^[A-Za-z0-9+/\s]+={0,2}\s*$/.test(bare) ? Buffer.from(bare, 'base64') : Buffer.alloc(0);
    if (bytes.length > 0 && bytes.length <= 5 * 1024 * 1024) photos.push(bytes);
    else if (!flags.includes('bad-photo')) flags.push('bad-photo');
  }
  return photos;
}

export type { Reading };
