/**
 * An item as its quarantine row keeps it: whole, so that it can be replayed after a fix. An item that nests too deep to be
 * written down is kept as that fact alone.
 */
export function keptText(raw: unknown): string {
  try {
    return JSON.stringify(raw) ?? 'null';
  } catch (error) {
    if (error instanceof RangeError) return JSON.stringify({ unwritable: '嵌套过深，原件无法留存' });
    throw error;
  }
}
