import { afterAll, beforeAll, expect, test } from 'vitest';
import type { SceneDensity, SceneFigures } from '#contracts/scene.ts';
import { startApp } from '#test/support/app.ts';
import type { TestApp } from '#test/support/app.ts';
import { freshPool } from '#test/support/people.ts';
import { askScene } from '#test/support/scenes.ts';

let city: Awaited<ReturnType<typeof freshPool>>;
let app: TestApp;
let serial = 0;

type Place = [lng: number, lat: number];
/** Far from each other: no hexagon holds two of them. */
const [busy, few, secret, old, vague, twenty]: Place[] = [[112.46, 23.05], [112.7, 23.33], [112.18, 23.9], [111.6, 23.4], [112.0, 23.2], [112.45, 23.6]]; // prettier-ignore

/** So many closed matters at a place, each with one caller's request. */
async function add(count: number, [lng, lat]: Place, wish: { wall?: string; accuracyM?: number; days?: number; confidential?: boolean; category?: string } = {}): Promise<void> {
  const { wall = 'point', accuracyM = 50, days = 3, confidential = false, category = 'garbage' } = wish;
  serial += 1;
  await city.asOwner(`
    with i as (
      insert into incident (no, status, category_code, family_code, severity, title, anchor, accuracy_m, wall, opened_at,
                            last_event_at, closed_at, event_count, auto, created_on)
      select 'd${serial}-' || n, 'closed', '${category}', 'd${serial}-' || n, 3, '垃圾', st_setsrid(st_makepoint(${lng}, ${lat}), 4326),
             ${accuracyM}, '${wall}', city_now() - interval '${days} days', city_now(), city_now(), 1, false, current_date
        from generate_series(1, ${count}) n returning id, no)
    insert into request (event_id, accepted_on, platform, ticket_no, revision, incident_id, kind, confidential, title, body, called_at)
    select 1, current_date, 'zq', no, 1, id, 'help', ${confidential}, '垃圾', '垃圾', city_now() - interval '${days} days' from i`);
} // prettier-ignore

beforeAll(async () => {
  city = await freshPool();
  await add(40, busy!);
  await add(5, twenty!);
  await add(2, few!);
  await add(9, secret!, { wall: 'town' });
  await add(9, secret!, { confidential: true, category: 'noise' });
  await add(9, old!, { days: 31 });
  await add(9, vague!, { accuracyM: 5_000 });
  app = await startApp(city.pool);
});
afterAll(async () => {
  await app.close();
  await city.close();
});

const densityOf = async (id: string): Promise<{ density: SceneDensity; figures: SceneFigures }> => {
  const figures = await askScene(app, id);
  return { density: figures.density!, figures };
};
/** The hexagon around a place, by its corners. */
const at = ({ cells }: SceneDensity, [lng, lat]: Place) =>
  cells.find(({ corners }) => {
    const [lngs, lats] = [corners.filter((_, i) => i % 2 === 0), corners.filter((_, i) => i % 2 === 1)];
    return Math.min(...lngs) <= lng && lng <= Math.max(...lngs) && Math.min(...lats) <= lat && lat <= Math.max(...lats); // prettier-ignore
  });

test('callers’ matters of thirty days lie in hexagons, the more the denser, with what they are counted against', async () => {
  const { density, figures } = await densityOf('hotline');
  expect(density).toMatchObject({ days: 30, all: 74, placed: 47, least: 3, most: 40 });
  expect(density.cells).toHaveLength(2);
  expect([at(density, busy!)?.step, at(density, twenty!)?.step]).toEqual([3, 0]);
  expect(figures.sources.join()).toContain('近 30 日 47/74 件可标');
});

test('fewer than three, what is sensitive, old or of no known place make no hexagon', async () => {
  for (const id of ['hotline', 'streets']) {
    const { density } = await densityOf(id);
    for (const place of [few, secret, old, vague]) expect(at(density, place!)).toBeUndefined();
  }
});

test('the matters of a scene are those of its own categories', async () => {
  const { density } = await densityOf('streets');
  expect(density).toMatchObject({ all: 65, placed: 47, most: 40 });
});

test('a hexagon is about nine square kilometres and says how dense, not how many', async () => {
  const { density } = await densityOf('hotline');
  const [{ corners, ...rest }] = density.cells as [SceneDensity['cells'][number]];
  expect(rest).toEqual({ step: expect.any(Number) as number });
  const km = corners.map((v, i) => v * (i % 2 === 0 ? 111.2 * Math.cos((23.3 * Math.PI) / 180) : 111.2));
  let twice = 0;
  for (let i = 0; i < 12; i += 2) twice += km[i]! * km[(i + 3) % 12]! - km[(i + 2) % 12]! * km[i + 1]!;
  expect(Math.abs(twice) / 2).toBeGreaterThan(8);
  expect(Math.abs(twice) / 2).toBeLessThan(10);
});
