import { createHash } from 'node:crypto';

/** The ledger's 16-byte hash of an event's key, as hex. */
export function keyHash(key: string): string {
  return createHash('sha256').update(key).digest('hex').slice(0, 32);
}
