import type { BaseMap } from '#contracts/wall.ts';
import { boundsOf, collection, linesOf } from '../../shared/map/geometry.ts';
import { dotsOf } from '../paint.ts';
import { SceneBoard } from '../panels/SceneBoard.tsx';
import { levelLegend, pastLine, restOfMatters, siteLine } from '../panels/level-legend.tsx';
import type { Bounds, Scene } from '../scene.ts';

const dots = dotsOf('pressure_mpa', 'flow_th');

/** 热网: the steam network close up, and who hangs on it. */
export const scene: Scene = {
  id: 'heat',
  title: '热网',
  duty: '公共服务',
  rank: 4,
  layers: (state) => [
    state.facilityLayer('heat-pipes', 'pipe'),
    state.sensorLayer('heat-sensors', dots),
    ...state.placeLayers('heat'),
    ...state.incidentLayers('heat-incidents'),
  ],
  camera: networkBounds,
  legend: [
    ...levelLegend,
    siteLine('热源、用户'),
    { ...pastLine('压力、流量越限，受影响用户'), kept: '压力、流量越限' },
    restOfMatters,
  ],
  Panel: SceneBoard,
};

/** The box of all pipes; a city without any shows itself. */
function networkBounds(base: BaseMap): Bounds {
  const pipes = collection(base.facilities).features.filter(
    ({ properties }) => properties?.['kind'] === 'pipe',
  );
  const points = linesOf({ type: 'FeatureCollection', features: pipes }).flat();
  if (points.length === 0) return boundsOf(base);
  const [lngs, lats] = [points.map(([lng = 0]) => lng), points.map(([, lat = 0]) => lat)];
  return [
    [Math.min(...lngs), Math.min(...lats)],
    [Math.max(...lngs), Math.max(...lats)],
  ];
}
