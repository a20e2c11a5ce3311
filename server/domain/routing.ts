import type { Reference, Route } from '#contracts/reference.ts';
import { distanceM } from '#contracts/arrival.ts';
import type { LngLat } from '#contracts/arrival.ts';
import { dateText, dayOf } from './calendar.ts';

const books = new WeakMap<Reference, Map<string, Route[]>>();

/** A reference is never changed in place: its routes are put in order once. The newest that is in effect comes first. */
function routesOf(ref: Reference, categoryCode: string): Route[] {
  let book = books.get(ref);
  if (!book) {
    book = new Map();
    for (const route of ref.route.values()) {
      const list = book.get(route.categoryCode);
      if (list) list.push(route);
      else book.set(route.categoryCode, [route]);
    }
    for (const list of book.values())
      list.sort((a, b) => b.effectiveOn.localeCompare(a.effectiveOn) || a.code.localeCompare(b.code));
    books.set(ref, book);
  }
  return book.get(categoryCode) ?? [];
}

/**
 * Who should have it, and why (权属与职责清单): what was ruled for the place before the item of the district, and that
 * before the city-wide one; the newest that is in effect on the day of `on`; never a unit that has returned the matter,
 * however the list reads. Null: nobody is named, so a dispatcher decides.
 */
export function routeFor(
  ref: Reference,
  categoryCode: string,
  districtCode: string | null,
  on: Date,
  returnedBy: ReadonlySet<string> = new Set(),
  at: LngLat | null = null,
): { unitCode: string; basis: string } | null {
  const today = dateText(dayOf(on));
  const inEffect = routesOf(ref, categoryCode).filter((route) => route.effectiveOn <= today);
  const placed = at === null ? undefined : inEffect.find((route) => isAt(route, at));
  const anywhere = inEffect.filter((route) => !isPlaced(route));
  const own = districtCode === null ? undefined : anywhere.find((r) => r.districtCode === districtCode);
  const cityWide = anywhere.find((r) => r.districtCode === null);
  const found = [placed, own, cityWide].find((one) => one !== undefined && !returnedBy.has(one.unitCode));
  return found ? { unitCode: found.unitCode, basis: found.basis } : null;
}

/** Whether an item holds for one place only. Rows of a test or of an older copy may lack the place. */
const isPlaced = ({ lng, lat }: Route): boolean => typeof lng === 'number' && typeof lat === 'number';

function isAt({ lng, lat, radiusM }: Route, at: LngLat): boolean {
  return (
    typeof lng === 'number' && typeof lat === 'number' && distanceM({ lng, lat }, at) <= (radiusM ?? 100)
  );
}
