import { afterAll, beforeAll, expect, test } from 'vitest';
import { calls, desk } from '#test/support/acts.ts';
import { callers, running, units } from '#test/support/day-facts.ts';
import { openDay } from '#test/support/day.ts';
import type { Day } from '#test/support/day.ts';

let day: Day;
beforeAll(async () => {
  day = await openDay('2026-06-12');
});
afterAll(() => day?.close());

const labour = '441284450-renshe';
/** A matter of five working days, two working hours to sign it, seven working days promised to the caller. */
async function given(ref: string, clock: string): Promise<string[]> {
  const wages = calls(ref, '推演八号总包拖欠工资', { address: '肇庆高新区', categoryCode: 'wage-arrears' });
  await day.at(clock, wages, desk('operator', ref, 'dispatch', { unitCode: labour }));
  const matter = await day.matter(ref);
  return [...units(matter), ...running(matter), ...callers(matter)];
}

test('five working days that begin at 17:00 on 12 June, over the Dragon Boat holiday, end on Monday, 22 June', async () => {
  expect(await given('friday', '2026-06-12T17:00')).toEqual([
    `host ${labour} to-sign 06-22 17:30`,
    ...['签收时限 06-15 10:00', '承办时限 06-22 17:30'],
    'friday open, promised 06-24 17:30',
  ]);
});

test('what is dispatched after the last office hour before the holiday begins with the first one after it', async () => {
  expect(await given('eve', '2026-06-18T17:31')).toEqual([
    `host ${labour} to-sign 06-29 17:30`,
    ...['签收时限 06-22 10:30', '承办时限 06-29 17:30'],
    'eve open, promised 07-01 17:30',
  ]);
  expect(await given('holiday', '2026-06-20T10:00')).toEqual([
    `host ${labour} to-sign 06-29 17:30`,
    ...['签收时限 06-22 10:30', '承办时限 06-29 17:30'],
    'holiday open, promised 07-01 17:30',
  ]);
});
