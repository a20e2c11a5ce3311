import { boundsOf } from '../../shared/map/geometry.ts';
import { SceneBoard } from '../panels/SceneBoard.tsx';
import { levelLegend, restOfMatters } from '../panels/level-legend.tsx';
import type { Scene } from '../scene.ts';

/** 城管: order of the streets. */
export const scene: Scene = {
  id: 'streets',
  title: '城管',
  duty: '社会管理',
  rank: 2,
  layers: (state) => [
    ...state.densityLayers('streets-density'),
    ...state.incidentLayers('streets-incidents'),
  ],
  camera: boundsOf,
  legend: [...levelLegend, restOfMatters],
  Panel: SceneBoard,
};
