import { boundsOf } from '../../shared/map/geometry.ts';
import { SceneBoard } from '../panels/SceneBoard.tsx';
import { restOfMatters, siteLine } from '../panels/level-legend.tsx';
import type { Scene } from '../scene.ts';

/** 养老: townships with several calls for help; no matter of it has a symbol. */
export const scene: Scene = {
  id: 'elders',
  title: '养老',
  duty: '公共服务',
  rank: 6,
  layers: (state) => state.placeLayers('elders'),
  camera: boundsOf,
  legend: [siteLine('镇街老人求助'), restOfMatters],
  Panel: SceneBoard,
};
