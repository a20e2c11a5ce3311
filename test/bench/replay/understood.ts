import { distanceM } from '#domain/geo.ts';
import { understand } from '#server/merge/understand.ts';
import type { Understood } from '#server/merge/understand.ts';
import { districtsAt } from '#store/areas.ts';
import { inTransaction } from '#store/db.ts';
import { waitingColumns } from '#store/merge-queue.ts';
import type { WaitingRow } from '#store/merge-queue.ts';
import type { Core } from '#test/support/core.ts';
import type { Planted, Told } from './score.ts';
import type { Report } from './types.ts';

export type Read = { report: Report; told: Told; shown: string };

/** What the center read in each spoken report, from the events that its doors wrote. */
export async function readBack(core: Core, reports: readonly Report[]): Promise<Read[]> {
  const spoken = new Map(reports.filter((one) => one.text !== '').map((one) => [one.key, one]));
  const rows = await core.rows<WaitingRow>(
    `select ${waitingColumns} from event e
      cross join lateral (select e.id as event_id, e.accepted_on, 0 as tries, '{}'::jsonb as judged) w
      where e.source in ('hotline', 'report')`,
  );
  const ours = rows.filter((row) => spoken.has(row.key));
  const { reference, gazetteer } = core.mergeParts;
  const read = ours.map((row) => understand(row, reference(), gazetteer()));
  const districts = await areasOf(core, read);
  return ours.map((row, i) => {
    const report = spoken.get(row.key)!;
    const { at, category, guess: matter } = read[i]!;
    const told: Told = {
      id: report.id,
      matters: report.matters,
      guesses: [...new Set([category.code, ...(matter?.likely ?? []).map(({ code }) => code)])].slice(0, 3),
      district: report.district,
      readDistrict: districts[i] ?? null,
      errorM: at && report.at ? distanceM(at, report.at) : null,
      exact: report.exact,
      way: report.way,
    };
    return { report, told, shown: `${row.body} ${row.address ?? ''} ${read[i]!.title}` };
  });
}

async function areasOf(core: Core, read: readonly Understood[]): Promise<(string | null)[]> {
  const placed = read.flatMap(({ at }, i) => (at ? [{ at, i }] : []));
  const found = await inTransaction(core.pool, '*', (tx) => districtsAt(tx, placed.map(({ at }) => at))); // prettier-ignore
  const districts = read.map(({ districtCode }) => districtCode);
  placed.forEach(({ i }, n) => {
    districts[i] = found[n]?.districtCode ?? districts[i] ?? null;
  });
  return districts;
}

/** Every planted piece beside all that everybody may read of its report. */
export const plantedIn = (read: readonly Read[]): Planted[] =>
  read.flatMap(({ report, shown }) => report.pieces.map(({ kind, piece }) => ({ id: report.id, kind, piece, shown }))); // prettier-ignore
