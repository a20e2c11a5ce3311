import { hkdfSync } from 'node:crypto';

/**
 * The secret by which a unit's own system checks what we send: 64 hex digits, derived from the city's index key
 * (base64), different for every unit, the same after every restart.
 */
export function webhookSecret(indexKey: string, unitCode: string): string {
  const key = hkdfSync('sha256', Buffer.from(indexKey, 'base64'), 'chengyun', `webhook/${unitCode}`, 32);
  return Buffer.from(key).toString('hex');
}
