import { useEffect, useMemo, useRef, useState } from 'react';
import type { Map as GlMap, MapMouseEvent } from 'maplibre-gl';
import type { Incident } from '#contracts/incident.ts';
import type { BaseMap } from '#contracts/wall.ts';
import { useTheme } from '../../shared/AppRoot.tsx';
import { ErrorState, LoadingState } from '../../shared/states.tsx';
import { useDesk } from '../desk-context.ts';
import type { VaguePoint } from '../desk-context.ts';
import { useBaseMap, useCameras } from '../reference.ts';
import { lookAt, openDeskMap, setData, viewForWalls } from './desk-map.ts';
import { accuracyFeatures, incidentFeatures, markFeatures } from './features.ts';
import type { Mark } from './features.ts';
import { sightFeatures } from './sights.ts';

type Sights = ReturnType<typeof sightFeatures>;

type Props = {
  rows: readonly Incident[];
  selectedId: number | null;
  focus: readonly VaguePoint[];
  marks: readonly Mark[];
};

/** The city with what the queue shows; the chosen matter in the middle with its callers and devices around it. */
export function DeskMap(props: Props) {
  const base = useBaseMap();
  const { picking } = useDesk();
  const { name: theme } = useTheme();
  const sights = useSights(props.focus);
  return (
    <section className={`desk-map${picking ? ' picking' : ''}`} aria-label="地图">
      {base.data ? (
        <Canvas key={theme} {...props} sights={sights} base={base.data} />
      ) : base.isError ? (
        <ErrorState error={base.error} onRetry={() => void base.refetch()} />
      ) : (
        <LoadingState words="正在读取地图…" />
      )}
      <p className="map-legend">
        {picking
          ? '请点出事发位置，Esc 取消'
          : `圆圈 来电及定位误差　方框 传感、摄像、上报${sights.features.length > 0 ? '　扇形 摄像视域' : ''}`}
      </p>
      {base.data && <Credit base={base.data} />}
    </section>
  );
}

/** What cameras see around the one place that is looked at. */
function useSights(focus: readonly VaguePoint[]): Sights {
  const cameras = useCameras(focus.length === 1).data;
  // The place as one word: a new object of the same place is no news for the map.
  const there = JSON.stringify(focus.length === 1 ? focus[0] : null);
  return useMemo(
    () => sightFeatures(cameras ?? [], JSON.parse(there) as VaguePoint | null),
    [cameras, there],
  );
}

function Credit({ base }: { base: BaseMap }) {
  return (
    <p className="map-credit">
      <span>{base.reviewNo === null ? '示意图，非标准地图，不得公开' : `审图号 ${base.reviewNo}`}</span>
      <span>{base.credit}</span>
    </p>
  );
}

function Canvas({ rows, selectedId, focus, marks, sights, base }: Props & { base: BaseMap; sights: Sights }) {
  const { select, picking, setPoint, showMap } = useDesk();
  const { name: theme } = useTheme();
  const box = useRef<HTMLDivElement>(null);
  const [map, setMap] = useState<GlMap | null>(null);

  useEffect(() => {
    if (!box.current) return;
    const opened = openDeskMap(box.current, base, theme);
    setMap(opened);
    showMap(() => viewForWalls(opened));
    return () => {
      showMap(null);
      setMap(null);
      opened.remove();
    };
  }, [base, theme, showMap]);

  useEffect(() => {
    if (map) setData(map, 'incidents', incidentFeatures(rows, selectedId));
  }, [map, rows, selectedId]);
  useEffect(() => {
    if (!map) return;
    setData(map, 'marks', markFeatures(marks));
    setData(map, 'accuracy', accuracyFeatures(marks));
  }, [map, marks]);

  useEffect(() => {
    if (map) setData(map, 'sights', sights);
  }, [map, sights]);

  // The places as one word: a new array of the same places must not move the map under the person's hand.
  const there = JSON.stringify(focus.map(({ lng, lat, accuracyM }) => ({ lng, lat, accuracyM })));
  useEffect(() => {
    if (map) lookAt(map, JSON.parse(there) as VaguePoint[]);
  }, [map, there]);

  useEffect(() => {
    if (!map) return;
    const onClick = (event: MapMouseEvent) => {
      if (picking) return setPoint({ lng: event.lngLat.lng, lat: event.lngLat.lat });
      const id: unknown = map.queryRenderedFeatures(event.point, { layers: ['incidents'] })[0]?.properties[
        'id'
      ];
      if (typeof id === 'number') select(`i${id}`);
    };
    map.on('click', onClick);
    return () => void map.off('click', onClick);
  }, [map, picking, select, setPoint]);

  return <div className="map-canvas" ref={box} />;
}
