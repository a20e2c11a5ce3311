import { say } from '../../../server/launch/say.mjs';
import { pairwise, sourcesOf, standing } from './score.ts';
import type { Scored } from './score.ts';
import { masked } from './score.ts';
import { plantedIn } from './understood.ts';
import type { Read } from './understood.ts';
import type { Day, Report } from './types.ts';

function tally(list: readonly string[], most = 15): void {
  const counts = new Map<string, number>();
  for (const one of list) counts.set(one, (counts.get(one) ?? 0) + 1);
  const rows = [...counts].sort(([, a], [, b]) => b - a);
  for (const [name, count] of rows.slice(0, most)) say(`    ${String(count).padStart(6)}  ${name}`);
}

const wayOf = ({ way, pinned }: Report): string => (pinned && way !== 'device' ? `${way}+pin` : way);
const spread = <T>(list: readonly T[], most: number): T[] =>
  list.length <= most ? [...list] : Array.from({ length: most }, (_, i) => list[Math.floor((i * list.length) / most)]!); // prettier-ignore

/** What went wrong, by class, with texts: for whoever makes it better. `scored` and `day` are one day. */
export function show(day: Day, scored: readonly Scored[], read: readonly Read[]): void {
  const report = new Map(day.reports.map((one) => [one.id, one]));
  const pairs = pairwise(scored);
  const of = ({ id }: Scored): Report => report.get(id)!;
  const words = (one: Scored): string => {
    const { source, text, kindId, way, hard } = of(one);
    return `[${one.truth} ${kindId} ${source} ${way}${hard ? ` ${hard}` : ''}] ${text || '(device)'}`;
  };
  const fate = ([a, b]: readonly [Scored, Scored]): string =>
    a.found === null || b.found === null ? 'waits for a person' : 'two incidents';
  say('  lost pairs, by what became of them');
  tally(pairs.lost.map(fate));
  say('  lost pairs, by kind');
  tally(
    pairs.lost.map(([a]) => of(a).kindId),
    25,
  );
  say('  lost pairs, by how the place was told');
  tally(
    pairs.lost.map(([a, b]) => [wayOf(of(a)), wayOf(of(b))].sort().join(' / ')),
    25,
  );
  say('  lost pairs, by sources');
  tally(pairs.lost.map(([a, b]) => sourcesOf(a, b)));
  say('  wrong pairs, by hard case or nature');
  tally(pairs.wrong.map(([a, b]) => [a, b].map((one) => of(one).hard ?? of(one).nature).sort().join(' / ')), 25); // prettier-ignore
  say('  wrong merges, some of them');
  for (const [a, b] of spread(pairs.wrong, 25)) say(`    ${words(a)}\n    = ${words(b)}`);
  say('  lost pairs, some of them');
  for (const pair of spread(pairs.lost, 25))
    say(`    ${fate(pair)}\n    ${words(pair[0])}\n    ≠ ${words(pair[1])}`);
  say(`  events in a wrong incident: ${standing(scored).wrong.length}`);
  showReading(read);
}

function showReading(read: readonly Read[]): void {
  const missed = read.filter(
    ({ told }) => told.matters.length > 0 && !told.matters.includes(told.guesses[0]!),
  );
  say('  matters taken for another');
  tally(
    missed.map(({ told }) => `${told.matters[0]} -> ${told.guesses[0]}`),
    40,
  );
  for (const { told, shown } of spread(missed, 40)) say(`    ${told.matters[0]} -> ${told.guesses.join(', ')}: ${shown}`); // prettier-ignore
  const lost = read.filter(({ told }) => told.district !== null && told.readDistrict !== told.district);
  say('  districts not read right, by how the place was told');
  tally(lost.map(({ report, told }) => `${wayOf(report)} ${told.readDistrict === null ? 'open' : 'wrong'}`));
  for (const { told, shown } of spread(lost, 25))
    say(`    ${told.district} -> ${told.readDistrict}: ${shown}`);
  const far = read.filter(({ told }) => told.exact && !(told.errorM !== null && told.errorM <= 100));
  say('  exact places missed by more than 100 m, by how they were told');
  tally(far.map(({ report, told }) => `${report.way} ${told.errorM === null ? 'not placed' : 'far off'}`));
  for (const { told, shown } of spread(far, 25)) say(`    ${told.errorM?.toFixed(0) ?? '–'} m: ${shown}`);
  const kept = masked(plantedIn(read)).kept;
  say('  personal data that everybody could read');
  for (const { kind, piece, shown } of spread(kept, 30)) say(`    ${kind} ${piece}: ${shown}`);
}
