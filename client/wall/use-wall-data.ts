import { useEffect, useRef, useState } from 'react';
import type { BaseMap, CameraPoint, SensorSeries } from '#contracts/wall.ts';
import type { Live } from '../shared/live.ts';
import { cityNow } from '../shared/now.ts';
import { makeWallData } from './data.ts';
import type { WallData } from './data.ts';

/** A new device speaks before the list knows it; its registry may still be on its way, so ask at most this often. */
const askEveryMs = 10_000;

/** Silence is told of by nobody: so often it is looked for. */
const ageEveryMs = 5_000;

/** A data path with a place for the map that hangs on it. */
export type Painted = WallData & { setPainter: (paint: () => void) => void };

type Devices = { sensors: readonly SensorSeries[] | null; cameras: readonly CameraPoint[] | null };

/** Joins the feed (or a tape, which has a time of its own) to the data path of the map; `refetch` asks for the list of sensors again. */
export function useWallData(
  live: (Pick<Live, 'onChange'> & { at?: () => number }) | null,
  base: BaseMap | null,
  { sensors, cameras }: Devices,
  refetch: () => void,
): Painted | null {
  const [data, setData] = useState<Painted | null>(null);
  const ask = useRef(refetch);
  ask.current = refetch;
  const list = useRef(sensors);
  list.current = sensors;

  useEffect(() => {
    if (!live || !base) return;
    let paint = (): void => undefined;
    let askedAt = -Infinity;
    const made = makeWallData(base, {
      onPaint: () => paint(),
      onUnknown: () => {
        // A list that is still on its way lacks nothing.
        if (list.current === null || performance.now() - askedAt < askEveryMs) return;
        askedAt = performance.now();
        ask.current();
      },
      now: () => live.at?.() ?? cityNow(),
      still: () => matchMedia('(prefers-reduced-motion: reduce)').matches,
    });
    const painted = Object.assign(made, { setPainter: (next: () => void) => (paint = next) });
    const leave = live.onChange((change) => made.take(change, performance.now()));
    const timer = setInterval(made.age, ageEveryMs);
    setData(painted);
    return () => {
      clearInterval(timer);
      leave();
      setData(null);
    };
  }, [live, base]);

  useEffect(() => {
    if (data && sensors) data.setSensors(sensors);
  }, [data, sensors]);
  useEffect(() => {
    if (data && cameras) data.setCameras(cameras);
  }, [data, cameras]);
  return data;
}
