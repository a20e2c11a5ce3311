import { boundsOf } from '../../shared/map/geometry.ts';
import type { Dot } from '../paint.ts';
import { SceneBoard } from '../panels/SceneBoard.tsx';
import { levelLegend, pastLine, restOfMatters } from '../panels/level-legend.tsx';
import type { Scene } from '../scene.ts';

const metrics = ['depth_m', 'freeboard_m', 'rain_mm_h', 'level_m'];
const dry: Dot = { rgba: [120, 150, 180, 90], radius: 1.6 };

/**
 * Water stands as white discs, the deeper the larger (10 cm of water about 6 px at 1080); what is over its
 * threshold is solid. Series of other subjects are hidden.
 */
function dotOf(metric: string, value: number, over: boolean): Dot {
  if (!metrics.includes(metric)) return null;
  const alpha = over ? 255 : 120;
  if (metric === 'depth_m' && value > 0.01)
    return { rgba: [200, 226, 245, alpha], radius: Math.min(22, 3 + value * 30) };
  if (metric === 'rain_mm_h' && value > 0)
    return { rgba: [150, 165, 180, over ? 150 : 60], radius: Math.min(26, 4 + value * 0.35) };
  return over ? { rgba: [230, 237, 245, 255], radius: 4 } : dry;
}

/** 内涝: standing water, rain, and what is being done about it. */
export const scene: Scene = {
  id: 'water',
  title: '内涝',
  duty: '公共服务',
  rank: 1,
  layers: (state) => [state.sensorLayer('water-sensors', dotOf), ...state.incidentLayers('water-incidents')],
  camera: boundsOf,
  legend: [
    ...levelLegend,
    { sign: <i className="sign-sensor sign-deep" />, words: '积水，越深越大' },
    { sign: <i className="sign-sensor sign-rain" />, words: '雨强' },
    pastLine('井盖、水位超阈值'),
    restOfMatters,
  ],
  Panel: SceneBoard,
};
