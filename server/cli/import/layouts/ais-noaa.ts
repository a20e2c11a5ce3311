import type { Layout } from '../kind.ts';
import { vesselClass, course, knots } from '../ais.ts';
import { number, text, time } from '../cells.ts';

/** 美国 AIS (NOAA Marine Cadastre): UTC without an offset. The wall has no use for heading, draught and names. */
export const layout: Layout = {
  id: 'ais-noaa',
  title: '美国船舶 AIS 记录',
  fits: (cells) => ['MMSI', 'BaseDateTime', 'LAT', 'LON', 'SOG', 'COG'].every((name) => name in cells),
  reads: {
    vessels: (cells) => {
      const length = number('Length', cells['Length']);
      const item = {
        id: text(cells['MMSI']),
        observedAt: time('BaseDateTime', cells['BaseDateTime'], 'UTC'),
        lng: number('LON', cells['LON']),
        lat: number('LAT', cells['LAT']),
        speedKn: knots(number('SOG', cells['SOG'])),
        courseDeg: course(number('COG', cells['COG'])),
        ...(length ? { lengthM: length } : {}),
        class: vesselClass(number('VesselType', cells['VesselType'])),
      };
      return { items: [item], left: number('Heading', cells['Heading']) === 511 ? ['艏向 511（没有艏向）'] : [] };
    },
  },
}; // prettier-ignore
