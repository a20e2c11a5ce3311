import type { Indicator } from '#contracts/indicator.ts';
import type { Db } from './db.ts';

const columns = `name, period, value, unit, change_percent as "changePercent", issuer, published_on::text as "publishedOn"`;

/**
 * Writes figures, each name and period once in a call; a later publication of the same period replaces the earlier.
 * Answers how many changed.
 */
export async function putIndicators(tx: Db, items: readonly Indicator[], now: Date): Promise<number> {
  const { rowCount } = await tx.query(
    `insert into indicator (name, period, value, unit, change_percent, issuer, published_on, loaded_at)
     select name, period, value, unit, "changePercent", issuer, "publishedOn", $2
       from json_to_recordset($1::json) as r(name text, period text, value float8, unit text, "changePercent" float8, issuer text, "publishedOn" date)
     on conflict (name, period) do update
        set value = excluded.value, unit = excluded.unit, change_percent = excluded.change_percent, issuer = excluded.issuer,
            published_on = excluded.published_on, loaded_at = excluded.loaded_at
      where excluded.published_on >= indicator.published_on
        and (excluded.value, excluded.unit, excluded.change_percent, excluded.issuer, excluded.published_on)
            is distinct from (indicator.value, indicator.unit, indicator.change_percent, indicator.issuer, indicator.published_on)`,
    [JSON.stringify(items), now],
  );
  return rowCount ?? 0;
}

/** Of every indicator the period published last; the newest publications first. */
export async function newestIndicators(db: Db): Promise<Indicator[]> {
  const { rows } = await db.query<Indicator>(
    `select * from (select distinct on (name) ${columns} from indicator order by name, published_on desc, period desc) as newest
      order by "publishedOn" desc, name`,
  );
  return rows;
}
