import { isInBounds } from '#contracts/city.ts';
import type { City } from '#contracts/city.ts';
import { Refusal } from '#contracts/errors.ts';

/** Refuses a place that a person chose outside the city: no district would see the matter any more. */
export function assertInCity(city: City, chosen: unknown): void {
  const { lng, lat } = chosen as { lng?: unknown; lat?: unknown };
  if (typeof lng === 'number' && typeof lat === 'number' && !isInBounds(city, lng, lat))
    throw new Refusal('bad-input', '所选位置不在本市范围内，请在地图上重新选点');
}
