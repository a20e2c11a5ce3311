import type { Reference } from '#contracts/reference.ts';
import type { Gazetteer } from '#text/gazetteer.ts';
import type { Pool } from '#store/db.ts';
import type { Vault } from '#store/vault.ts';

/** What the merge needs of the world; made once by the process. */
export type MergeParts = {
  pool: Pool;
  vault: Vault;
  reference: () => Reference;
  gazetteer: () => Gazetteer;
  wake: (topic: 'change' | 'delivery' | 'deadline') => void;
};
