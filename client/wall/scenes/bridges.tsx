import type { SceneFigures } from '#contracts/scene.ts';
import type { BaseMap } from '#contracts/wall.ts';
import { boundsOf } from '../../shared/map/geometry.ts';
import { SceneBoard } from '../panels/SceneBoard.tsx';
import { moverLegend } from '../panels/mover-legend.tsx';
import { levelLegend, restOfMatters, siteLine } from '../panels/level-legend.tsx';
import type { Bounds, Scene } from '../scene.ts';

/** 核心圈 and 跟踪圈, as the figures count them. */
const ringsM = [500, 2_000];
const closeDegrees = 0.06;

/** 桥梁: nine bridges with the air under them, and the vessels under way. */
export const scene: Scene = {
  id: 'bridges',
  title: '桥梁',
  duty: '公共服务',
  rank: 2,
  layers: (state) => [
    state.facilityLayer('bridges-lines', 'bridge'),
    ...state.moverLayers('bridges-vessels', 'vessel', { size: 22, opacity: 1, trail: true }),
    ...state.placeLayers('bridges', ringsM),
    ...state.incidentLayers('bridges-incidents'),
  ],
  camera: closeUp,
  legend: [
    ...levelLegend,
    siteLine('桥，500 m 与 2 km 圈'),
    moverLegend('vessel', '船及航迹'),
    restOfMatters,
  ],
  Panel: SceneBoard,
};

/** The whole city; the bridge that a vessel is too high for, as long as one is. */
function closeUp(base: BaseMap, own: SceneFigures | null): Bounds {
  const bridge = own?.places.find(({ kind, state }) => kind === 'site' && state === 'over');
  if (!bridge) return boundsOf(base);
  const { lng, lat } = bridge;
  return [
    [lng - closeDegrees, lat - closeDegrees],
    [lng + closeDegrees, lat + closeDegrees],
  ];
}
