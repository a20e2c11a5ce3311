import { boundsOf } from '../../shared/map/geometry.ts';
import { SceneBoard } from '../panels/SceneBoard.tsx';
import { levelLegend, restOfMatters } from '../panels/level-legend.tsx';
import type { Scene } from '../scene.ts';

/** 林火: fires in woods and fields. */
export const scene: Scene = {
  id: 'forest',
  title: '林火',
  duty: '社会管理',
  rank: 4,
  layers: (state) => state.incidentLayers('forest-incidents'),
  camera: boundsOf,
  legend: [...levelLegend, restOfMatters],
  Panel: SceneBoard,
};
