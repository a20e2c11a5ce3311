import type { FrameRow } from '#contracts/live.ts';
import { encodeMovers, moverClasses } from '#contracts/movers.ts';
import type { Mover, MoverClass } from '#contracts/movers.ts';
import type { BaseMap, SensorSeries } from '#contracts/wall.ts';
import { makeWallData } from '../../../client/wall/data.ts';
import { makeWallMap } from '../../../client/wall/map/wall-map.ts';
import { scene as bridges } from '../../../client/wall/scenes/bridges.tsx';
import { scene as hazmat } from '../../../client/wall/scenes/hazmat.tsx';
import { scene as overview } from '../../../client/wall/scenes/overview.tsx';
import { drawNothing, startCounting, takeCounts } from './counters.ts';
import type { Counts } from './counters.ts';

/** What a test may do on this page: the wall's own data path and map, with made-up sensors and no server. */
export type WallPage = {
  /** Before `open`: nothing is rasterised, so that what is measured is the page's own work. */
  drawNothing: () => void;
  /** As many series, each on its own place; answers when they have been drawn. */
  open: (sensors: number, rows: readonly FrameRow[], scene?: keyof typeof scenes) => Promise<void>;
  /** One frame of `of` readings that change colour and size, drawn; every one of the next `of` series, or one here and there. */
  update: (of: number, scattered: boolean) => Promise<Counts & { objects: number }>;
  /** One frame in which the next `of` movers of a class have spoken, drawn. */
  move: (of: number, how: MoveHow) => Promise<Counts & { objects: number }>;
  /** Lets silence show as of so many minutes after the last frame; answers when it is drawn. */
  wait: (minutes: number) => Promise<Counts>;
  /** As many frames, `each` of them in one picture; answers when the last is drawn. */
  stream: (updates: number, each: number, of: number) => Promise<Counts>;
  /** As many pictures of what stands, nothing new. */
  redraw: (pictures: number) => Promise<Counts>;
};

/** Where the movers go to: all stand where they stood, all go on, or the first one stands in the middle of the map. */
export type MoveHow = { class: MoverClass; to: 'stay' | 'on' | 'middle' };
const scenes = { overview, bridges, hazmat };

const base: BaseMap = {
  credit: '',
  reviewNo: null,
  centre: [112.5, 23.1],
  bounds: [112, 22.8, 113, 23.4],
  tiles: null,
  districts: null,
  towns: null,
  rivers: null,
  facilities: null,
};

/** In rows from the centre outwards, so that the first lies in the middle of the map. */
const seriesOf = (no: number, of: number): SensorSeries => {
  const side = Math.ceil(Math.sqrt(of));
  const turn = (n: number): number => (((n + side / 2) % side) - side / 2) / side;
  return {
    no,
    deviceId: `d${no}`,
    name: `d${no}`,
    kind: 'level',
    metric: 'waterLevel',
    unit: 'm',
    lng: 112.5 + 0.9 * turn(no % side),
    lat: 23.1 + 0.5 * turn(Math.floor(no / side)),
    value: 1,
    observedAt: null,
    over: false,
  };
};

/** A binary frame as the server sends it: count, numbers, values, states. */
function frameOf(numbers: Uint32Array, value: number, state: number): ArrayBuffer {
  const k = numbers.length;
  const buffer = new ArrayBuffer(8 + 9 * k);
  new DataView(buffer).setUint32(0, k, true);
  new Uint32Array(buffer, 8, k).set(numbers);
  new Float32Array(buffer, 8 + 4 * k, k).fill(value);
  new Uint8Array(buffer, 8 + 8 * k, k).fill(state);
  return buffer;
}

const nextPicture = (): Promise<void> =>
  new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done))));
/** The loop draws at most thirty times a second: what was asked for is drawn after three frames and the map's own. */
async function settled(): Promise<void> {
  for (let n = 0; n < 3; n += 1) await nextPicture();
}

