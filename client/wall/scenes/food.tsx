import { boundsOf } from '../../shared/map/geometry.ts';
import { SceneBoard } from '../panels/SceneBoard.tsx';
import { levelLegend, restOfMatters } from '../panels/level-legend.tsx';
import type { Scene } from '../scene.ts';

/** 食安: no point of it on the map, for whose kitchen it is never stands on a wall; townships carry their counts. */
export const scene: Scene = {
  id: 'food',
  title: '食安',
  duty: '市场监管',
  rank: 1,
  layers: (state) => state.incidentLayers('food-incidents'),
  camera: boundsOf,
  legend: [...levelLegend, restOfMatters],
  Panel: SceneBoard,
};
