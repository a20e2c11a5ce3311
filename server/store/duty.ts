import type { DutyBody, Post } from '#contracts/duty.ts';
import type { Db } from './db.ts';
import type { Vault } from './vault.ts';

export type DutyRow = {
  id: number;
  day: string;
  unitCode: string;
  post: Post;
  name: string;
  phone: string | null;
  standIn: string | null;
  standInPhone: string | null;
};
type Sealed = Omit<DutyRow, 'phone' | 'standInPhone'> & {
  phoneSealed: Buffer | null;
  standInPhoneSealed: Buffer | null;
};
const columns = `id, day, unit_code as "unitCode", post, name, phone_sealed as "phoneSealed", stand_in as "standIn",
  stand_in_phone_sealed as "standInPhoneSealed"`;

type Key = Pick<DutyBody, 'day' | 'unitCode' | 'post'>;
/** A number opens in its own line only. */
const aad = (which: 'phone' | 'stand-in', { day, unitCode, post }: Key): string =>
  `duty.${which}/${day}/${unitCode}/${post}`;

function opened(vault: Vault, { phoneSealed, standInPhoneSealed, ...row }: Sealed): DutyRow {
  return {
    ...row,
    phone: phoneSealed && vault.open(aad('phone', row), phoneSealed).toString(),
    standInPhone: standInPhoneSealed && vault.open(aad('stand-in', row), standInPhoneSealed).toString(),
  };
}

/** The roster of some days with its numbers open. For those who mask or audit: no page may be given them. */
export async function between(db: Db, vault: Vault, from: string, days: number): Promise<DutyRow[]> {
  const { rows } = await db.query<Sealed>(
    `select ${columns} from duty where day >= $1::date and day < $1::date + $2::int
      order by day, unit_code, array_position(array['lead', 'shift-leader', 'operator', 'contact'], post)`,
    [from, days],
  );
  return rows.map((row) => opened(vault, row));
}

export async function byId(db: Db, vault: Vault, id: number): Promise<DutyRow | null> {
  const { rows } = await db.query<Sealed>(`select ${columns} from duty where id = $1`, [id]);
  return rows[0] ? opened(vault, rows[0]) : null;
}

/** Writes lines of the roster; a line without a number keeps the number of the same person. Answers how many are new or changed. */
export async function put(
  tx: Db,
  vault: Vault,
  lines: readonly DutyBody[],
  by: string,
  now: Date,
): Promise<number> {
  let written = 0;
  for (const line of lines) {
    const before = (await between(tx, vault, line.day, 1)).find(
      (one) => one.unitCode === line.unitCode && one.post === line.post,
    );
    const phone = line.phone ?? (before?.name === line.name ? before.phone : null);
    const standInPhone =
      line.standInPhone ??
      (line.standIn !== null && before?.standIn === line.standIn ? before.standInPhone : null);
    const same =
      before?.name === line.name &&
      before.phone === phone &&
      before.standIn === line.standIn &&
      before.standInPhone === standInPhone;
    if (same) continue;
    written += 1;
    await tx.query(
      `insert into duty (day, unit_code, post, name, phone_sealed, stand_in, stand_in_phone_sealed, edited_at, edited_by)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
       on conflict (day, unit_code, post) do update set name = excluded.name, phone_sealed = excluded.phone_sealed,
         stand_in = excluded.stand_in, stand_in_phone_sealed = excluded.stand_in_phone_sealed,
         edited_at = excluded.edited_at, edited_by = excluded.edited_by`,
      [
        line.day,
        line.unitCode,
        line.post,
        line.name,
        phone === null ? null : vault.seal(aad('phone', line), phone),
        line.standIn,
        standInPhone === null ? null : vault.seal(aad('stand-in', line), standInPhone),
        now,
        by,
      ],
    );
  }
  return written;
}

/** Takes one line off the roster; answers whether it stood there. */
export async function drop(tx: Db, id: number): Promise<boolean> {
  return (await tx.query('delete from duty where id = $1', [id])).rowCount === 1;
}

/** Numbers of days long past serve nobody: names stay for the ledger. */
export async function erasePhones(tx: Db, before: string): Promise<number> {
  const { rowCount } = await tx.query(
    `update duty set phone_sealed = null, stand_in_phone_sealed = null
      where day < $1::date and (phone_sealed is not null or stand_in_phone_sealed is not null)`,
    [before],
  );
  return rowCount ?? 0;
}

/** Who must be called for these units, with the stand-in's name; no number is opened. */
export async function responsible(
  db: Db,
  day: string,
  wanted: { centre: string | null; unitCodes: readonly string[] | 'all' },
): Promise<{ dutyId: number; unitCode: string; post: Post; name: string }[]> {
  const { rows } = await db.query<{ dutyId: number; unitCode: string; post: Post; name: string }>(
    `select id as "dutyId", unit_code as "unitCode", post, name from duty
      where day = $1 and ((unit_code = $2 and post = 'lead')
         or (unit_code is distinct from $2 and ($3::text[] is null or unit_code = any ($3))))
      order by unit_code <> coalesce($2, ''), unit_code, post limit 200`,
    [day, wanted.centre, wanted.unitCodes === 'all' ? null : wanted.unitCodes],
  );
  return rows;
}
