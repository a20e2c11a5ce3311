import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { guideMatter } from '#server/cli/simulate/guide.ts';
import { judge } from '#server/cli/simulate/judge.ts';
import { decideWaiting } from '#server/cli/simulate/decide.ts';
import { incidentOf } from '#server/cli/simulate/moves.ts';
import { IncidentDetail } from '#contracts/desk.ts';
import { openDemoDay } from '#test/support/demo-day.ts';
import type { DemoDay } from '#test/support/demo-day.ts';
import { run } from '../../server/launch/processes.mjs';

const root = path.join(import.meta.dirname, '../..');
const Titles = z.object({ items: z.array(z.object({ title: z.string() })) });

let day: DemoDay;
beforeAll(async () => {
  day = await openDemoDay('2026-06-12');
});
afterAll(() => day?.close());

test('a city that is not marked as a demonstration is left alone', async () => {
  await day.mark('test');
  const words = ['--import', 'tsx', 'server/cli/simulate.ts'];
  const { code, output } = await run(process.execPath, words, { cwd: root, env: day.env });
  expect(output).toContain('演示数据流拒绝运行');
  expect(code).toBe(2);
});

test('the guide: one matter from call to close, photographed, answered and called back, in its own two minutes', async () => {
  const matter = guideMatter(day.city.life, 450);
  expect(await day.play([matter])).toEqual([]);
  const found = await incidentOf(day.stage, matter, 'call');
  const detail = await day.stage.api.read(`/api/incidents/${found!.id}`, IncidentDetail);
  expect(detail).toMatchObject({ status: 'closed', requestCount: 1, answeredCount: 1 });
  expect(detail.requests[0]).toMatchObject({ status: 'settled', result: 'satisfied' });
  expect(detail.tasks[0]!.photos.length).toBeGreaterThan(0);
  const unit = detail.tasks[0]!.unitCode;
  const inbox = Titles.parse(await day.stage.people.ask({ unit }, 'GET', '/api/inbox'));
  expect(inbox.items[0]!.title).toMatch(/^【演示】/);
  expect(Date.parse(detail.closedAt!) - Date.parse(detail.openedAt)).toBeLessThan(120_000);
});

test('a call that names a place of two towns is left to whoever watches for ten minutes, then the operator decides', async () => {
  const at = 600;
  const call = {
    at,
    do: 'call',
    ref: 'call',
    text: '城南社区有井盖松动',
    kind: 'report',
    confidential: false,
  } as const;
  const matter = { id: 'two-towns', steps: [call] };
  expect(await day.play([matter])).toEqual([]);
  const waits = (): Promise<unknown> => day.stage.people.ask({ role: 'operator' }, 'GET', '/api/waiting');
  await expect.poll(waits).toMatchObject({ items: [{ body: call.text }] });
  const after = (minutes: number): number => Date.parse(day.stage.clock.instant(at + minutes * 60));
  expect(await decideWaiting(day.stage.people, after(9))).toBe(0);
  expect(await decideWaiting(day.stage.people, after(11))).toBe(1);
  await expect
    .poll(() => incidentOf(day.stage, matter, 'call'))
    .toMatchObject({ title: expect.stringContaining('井盖') });
});

test('the fifteen matters of the day end as practice says', { timeout: 480_000 }, async () => {
  const trouble = await day.play(day.city.matters);
  expect.soft(trouble).toEqual([]);
  for (const matter of day.city.matters) {
    const { title, faults, found } = await judge(day.stage, matter);
    expect
      .soft({ title, faults, found: faults.length > 0 ? found : '' })
      .toEqual({ title, faults: [], found: '' });
  }
});
