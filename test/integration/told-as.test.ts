import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { splitIncident } from '#flows/split-incident.ts';
import { clearWork } from '#test/support/clear.ts';
import { by, makeCore, ticket } from '#test/support/core.ts';
import type { Core } from '#test/support/core.ts';

let core: Core;
beforeAll(async () => {
  core = await makeCore();
});
afterAll(() => core.close());
beforeEach(() => clearWork(core));

/** Degrees north for metres. */
const north = (metres: number): number => 23.052 + metres / 111_195;
const blocked = '下水道堵塞，水排不出';
const flooded = '路面水浸';
const trapped = '路面水浸很深，有人被困车里';
type Told = [text: string, metres: number];
/** Each call in a batch of its own, or all in one. */
const tell = async (told: readonly Told[], inOne = false): Promise<void> => {
  for (const [text, metres] of told) {
    await core.send('hotline', [ticket({ text, lat: north(metres) })]);
    if (!inOne) await core.merge();
  }
  if (inOne) await core.merge();
};
type Row = { id: number; category: string; n: number; severity: number; toldAs: string[]; rings: boolean };
const incidents = (): Promise<Row[]> =>
  core.rows<Row>(
    `select id, category_code as category, event_count as n, severity, told_as as "toldAs", danger_event_id is not null as rings from incident order by id`,
  );

test.each([[false], [true]])(
  'what began as a blocked drain and three called a flood is where danger in the flood rings, in one batch or in many: %s',
  async (inOne) => {
    await tell([[blocked, 0], [flooded, 20], [flooded, 10], [flooded, 30], [trapped, 40]], inOne); // prettier-ignore
    expect(await incidents()).toMatchObject([
      { category: 'drain-blocked', n: 5, severity: 1, toldAs: ['flooding'], rings: true },
    ]);
    const [link] = await core.rows<{ reasons: string[] }>(
      'select reasons from link order by event_id desc limit 1',
    );
    expect(link!.reasons).toContain('“排水堵塞”一案，已有多人这样反映');
  },
);

test('two may have been misread: danger beside what they joined is a matter of its own', async () => {
  await tell([[blocked, 0], [flooded, 20], [flooded, 10], [trapped, 40]]); // prettier-ignore
  expect(await incidents()).toMatchObject([
    { category: 'drain-blocked', n: 3, toldAs: [] },
    { category: 'road-flooding', n: 1, rings: true },
  ]);
});

test('what a person splits off no longer tells what the rest is', async () => {
  await tell([[blocked, 0], [flooded, 20], [flooded, 10], [flooded, 30]]); // prettier-ignore
  const [one] = await incidents();
  expect(one!.toldAs).toEqual(['flooding']);
  const [event] = await core.rows<{ id: number }>('select event_id as id from link order by event_id desc limit 1'); // prettier-ignore
  await splitIncident({ ...core, vault: core.vault }, by('operator'), one!.id, { eventIds: [event!.id], reason: '另一处积水' }); // prettier-ignore
  expect(await incidents()).toMatchObject([{ toldAs: [] }, { n: 1, toldAs: [] }]);
});
