import type { StreamSource } from './source.ts';
import { MoverPosition } from './vessel.ts';

/** 两客一危一重 and other vehicles. */
export const source: StreamSource = {
  id: 'vehicle',
  title: '车辆',
  list: 'positions',
  item: MoverPosition,
  quietMinutes: 15,
};
