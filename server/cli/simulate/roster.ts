import { z } from 'zod';
import type { DutyBody } from '#contracts/duty.ts';
import { DutyList } from '#contracts/duty.ts';
import { dayAfter } from '#domain/city-day.ts';
import { shiftLeader } from './people.ts';
import type { People } from './people.ts';

const Units = z.object({
  items: z.array(z.object({ code: z.string(), type: z.string(), level: z.number() })),
});

/** Numbers that nobody has: an area code of zeros. */
const phone = (n: number): string => `000-${String(1_000_000 + n)}`;

/** 演示值班表 of one day: the centre's three posts, and one contact of each unit that the scripts send somewhere. */
export function rosterOf(day: string, centre: string, units: readonly string[]): DutyBody[] {
  const contacts = [...new Set(units)].sort();
  const posts: Pick<DutyBody, 'unitCode' | 'post' | 'name'>[] = [
    { unitCode: centre, post: 'lead', name: '演示带班领导' },
    { unitCode: centre, post: 'shift-leader', name: '演示值班长' },
    { unitCode: centre, post: 'operator', name: '演示值班员' },
    ...contacts.map((unitCode) => ({ unitCode, post: 'contact' as const, name: '演示单位值班' })),
  ];
  return posts.map((one, n) => ({
    day,
    ...one,
    phone: phone(2 * n),
    standIn: `${one.name}备岗`,
    standInPhone: phone(2 * n + 1),
  }));
}

/** Enters the roster of the city's duty day and the next as its shift leader does, line by line; repeating it changes nothing. */
export async function enterRoster(people: People, units: readonly string[]): Promise<number> {
  const { today } = DutyList.parse(await people.ask(shiftLeader, 'GET', '/api/duty?days=1'));
  const { items: known } = Units.parse(await people.ask(shiftLeader, 'GET', '/api/reference/unit'));
  const centre = known.filter(({ type }) => type === 'center').sort((a, b) => a.level - b.level)[0];
  if (!centre) return 0;
  const codes = new Set(known.map(({ code }) => code));
  const sent = units.filter((code) => codes.has(code));
  // A duty day begins at 08:00: from midnight on the next one is needed too.
  const lines = [today, dayAfter(today, 1)].flatMap((day) => rosterOf(day, centre.code, sent));
  for (const line of lines) await people.ask(shiftLeader, 'PUT', '/api/duty', line);
  return lines.length;
}
