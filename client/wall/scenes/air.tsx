import { metricScene } from '../metric-scene.ts';

/** 空气: stations, and smoke, dust and smell that people work on. */
export const scene = metricScene({
  id: 'air',
  title: '空气',
  duty: '生态环境保护',
  rank: 1,
  metrics: ['pm25_ugm3', 'pm10_ugm3', 'voc_ppb'],
  past: '超限空气站',
});
