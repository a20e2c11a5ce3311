import { expect, test } from 'vitest';
import type { PastMoment } from '#contracts/past.ts';
import { encodeReadings } from '#server/live/readings.ts';
import { toBase64 } from '#server/live/past.ts';
import { baseOf, seriesOf } from '#test/support/wall-data.ts';
import { makeWallData } from '../../client/wall/data.ts';
import { dotsOf } from '../../client/wall/paint.ts';
import { makePlayer } from '../../client/wall/past/player.ts';
import { sceneThen } from '../../client/wall/past/scene-then.ts';
import { scene as heat } from '../../client/wall/scenes/heat.tsx';

const from = '2026-06-12T00:00:00.000Z';
const series = seriesOf(3).map((one) => ({ ...one, metric: 'pressure_mpa', value: null }));
const [low, calm] = series as [(typeof series)[0], (typeof series)[0]];

/** One kept picture in which one point is past its line. */
const moment: PastMoment = {
  picture: {
    epoch: 'e',
    no: 1,
    at: from,
    rows: [],
    readings: toBase64(
      encodeReadings([
        { no: low.no, value: 0.4, over: true },
        { no: calm.no, value: 0.9, over: false },
      ]),
    ),
    movers: 'AAAAAAAAAAA=',
  },
  segment: { epoch: 'e', no: 1, lastNo: 1, from, until: from, open: true, frames: [] },
};

test.each(['before', 'after'])(
  'what was past its line then is white, whether the list of sensors comes %s the picture',
  async (when) => {
    const player = makePlayer({
      moment: async () => moment,
      next: async () => ({ segment: null, resumes: null }),
    });
    const quiet = () => undefined;
    const data = makeWallData(baseOf(), { onPaint: quiet, onUnknown: quiet, still: () => true, now: player.at }); // prettier-ignore
    player.onChange((change) => data.take(change, 0));
    if (when === 'before') data.setSensors(series);
    await player.seek(Date.parse(from));
    if (when === 'after') data.setSensors(series);
    const { rgba } = data.paintOf(dotsOf('pressure_mpa'));
    const inkOf = ({ no }: (typeof series)[0]): number[] => [...rgba.subarray(no * 4, no * 4 + 4)];
    expect(inkOf(low)).toEqual([230, 237, 245, 255]);
    expect(inkOf(calm)).toEqual([140, 166, 192, 150]);
    expect(inkOf(series[2]!)).toEqual([0, 0, 0, 0]);
  },
);

test('of the past the legend names nothing that was not kept, and the scene is the same each time', () => {
  const words = sceneThen(heat).legend.map((row) => row.words);
  expect(words).toEqual(['特急', '紧急', '一般', '关注', '压力、流量越限', '其他事件']);
  expect(sceneThen(heat)).toBe(sceneThen(heat));
});
