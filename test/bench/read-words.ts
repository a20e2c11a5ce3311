import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { readCity } from '#geodata/city.ts';
import { understand } from '#server/merge/understand.ts';
import { readGazetteer } from '#server/keep-gazetteer.ts';
import { readReference } from '#store/reference.ts';
import { dangerModel } from '#text/danger/heard.ts';
import { maskText } from '#text/mask.ts';
import { bytesOf } from '#text/matter/model.ts';
import { modelOf } from '#text/matter/shipped.ts';
import { normalise } from '#text/normalise.ts';
import { makeCore } from '#test/support/core.ts';
import { say } from '../../server/launch/say.mjs';
import { asTicket } from './frozen-texts.ts';
import { makeDay } from './replay/day.ts';
import { readWorld } from './replay/places.ts';
import { median, percentile } from './report.ts';

const mostMs = 2;
const mostMb = 200;

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;
/** What stays on the heap once everything else is thrown away, in MB. */
function heap(): number {
  collect();
  return process.memoryUsage().heapUsed / 2 ** 20;
}

/** 研判用时: normalising, masking, matter, place and urgency of one ticket, on one core; and what the dictionaries hold. */
export async function readWords(rounds: number, full: boolean): Promise<boolean> {
  say('\nReading one ticket: normalise, mask, matter, place, danger, on one core');
  const core = await makeCore();
  try {
    const before = heap();
    const gazetteer = await readGazetteer(core.pool, readCity('zhaoqing'));
    const [places, reference] = [heap(), await readReference(core.pool)];
    const words = heap();
    const texts = makeDay(1, full ? 10_000 : 2_000, readWorld()).reports.flatMap(({ text }) =>
      text ? [text] : [],
    );
    const read = (text: string, n: number): number => {
      const began = performance.now();
      const body = maskText(normalise(text));
      understand(asTicket({ id: `w${n}`, text: body }, n), reference, gazetteer);
      return performance.now() - began;
    };
    texts.slice(0, 500).forEach(read);
    const means: number[] = [];
    const each: number[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const took = texts.map(read);
      means.push(took.reduce((sum, one) => sum + one, 0) / took.length);
      each.push(...took);
    }
    const mean = median(means);
    say(`  ${texts.length} tickets: mean ${mean.toFixed(2)} ms, p95 ${percentile(each, 0.95).toFixed(2)} ms (at most ${mostMs} on the mean)`); // prettier-ignore
    say(`  dictionaries: places ${(places - before).toFixed(1)} MB, categories and the other reference data ${(words - places).toFixed(1)} MB`); // prettier-ignore
    const [matter, danger] = [modelOf(reference.matterModel), dangerModel()].map((one) => bytesOf(one) / 2 ** 20) as [number, number]; // prettier-ignore
    const all = words - before + matter + danger;
    say(`  models: matter ${matter.toFixed(1)} MB, danger ${danger.toFixed(1)} MB; all together ${all.toFixed(1)} MB (at most ${mostMb})`); // prettier-ignore
    return mean <= mostMs && all <= mostMb;
  } finally {
    await core.close();
  }
}
