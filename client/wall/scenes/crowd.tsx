import { metricScene } from '../metric-scene.ts';

/** 客流: squares and scenic areas. */
export const scene = metricScene({
  id: 'crowd',
  title: '客流',
  duty: '社会管理',
  rank: 3,
  metrics: ['people_count'],
  past: '超限客流点',
});
