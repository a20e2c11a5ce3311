import type { WaitingRow } from '#store/merge-queue.ts';
import type { Vault } from '#store/vault.ts';

/** What a source said of the person who reports; nothing where it said nothing. */
type Personal = Partial<Record<'name' | 'phone' | 'address', string | null>>;

type Row = Pick<WaitingRow, 'source' | 'key' | 'sealed'>;

export const personalOf = (vault: Vault, { source, key, sealed }: Row): Personal =>
  sealed ? (JSON.parse(vault.open(`event:${source}/${key}`, sealed).toString()) as Personal) : {};

/** By which one caller is known again; null where no number was given. */
export function phoneIndexOf(vault: Vault, row: Row): Buffer | null {
  const { phone } = personalOf(vault, row);
  return phone ? vault.blindIndex('phone', phone) : null;
}
