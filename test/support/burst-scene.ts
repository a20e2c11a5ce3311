import { Cause } from '#contracts/cause.ts';
import { Category, Family } from '#contracts/reference.ts';
import type { ReferenceKind } from '#contracts/reference.ts';
import type { Seen } from '#contracts/burst.ts';
import type { Scene } from '#domain/burst-scene.ts';
import { cityFolder } from '#geodata/city.ts';
import { readShipped } from '#store/load-reference.ts';

const shipped = await readShipped(cityFolder('zhaoqing'));
const rowsOf = (kind: ReferenceKind): Record<string, unknown>[] =>
  shipped.filter((file) => file.kind === kind).flatMap((file) => file.rows);

export const causes = rowsOf('cause').map((row) => Cause.parse(row));
const reference = {
  category: new Map(rowsOf('category').map((row) => [String(row['code']), Category.parse(row)])),
  family: new Map(rowsOf('family').map((row) => [String(row['code']), Family.parse(row)])),
};

/** Minutes after 06:00 of the city on the demonstration's day. */
export const minute = (after: number): Date =>
  new Date(Date.parse('2026-06-12T06:00:00+08:00') + after * 60_000);

let serial = 0;
/** An open matter in the middle of 端州; a test states what matters to it. */
export function matter(wish: Partial<Seen> = {}): Seen {
  serial += 1;
  return {
    id: serial,
    no: `2026-0612-${String(serial).padStart(4, '0')}`,
    at: minute(10),
    lng: 112.46,
    lat: 23.05,
    familyCode: 'flooding',
    districtCode: '441202',
    title: '道路积水',
    open: true,
    parentId: null,
    isParent: false,
    ...wish,
  };
}

export function scene(seen: readonly Seen[], wish: Partial<Scene> = {}): Scene {
  return {
    seen,
    earlier: [],
    causes,
    reference,
    districtName: (code) => (code === '441202' ? '端州区' : '高要区'),
    usual: () => ({ count: 4, days: 28, sameHours: 1 }),
    released: new Set(),
    now: minute(18),
    ...wish,
  };
}
