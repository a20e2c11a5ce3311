import { metricScene } from '../metric-scene.ts';

/** 能源: where load and steam are measured. */
export const scene = metricScene({
  id: 'energy',
  title: '能源',
  duty: '经济调节',
  rank: 2,
  metrics: ['power_kw', 'flow_th'],
  past: '台区失电、供汽超限',
});
