import type { LatestValue, StandingValue } from '#store/feed.ts';
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

/**
 * Remembers what was shown of each series and lets only differences pass. A value that has been away between two looks
 * passes too: who read a picture in between holds the other one.
 */
export function makeDifference(): (values: readonly StandingValue[]) => StandingValue[] {
  const shown = new Map<number, StandingValue>();
  return (values) =>
    values.filter((one) => {
      const { value, over, since } = shown.get(one.no) ?? {};
      if (value === one.value && over === one.over && since === one.since) return false;
      shown.set(one.no, one);
      return true;
    });
}
