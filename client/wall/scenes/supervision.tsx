import { boundsOf } from '../../shared/map/geometry.ts';
import { SceneBoard } from '../panels/SceneBoard.tsx';
import { levelLegend, restOfMatters } from '../panels/level-legend.tsx';
import type { Scene } from '../scene.ts';

/** 督查: what is past its time, for whoever may sign a 督办单. */
export const scene: Scene = {
  id: 'supervision',
  title: '督查',
  duty: '综合',
  rank: 3,
  shows: ({ overdue }) => overdue,
  layers: (state) => state.incidentLayers('supervision-incidents'),
  camera: boundsOf,
  legend: [...levelLegend, restOfMatters],
  Panel: SceneBoard,
};
