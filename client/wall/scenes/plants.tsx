import { boundsOf } from '../../shared/map/geometry.ts';
import { SceneBoard } from '../panels/SceneBoard.tsx';
import { levelLegend, restOfMatters, siteLine } from '../panels/level-legend.tsx';
import type { Scene } from '../scene.ts';

/** 关注范围 around a park, as the figures count it. */
const reachM = 1_000;

/** 安监: works and sites, and what is unsafe there. */
export const scene: Scene = {
  id: 'plants',
  title: '安监',
  duty: '社会管理',
  rank: 5,
  layers: (state) => [
    state.facilityLayer('plants-parks', 'park'),
    ...state.placeLayers('plants', [reachM]),
    ...state.incidentLayers('plants-incidents'),
  ],
  camera: boundsOf,
  legend: [...levelLegend, siteLine('园区及 1 km'), restOfMatters],
  Panel: SceneBoard,
};
