import { boundsOf } from '../../shared/map/geometry.ts';
import { SceneBoard } from '../panels/SceneBoard.tsx';
import { levelLegend, restOfMatters } from '../panels/level-legend.tsx';
import type { Scene } from '../scene.ts';

/** 民意: what people have called for. */
export const scene: Scene = {
  id: 'hotline',
  title: '民意',
  duty: '综合',
  rank: 1,
  shows: ({ requestCount }) => requestCount > 0,
  layers: (state) => [
    ...state.densityLayers('hotline-density'),
    ...state.incidentLayers('hotline-incidents'),
  ],
  camera: boundsOf,
  legend: [...levelLegend, restOfMatters],
  Panel: SceneBoard,
};
