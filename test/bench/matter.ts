import fs from 'node:fs';
import { readSheet } from 'read-excel-file/node';
import { say } from '../../server/launch/say.mjs';
import { chances, learn } from '#text/matter/learn.ts';
import type { Sample } from '#text/matter/learn.ts';
import { pack, sumsOf, unpack } from '#text/matter/model.ts';
import { macroF1, settings } from '#text/matter/train.ts';

const bound = 0.85;
const learntShare = 0.8;
/** A workbook without a header: words in the first column, the class that people gave in the second. */
const fileOf = (): string | undefined =>
  process.argv.find((word) => word.startsWith('--file='))?.slice(7) ?? process.env['CHENGYUN_LABELLED_TEXTS'];

/** Each text once: the same words on both sides would be remembered, not understood. */
async function labelled(file: string): Promise<Sample[]> {
  const rows = await readSheet(file);
  const samples = rows.map(([text, code]) => ({
    text: String(text ?? '').trim(),
    code: String(code ?? '').trim(),
  }));
  return [...new Map(samples.filter(({ text, code }) => text !== '' && code !== '').map((one) => [one.text, one])).values()]; // prettier-ignore
}

const tops = (sums: Float64Array | null): number =>
  sums === null ? 0 : sums.reduce((top, one, at) => (one > sums[top]! ? at : top), 0);

/** 判类学习器: the same learner on texts that people labelled: four fifths taught, the last fifth asked. */
export async function matter(): Promise<boolean> {
  const file = fileOf();
  if (file === undefined || !fs.existsSync(file)) {
    say(
      '\nLearner of matters on labelled texts: skipped, no workbook (--file=<xlsx> or CHENGYUN_LABELLED_TEXTS)',
    );
    return true;
  }
  const samples = await labelled(file);
  const chance = chances(3);
  const asked = samples.map(() => chance() >= learntShare);
  const began = performance.now();
  const taught = samples.filter((_, index) => !asked[index]);
  const learnt = learn(taught, { ...settings, said: 1, around: (text) => text });
  const model = unpack(pack(learnt, { version: '', words: {}, temperature: 1, unsure: 0 }));
  const taughtIn = (performance.now() - began) / 1000;
  const others = samples.filter((_, index) => asked[index]);
  const asking = performance.now();
  const answers = others.map(({ text, code }) => ({
    meant: model.codes.indexOf(code),
    told: tops(sumsOf(model, text)),
  }));
  const each = (performance.now() - asking) / others.length;
  const right = answers.filter(({ meant, told }) => meant === told).length / others.length;
  const f1 = macroF1(answers, model.codes.length);
  const counts = model.codes.map((code) => others.filter((one) => one.code === code).length);
  say(`\nLearner of matters on labelled texts: ${model.codes.length} classes, ${taught.length} taught in ${taughtIn.toFixed(1)} s, ${others.length} asked`); // prettier-ignore
  say(`  macro-F1 ${f1.toFixed(3)} (bound ${bound}), right ${(right * 100).toFixed(1)} %, always the largest class ${((Math.max(...counts) / others.length) * 100).toFixed(1)} %`); // prettier-ignore
  say(`  ${each.toFixed(3)} ms a text`);
  return f1 >= bound;
}
