import { boundsOf } from '../../shared/map/geometry.ts';
import { SceneBoard } from '../panels/SceneBoard.tsx';
import { restOfMatters } from '../panels/level-legend.tsx';
import type { Scene } from '../scene.ts';

/** 经济: figures without a place; what firms ask for is never on a map. */
export const scene: Scene = {
  id: 'economy',
  title: '经济',
  duty: '经济调节',
  rank: 1,
  shows: () => false,
  layers: () => [],
  camera: boundsOf,
  legend: [restOfMatters],
  Panel: SceneBoard,
};
