import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useMemo, useRef, useState } from 'react';
import type { DrivenWall, WallReport, WallTour } from '#contracts/driven-wall.ts';
import type { Live, LiveView } from '../shared/live.ts';
import { cityNow } from '../shared/now.ts';
import { shownNow, turnIn, watchGrave } from './drive.ts';
import type { Shown } from './drive.ts';
import type { Scene } from './scene.ts';

/** What the desk has told this wall; null for a screen that nobody drives. */
export function useDriven(live: Live | null): DrivenWall | null {
  const cache = useQueryClient();
  const [wall, setWall] = useState<DrivenWall | null>(null);
  useEffect(
    () =>
      live?.onWall((told) => {
        setWall((held) => (held?.version === told?.version ? held : told));
        // Signed out by the desk: the session says so, and the page shows a code again.
        if (told === null) void cache.invalidateQueries({ queryKey: ['session'] });
      }),
    [live, cache],
  );
  return wall;
}

/** What stands on the screen now. */
export function useShown(input: {
  live: Live | null;
  view: LiveView;
  wall: DrivenWall | null;
  scenes: readonly Scene[];
  own: string;
  now: number;
}): Shown {
  const { live, view, wall, scenes, own } = input;
  // A tour turns on the second of the city, on all walls at once, not with this page's own ticking.
  const now = wall?.state.tour ? cityNow() : input.now;
  useTurns(wall?.state.tour ?? null);
  const grave = useRef<ReturnType<typeof watchGrave> | null>(null);
  useEffect(() => {
    const watch = watchGrave();
    grave.current = watch;
    return live?.onChange((change) => watch.take(change, cityNow()));
  }, [live]);
  const sceneIds = useMemo(() => scenes.map(({ id }) => id), [scenes]);
  return shownNow({ wall, sceneIds, own, rows: view.rows, grave: grave.current?.at(now) ?? [], now });
}

/** Draws the page again when a tour turns; a new object that says the same is no new tour. */
function useTurns(tour: WallTour | null): void {
  const [turns, count] = useState(0);
  const key = tour && `${tour.startedAt} ${tour.dwellS}`;
  useEffect(() => {
    if (!tour) return;
    const timer = setTimeout(() => count((n) => n + 1), turnIn(tour, cityNow()) + 5);
    return () => clearTimeout(timer);
  }, [key, turns]);
}

export type CanvasSize = NonNullable<WallReport['canvas']>;

/** Tells the desk what stands here, whenever that changes. */
export function useReport(
  live: Live | null,
  wall: DrivenWall | null,
  scenes: readonly Scene[],
  shown: Pick<Shown, 'sceneId' | 'interrupted'> & { canvas: CanvasSize | null; size: string },
): void {
  const { sceneId, interrupted, canvas, size } = shown;
  const version = wall?.version;
  useEffect(() => {
    if (version === undefined) return;
    live?.report({
      width: innerWidth,
      height: innerHeight,
      ratio: devicePixelRatio,
      canvas,
      scenes: scenes.map(({ id, title }) => ({ id, title })),
      scene: sceneId,
      version,
      interrupted,
    });
  }, [live, version, scenes, sceneId, interrupted, canvas, size]);
}
