import { districtsAt } from '#store/areas.ts';
import { inTransaction } from '#store/db.ts';
import { makeCore } from '#test/support/core.ts';
import type { Core } from '#test/support/core.ts';
import { say } from '../../server/launch/say.mjs';
import { makeDays, playedSeeds } from './replay/day.ts';
import { readWorld } from './replay/places.ts';
import type { World } from './replay/places.ts';
import { play } from './replay/play.ts';
import { printScores } from './replay/print.ts';
import type { Whole } from './replay/print.ts';
import type { Scored } from './replay/score.ts';
import { show } from './replay/show.ts';
import { plantedIn, readBack } from './replay/understood.ts';

/** Honest aims are printed; only a fall below what held before fails the run. */
const leastPrecision = 0.9;

/** The world without places that the drawn borders put into a neighbouring district: nobody could say what is right there. */
async function settledWorld(core: Core): Promise<World> {
  const world = readWorld();
  const found = await inTransaction(core.pool, '*', (tx) => districtsAt(tx, world.places));
  const places = world.places.filter(({ district }, i) => found[i]?.districtCode === district);
  return { ...world, places };
}

/** `replay/T12` of `replay/T12/2`: the revisions of a ticket are of one caller. */
const ticketOf = (key: string): string => key.replace(/\/\d+$/u, '');

async function playDays(seed: number, size: number, days: number, whole: Whole): Promise<void> {
  const core = await makeCore();
  try {
    const day = makeDays(seed, size, await settledWorld(core), days);
    const played = await play(core, day);
    // Days are told apart when they are counted together.
    const named = (name: string): string => `${seed}/${name}`;
    const scored = day.reports.map(({ id, truth, also, source, untold, key }): Scored => ({ id, source, truth, also, untold: untold ? ticketOf(key) : null, found: played.found.get(id)! })); // prettier-ignore
    const read = await readBack(core, day.reports);
    say(`  seed ${seed}: ${day.reports.length} reports of ${day.problems.length} problems, played in ${(played.tookMs / 1000).toFixed(0)} s`); // prettier-ignore
    if (process.argv.includes('--show')) show(day, scored, read);
    whole.scored.push(...scored.map((one) => ({ ...one, id: named(one.id), truth: named(one.truth), also: one.also.map(named), found: one.found && named(one.found) }))); // prettier-ignore
    whole.told.push(...read.map(({ told }) => ({ ...told, id: named(told.id) })));
    whole.planted.push(...plantedIn(read));
    for (const [id, why] of played.why) whole.why.set(named(id), why);
    whole.linkMs.push(...played.linkMs);
  } finally {
    await core.close();
  }
}

/**
 * 回放评分: labelled days through doors and merge, scored. A city of four million hears about 2,000 reports a day (1,300
 * of them calls), so the long form plays ten days of four seeds; `--dense` puts those ten into one. `--show` prints what
 * went wrong, with texts.
 */
export async function replay(_rounds: number, full: boolean): Promise<boolean> {
  const [size, seeds] = full ? [20_000, playedSeeds] : [2_000, playedSeeds.slice(0, 1)];
  const days = full && !process.argv.includes('--dense') ? 10 : 1;
  say(`\nReplay: ${size} labelled reports of ${days} ${days === 1 ? 'day' : 'days'}, ${seeds.length} ${seeds.length === 1 ? 'time' : 'times'}, doors and merge`); // prettier-ignore
  const whole: Whole = { scored: [], told: [], planted: [], why: new Map(), linkMs: [] };
  for (const seed of seeds) await playDays(seed, size, days, whole);
  const { precision } = printScores(whole);
  if (precision < leastPrecision) say(`  pairwise precision fell below ${leastPrecision}: MISSED`);
  return precision >= leastPrecision;
}
