import type { Db } from '#store/db.ts';

/** Runs each query of `work` and answers the plans of all of them, in order, as text; `analyze`: with what was really read. */
export async function plansOf(
  tx: Db,
  work: (explaining: Pick<Db, 'query'>) => Promise<unknown>,
  { analyze = false } = {},
): Promise<string[]> {
  const found: string[] = [];
  await work({
    query: (async (asked: string | { text: string; values: unknown[] }, values?: unknown[]) => {
      const [sql, args] = typeof asked === 'string' ? [asked, values] : [asked.text, asked.values];
      const { rows } = await tx.query<Record<string, string>>(
        `explain ${analyze ? 'analyze ' : ''}${sql}`,
        args,
      );
      found.push(rows.map((row) => row['QUERY PLAN']).join('\n'));
      return tx.query(sql, args);
    }) as Db['query'],
  });
  return found;
}
