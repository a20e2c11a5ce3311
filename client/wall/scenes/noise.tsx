import { metricScene } from '../metric-scene.ts';

/** 噪声: where it is loud. */
export const scene = metricScene({
  id: 'noise',
  title: '噪声',
  duty: '生态环境保护',
  rank: 2,
  metrics: ['leq_db'],
  past: '超限噪声点',
});