/** What came with the map itself is drawn when a picture of what stands sends nothing. Throws when that does not come. */
async function atRest(): Promise<void> {
  for (let n = 0; n < 50; n += 1) {
    takeCounts();
    kick();
    await settled();
    if (takeCounts().uploads === 0) return;
  }
  throw new Error('the map does not come to rest');
}

startCounting();
const ground = document.querySelector<HTMLElement>('#ground')!;
let kick = (): void => undefined;
const data = makeWallData(base, {
  onPaint: () => kick(),
  onUnknown: () => undefined,
  still: () => true,
  now: () => cityMs,
});
let count = 0;
let turn = 0;
let cityMs = 1_780_000_000_000;
/** Frames of movers so far: each is as many steps to the east. */
let steps = 0;

function feed(of: number, scattered: boolean): void {
  turn += 1;
  const step = scattered ? Math.max(1, Math.floor(count / of)) : 1;
  const numbers = Uint32Array.from({ length: Math.min(of, count) }, (_, i) => (i * step) % count);
  const readings = frameOf(numbers, turn, turn % 2);
  data.take(
    { upserts: [], removals: [], done: [], readings, movers: null, reset: false, news: true },
    performance.now(),
  );
}

/** In rows over the whole map but for its middle, each a step further to the east with every frame. */
function moversOf(of: number, { class: own, to }: MoveHow): Mover[] {
  const side = Math.ceil(Math.sqrt(of));
  return Array.from({ length: of }, (_, i) => ({
    no: moverClasses.indexOf(own) * 100_000 + i,
    class: own,
    lng: i === 0 && to === 'middle' ? 112.5 : 112.06 + (0.4 * (i % side)) / side + steps * 0.0004,
    lat: i === 0 && to === 'middle' ? 23.1 : 22.85 + (0.22 * Math.floor(i / side)) / side,
    second: cityMs / 1_000,
    courseDeg: 90,
    speedKmh: 40,
  }));
}

const page: WallPage = {
  drawNothing,
  open: async (sensors, rows, scene = 'overview') => {
    count = sensors;
    const { clientWidth: width, clientHeight: height } = ground;
    const area = { x: 0, y: 0, width, height };
    await new Promise<void>((ready) => {
      const frame = { area, city: area, close: area, taken: [] };
      const calls = {
        onPicture: (): void => undefined,
        onLost: (): void => undefined,
        onReady: () => ready(),
      };
      kick = makeWallMap(
        ground,
        data,
        {
          look: { scene: scenes[scene], own: null, camera: null, layers: null, spotlight: null },
          frame,
          letters: Promise.resolve(),
        },
        calls,
      ).kick;
    });
    data.setSensors(Array.from({ length: sensors }, (_, no) => seriesOf(no, sensors)));
    data.take(
      { upserts: rows, removals: [], done: [], readings: null, movers: null, reset: true, news: false },
      performance.now(),
    );
    await atRest();
  },
  update: async (of, scattered) => {
    takeCounts();
    feed(of, scattered);
    await settled();
    return takeCounts();
  },
  move: async (of, how) => {
    cityMs += 10_000;
    steps += how.to === 'stay' ? 0 : 1;
    const movers = encodeMovers(moversOf(of, how));
    takeCounts();
    data.take(
      { upserts: [], removals: [], done: [], readings: null, movers, reset: false, news: true },
      performance.now(),
    );
    await settled();
    return takeCounts();
  },
  wait: async (minutes) => {
    cityMs += minutes * 60_000;
    takeCounts();
    data.age();
    await settled();
    return takeCounts();
  },
  stream: async (updates, each, of) => {
    takeCounts();
    for (let n = 0; n < updates; n += each) {
      for (let i = 0; i < Math.min(each, updates - n); i += 1) feed(of, true);
      await nextPicture();
    }
    await settled();
    return takeCounts();
  },
  redraw: async (pictures) => {
    takeCounts();
    for (let n = 0; n < pictures; n += 1) {
      kick();
      await nextPicture();
    }
    await settled();
    return takeCounts();
  },
};
Object.assign(window, { wallPage: page });
