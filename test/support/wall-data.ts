import type { BaseMap, SensorSeries } from '#contracts/wall.ts';

const nothing = { type: 'FeatureCollection', features: [] };

/** A city without ground. */
export const baseOf = (): BaseMap => ({
  credit: '',
  reviewNo: null,
  centre: [112.46, 23.05],
  bounds: [112, 22.5, 113, 23.5],
  tiles: null,
  districts: nothing,
  towns: nothing,
  rivers: nothing,
  facilities: nothing,
});

/** The list of so many series, from number 0 on, none of which has spoken. */
export const seriesOf = (count: number): SensorSeries[] =>
  Array.from({ length: count }, (_, no) => ({
    no,
    deviceId: `d${no}`,
    name: `监测点 ${no}`,
    kind: 'road-depth',
    metric: 'depth_m',
    unit: 'm',
    lng: 112.46,
    lat: 23.05,
    value: null,
    observedAt: null,
    over: false,
  }));
