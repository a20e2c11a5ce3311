import type { City } from '#test/support/bad-input.ts';
import { minutesAgo } from '#test/support/core.ts';

let serial = 0;
/** A valid reading of the device of its row, registered by the row's `before`. */
export const reading = (over: Record<string, unknown> = {}): Record<string, unknown> => {
  serial += 1;
  return { deviceId: 's1', metric: 'depth_m', value: 0.02, observedAt: minutesAgo(1), seq: serial, ...over };
};
export const registered = (city: City): Promise<number> => city.register('sensor', [{ id: 's1' }]);
export const latest = (city: City): Promise<Record<string, unknown>[]> =>
  city.core.rows('select value, gaps, jumped from latest');
