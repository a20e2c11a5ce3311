import { say } from '../../../server/launch/say.mjs';
import { percentile } from '../report.ts';
import { losses } from './causes.ts';
import { bCubed, masked, pairwise, reading, standing } from './score.ts';
import type { Counted2, Pairs, Planted, Scored, Told } from './score.ts';

const share = (value: number): string => `${(value * 100).toFixed(1)}%`;
const of = ({ hits, of: all, share: part }: Counted2): string => `${share(part)} (${hits} of ${all})`;
/** A figure beside what it should be. */
const line = (name: string, figure: string, reached: boolean | null, target: string): void =>
  say(
    `    ${name.padEnd(30)} ${figure}${target ? `, aim ${target}: ${reached ? 'reached' : 'not reached'}` : ''}`,
  );

/** The events whose matter was read right, and those of devices: what the merge does with them is its own doing. */
function readRight(scored: readonly Scored[], told: readonly Told[]): Scored[] {
  const wrong = new Set(
    told.flatMap(({ id, matters, guesses }) => (matters.includes(guesses[0] ?? '') ? [] : [id])),
  );
  return scored.filter(({ id }) => !wrong.has(id));
}

/** Days that were played, to be counted together; `why`: what a person is asked about those that wait. */
export type Whole = {
  scored: Scored[];
  told: Told[];
  planted: Planted[];
  why: Map<string, string>;
  linkMs: number[];
};

/** 评分表 of one or more days together; answers what a regression is seen by. */
export function printScores({ scored, told, planted, why, linkMs }: Whole): {
  precision: number;
  recall: number;
} {
  const pairs = pairwise(scored);
  const { precision, recall, f1 } = pairs.all;
  const cubed = bCubed(scored);
  const stood = standing(scored);
  const read = reading(told);
  const hidden = masked(planted);
  say('  merging');
  line('pairwise precision', `${share(precision)} (${pairs.wrong.length} wrong of ${pairs.all.found})`, precision >= 0.98, '98%'); // prettier-ignore
  line('pairwise recall', `${share(recall)} (${pairs.lost.length} lost of ${pairs.all.truly})`, recall >= 0.93, '93%'); // prettier-ignore
  const clear = pairwise(readRight(scored, told)).all;
  line(
    '  where matters were read right',
    `precision ${share(clear.precision)}, recall ${share(clear.recall)}`,
    null,
    '',
  );
  line('pairwise F1', share(f1), null, '');
  line('B-cubed', `precision ${share(cubed.precision)}, recall ${share(cubed.recall)}, F1 ${share(cubed.f1)}`, null, ''); // prettier-ignore
  line('further incidents a problem', stood.duplicates.toFixed(3), null, '');
  line('events in a wrong incident', `${stood.wrong.length} of ${scored.length}`, null, '');
  line('left to a person', `${stood.waiting} of ${scored.length}`, null, '');
  line('from acceptance to link', `p50 ${percentile(linkMs, 0.5).toFixed(0)} ms, p95 ${percentile(linkMs, 0.95).toFixed(0)} ms`, null, ''); // prettier-ignore
  const rows = [...pairs.bySources].sort(([, a], [, b]) => b.truly - a.truly);
  say('  by sources: pairs that are one problem, precision, recall');
  for (const [name, one] of rows) line(name, `${String(one.truly).padStart(6)}  ${share(one.precision)}  ${share(one.recall)}`, null, ''); // prettier-ignore
  printLosses(pairs, told, why);
  say('  spoken reports');
  line('matter, first guess', of(read.top1), read.top1.share >= 0.92, '92%');
  line('matter, first three', of(read.top3), read.top3.share >= 0.98, '98%');
  line('district', `${of(read.district)}, ${read.district.wrong} wrong, the rest open`, read.district.share >= 0.97, '97%'); // prettier-ignore
  line('place, median error', read.medianM === null ? '–' : `${read.medianM.toFixed(0)} m`, null, '');
  line('within 100 m where told so', of(read.within100), read.within100.share >= 0.5, '50%');
  line('personal data masked', of(hidden.all), hidden.all.share >= 0.99, '99%');
  for (const [kind, one] of hidden.byKind) line(`  ${kind}`, of(one), null, '');
  return { precision, recall };
}

function printLosses({ all, lost }: Pairs, told: readonly Told[], why: ReadonlyMap<string, string>): void {
  const read = new Map(told.map((one) => [one.id, one]));
  say('  lost pairs by their first cause: pairs, what they cost in recall, the sources most concerned');
  const rows = losses(lost, (id) => ({ told: read.get(id) ?? null, why: why.get(id) ?? null }));
  for (const { cause, pairs, bySources } of rows)
    line(cause, `${String(pairs).padStart(6)}  ${share(pairs / all.truly)}  ${bySources.map(([name, count]) => `${name} ${count}`).join(', ')}`, null, ''); // prettier-ignore
}
