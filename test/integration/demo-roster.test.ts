import { afterAll, beforeAll, expect, test } from 'vitest';
import { DutyList } from '#contracts/duty.ts';
import { answerCalls } from '#server/cli/simulate/calls.ts';
import { enterRoster } from '#server/cli/simulate/roster.ts';
import { cookieOf } from '#test/support/app.ts';
import { clockCity, unitCode } from '#test/support/clock-city.ts';
import type { ClockCity } from '#test/support/clock-city.ts';

let city: ClockCity;
let cookie: string;
beforeAll(async () => {
  city = await clockCity();
  cookie = await cookieOf(city.pool, 'shift-leader', { username: 'yanshi-banzhang' });
});
afterAll(() => city.close());

const people = {
  async ask(_who: unknown, method: string, path: string, body?: unknown): Promise<unknown> {
    const headers = { cookie, 'content-type': 'application/json' };
    const sent = await fetch(city.app.url + path, { method, headers, ...(body ? { body: JSON.stringify(body) } : {}) }); // prettier-ignore
    if (!sent.ok) throw new Error(await sent.text());
    const text = await sent.text();
    return text === '' ? null : (JSON.parse(text) as unknown);
  },
};

test('the demonstration enters its roster as people do: 叫应 finds somebody, every name says 演示, twice changes nothing', async () => {
  await city.setClock('2026-06-11T09:00');
  const { incidentId } = await city.given();
  const call = (): Promise<{ status: number }> =>
    city.ask('operator', 'POST', '/api/callouts', { about: 'incident', aboutId: incidentId });
  expect((await call()).status).toBe(409);
  expect(await enterRoster(people, [unitCode, unitCode, 'no-such-unit'])).toBe(8);
  expect(await enterRoster(people, [unitCode])).toBe(8);
  const { items } = DutyList.parse(await people.ask(null, 'GET', '/api/duty?days=1'));
  expect(items).toHaveLength(4);
  expect(items.every(({ day, name, standIn }) => day === '2026-06-11' && name.startsWith('演示') && standIn!.startsWith('演示'))).toBe(true); // prettier-ignore
  const both = DutyList.parse(await people.ask(null, 'GET', '/api/duty?days=2'));
  expect(both.items.filter(({ day }) => day === '2026-06-12')).toHaveLength(4);
  expect((await call()).status).toBeLessThan(300);
  const called = await city.rows<{ name: string }>('select name from called order by id');
  expect(called.map(({ name }) => name)).toEqual(expect.arrayContaining(['演示带班领导', '演示单位值班']));
  const at = (time: string): number => Date.parse(`2026-06-11T${time}:00+08:00`);
  expect(await answerCalls(people, at('09:02'))).toBe(0);
  expect(await answerCalls(people, at('09:04'))).toBe(called.length);
  expect(await answerCalls(people, at('09:05'))).toBe(0);
});
