import { z } from 'zod';
import { course, knots } from '../ais.ts';
import type { Layout } from '../kind.ts';
import { text } from '../cells.ts';

const Position = z.object({
  mmsi: z.string(),
  location: z.object({ longitude: z.number(), latitude: z.number() }),
  timeLastUpdate: z.number(),
  speedOverGround: z.number().nullish(),
  courseOverGround: z.number().nullish(),
  trueHeading: z.number().nullish(),
});

/** 内河 AIS 汇集 (JSON of an AIS hub): epoch milliseconds, knots; heading 511 is none, and the door takes no other. */
export const layout: Layout = {
  id: 'ais-hub',
  title: '内河船舶 AIS 汇集',
  fits: (cells) => ['mmsi', 'location', 'timeLastUpdate', 'courseOverGround'].every((name) => name in cells),
  reads: {
    vessels: (cells) => {
      const parsed = Position.safeParse(cells);
      if (!parsed.success) throw new Error(`船舶“${text(cells['mmsi'])}”的位置不完整`);
      const { mmsi, location, timeLastUpdate, speedOverGround, courseOverGround, trueHeading } = parsed.data;
      const item = {
        id: mmsi,
        observedAt: new Date(timeLastUpdate).toISOString(),
        lng: location.longitude,
        lat: location.latitude,
        speedKn: knots(speedOverGround ?? undefined),
        courseDeg: course(courseOverGround ?? undefined),
      };
      return { items: [item], left: trueHeading === 511 ? ['艏向 511（没有艏向）'] : [] };
    },
  },
};
