import { boundsOf } from '../../shared/map/geometry.ts';
import { SceneBoard } from '../panels/SceneBoard.tsx';
import { levelLegend, restOfMatters } from '../panels/level-legend.tsx';
import type { Scene } from '../scene.ts';

const urgent = 2;

/** 低空: what is urgent, of which some has no camera by it. */
export const scene: Scene = {
  id: 'drones',
  title: '低空',
  duty: '综合',
  rank: 4,
  shows: ({ severity }) => severity <= urgent,
  layers: (state) => state.incidentLayers('drones-incidents'),
  camera: boundsOf,
  legend: [...levelLegend.slice(0, urgent), restOfMatters],
  Panel: SceneBoard,
};
