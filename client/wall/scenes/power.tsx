import { metricScene } from '../metric-scene.ts';

/** 供电: transformer districts, the dark ones in white. */
export const scene = metricScene({
  id: 'power',
  title: '供电',
  duty: '公共服务',
  rank: 5,
  metrics: ['power_kw'],
  past: '疑似停电台区',
});
