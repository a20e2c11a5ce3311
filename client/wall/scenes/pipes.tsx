import { metricScene } from '../metric-scene.ts';

/** 管网: gas and water in wells, and what is being done about them. */
export const scene = metricScene({
  id: 'pipes',
  title: '管网',
  duty: '公共服务',
  rank: 3,
  metrics: ['ch4_lel_pct', 'freeboard_m'],
  past: '燃气井、检查井越限',
});
