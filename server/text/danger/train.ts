import { createHash } from 'node:crypto';
import { chances, learn } from '../matter/learn.ts';
import type { Habits, Sample } from '../matter/learn.ts';
import { pack, unpack } from '../matter/model.ts';
import { readSamples } from '../matter/texts.ts';
import type { Samples } from '../matter/texts.ts';
import { plainOf } from '../plain.ts';
import { danger, dangerShare } from './heard.ts';

/** Found by cross-validation; part of the model's name. */
export const settings = { form: 1, epochs: 6, rate: 0.5, decay: 1e-4, rareLong: 2, said: 1, rings: 0.45 };
const folds = 5;

/** Of the texts that tell of danger to life, and of those that do not: how many there are, how many of them ring. */
export type DangerJudged = { urgent: number; heard: number; calm: number; loud: number };

const folder = new URL('./texts/', import.meta.url);

/** Reports under `# danger` and `# calm`: what an experienced duty officer would ring for, and what not. */
export const dangerTexts = (): Samples => readSamples(folder);

/** The name of what these texts make: a model of another name is not of them. */
export const dangerVersion = (digest: string): string =>
  createHash('sha256')
    .update(JSON.stringify([digest, settings]))
    .digest('hex')
    .slice(0, 16);

/** Learns from all texts, after five rounds in which each fifth was judged by what the others taught. */
export function trainDanger(
  { samples: said, digest }: Samples,
  around: Habits['around'],
): { bytes: Buffer; version: string; judged: DangerJudged } {
  const habits: Habits = { ...settings, around };
  const samples = said.map((one) => ({ ...one, text: plainOf(one.text) }));
  const version = dangerVersion(digest);
  const about = { version, words: {}, temperature: 1, unsure: settings.rings };
  const make = (taught: readonly Sample[]): Buffer => pack(learn(taught, habits), about);
  const chance = chances(7);
  const fold = samples.map(() => Math.floor(chance() * folds));
  const judged = { urgent: 0, heard: 0, calm: 0, loud: 0 };
  for (let round = 0; round < folds; round += 1) {
    const model = unpack(make(samples.filter((_, index) => fold[index] !== round)));
    for (const { code, text } of samples.filter((_, index) => fold[index] === round)) {
      const rings = dangerShare(model, text) >= model.unsure ? 1 : 0;
      judged[code === danger ? 'urgent' : 'calm'] += 1;
      judged[code === danger ? 'heard' : 'loud'] += rings;
    }
  }
  return { bytes: make(samples), version, judged };
}
