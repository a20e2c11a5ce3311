import { boundsOf } from '../../shared/map/geometry.ts';
import { dotsOf } from '../paint.ts';
import { SceneBoard } from '../panels/SceneBoard.tsx';
import { moverLegend } from '../panels/mover-legend.tsx';
import { levelLegend, pastLine, restOfMatters, siteLine } from '../panels/level-legend.tsx';
import type { Scene } from '../scene.ts';

const dots = dotsOf('voc_ppb');
/** 关注范围 around a park, as the figures count it. */
const reachM = 3_000;

/** 危化: parks, the air at their borders, what is wrong around them, and who carries such goods through the city. */
export const scene: Scene = {
  id: 'hazmat',
  title: '危化',
  duty: '社会管理',
  rank: 1,
  layers: (state) => [
    state.facilityLayer('hazmat-parks', 'park'),
    ...state.placeLayers('hazmat', [reachM]),
    state.sensorLayer('hazmat-sensors', dots),
    ...state.moverLayers('hazmat-others', 'vehicle', { size: 15, opacity: 0.55, trail: false }),
    ...state.moverLayers('hazmat-vehicles', 'hazmat', { size: 24, opacity: 1, trail: true }),
    ...state.incidentLayers('hazmat-incidents'),
  ],
  camera: boundsOf,
  legend: [
    ...levelLegend,
    siteLine('园区及 3 km'),
    pastLine('边界站越限'),
    moverLegend('hazmat', '危化品车'),
    moverLegend('vehicle', '客货车'),
    restOfMatters,
  ],
  Panel: SceneBoard,
};
