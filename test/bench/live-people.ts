import type { Hello } from '#contracts/live.ts';
import type { Actor } from '#contracts/people.ts';
import { actorOf } from '#test/support/people.ts';

/** Clients of equal rights and view. */
type Group = { actor: Actor; view: Hello['view']; count: number };

export const districts = ['441202', '441203', '441204', '441284'];
export const units = Array.from({ length: 8 }, (_, n) => `u${n}`);

/** A hundred clients in fourteen rooms: walls and desks see the city, the others their district or their unit. */
export const groups: Record<string, Group> = {
  walls: { actor: actorOf('wall'), view: 'wall', count: 40 },
  desks: { actor: actorOf('dispatcher'), view: 'desk', count: 20 },
  ...Object.fromEntries(
    districts.map((districtCode) => [
      `district-${districtCode}`,
      { actor: actorOf('operator', { districtCode }), view: 'desk', count: 4 } satisfies Group,
    ]),
  ),
  ...Object.fromEntries(
    units.map((unitCode) => [
      `unit-${unitCode}`,
      { actor: actorOf('unit-clerk', { unitCode }), view: 'field', count: 3 } satisfies Group,
    ]),
  ),
};

/** One for each client; what stands before the slash is its group. */
export const tokens = Object.entries(groups).flatMap(([name, { count }]) =>
  Array.from({ length: count }, (_, n) => `${name}/${n}`),
);

export const groupOf = (token: string): string => token.slice(0, token.indexOf('/'));
