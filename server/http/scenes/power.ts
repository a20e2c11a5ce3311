import { numberOf } from '../support/scene.ts';
import { overNumber, sensedScene } from '../support/sensed-scene.ts';

/** 供电: which transformer districts are dark. */
export const scene = sensedScene({
  id: 'power',
  title: '供电',
  families: ['power', 'electric-leak'],
  metric: 'power_kw',
  sign: 'kW',
  things: '台区',
  subject: '负荷',
  list: '台区负荷，低者在前',
  numbers: (sensed) => [
    overNumber('疑似停电', sensed),
    numberOf('监测负荷', ((sensed?.sum ?? 0) / 1000).toFixed(1), `台区 ${sensed?.live ?? 0} 处合计`, {
      unit: 'MW',
    }),
  ],
  wanting: ['停电影响户数'],
});
