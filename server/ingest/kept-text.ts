import type { Vault } from '#store/vault.ts';
import { bodyHash } from './hash.ts';

/**
 * An item as its quarantine row keeps it: whole, so that it can be replayed after a fix. An item that nests too deep to be
 * written down is kept as that fact alone.
 */
function keptText(raw: unknown): string {
  try {
    return JSON.stringify(raw) ?? 'null';
  } catch (error) {
    if (error instanceof RangeError) return JSON.stringify({ unwritable: '嵌套过深，原件无法留存' });
    throw error;
  }
}

/** An item as its quarantine row holds it: sealed, with the hash by which a resend is known. */
export function keepItem(vault: Vault, source: string, raw: unknown): { sealed: Buffer; itemHash: string } {
  const text = keptText(raw);
  return { sealed: vault.seal(`quarantine:${source}`, text), itemHash: bodyHash(text) };
}
