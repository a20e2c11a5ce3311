import type { LatestValue } from '#store/feed.ts';
import type { InSight } from './in-sight.ts';

/** Contracts/live.ts: u32 count, u32 zero, k × u32 series number, k × f32 value, k × u8 state; little endian. */
export function encodeReadings(values: readonly LatestValue[]): ArrayBuffer {
  const k = values.length;
  const block = new ArrayBuffer(8 + 9 * k);
  const view = new DataView(block);
  view.setUint32(0, k, true);
  values.forEach(({ no, value, over }, i) => {
    view.setUint32(8 + 4 * i, no, true);
    view.setFloat32(8 + 4 * k + 4 * i, value, true);
    view.setUint8(8 + 8 * k + i, over ? 1 : 0);
  });
  return block;
}

/** The inverse of encodeReadings. */
export function decodeReadings(block: ArrayBuffer): LatestValue[] {
  const view = new DataView(block);
  const k = view.getUint32(0, true);
  return Array.from({ length: k }, (_, i) => ({
    no: view.getUint32(8 + 4 * i, true),
    value: view.getFloat32(8 + 4 * k + 4 * i, true),
    over: view.getUint8(8 + 8 * k + i) === 1,
  }));
}

/** The part of a block whose series may be seen; null when that is nothing. */
export function readingsInSight(block: ArrayBuffer, inSight: InSight): ArrayBuffer | null {
  if (inSight === '*') return block;
  const values = decodeReadings(block).filter(({ no }) => inSight.series.has(no));
  return values.length === 0 ? null : encodeReadings(values);
}

/** Remembers what was shown of each series and lets only differences pass. */
export function makeDifference(): (values: readonly LatestValue[]) => LatestValue[] {
  const shown = new Map<number, number>();
  return (values) =>
    values.filter(({ no, value, over }) => {
      // The sign bit cannot carry `over`, values may be negative: so the state goes into the key.
      const key = no * 2;
      if (shown.get(key) === value && shown.get(key + 1) === Number(over)) return false;
      shown.set(key, value).set(key + 1, Number(over));
      return true;
    });
}
