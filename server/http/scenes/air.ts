import { numberOf } from '../support/scene.ts';
import { sensedScene } from '../support/sensed-scene.ts';

/** 空气: fine dust of every district, and what is being done about smoke, dust and smell. */
export const scene = sensedScene({
  id: 'air',
  title: '空气',
  families: ['air-pollution', 'odour', 'cooking-fume', 'open-burning', 'dust'],
  metric: 'pm25_ugm3',
  sign: 'µg/m³',
  things: '空气站',
  subject: 'PM2.5 实时值',
  list: 'PM2.5',
  numbers: (sensed) => {
    const [worst] = sensed?.rows ?? [];
    const mean = sensed && sensed.live > 0 ? Math.round(sensed.sum / sensed.live) : null;
    return [
      numberOf('各站平均', mean ?? '—', `实时 ${sensed?.live ?? 0} 站`, {
        unit: mean === null ? '' : 'µg/m³',
      }),
      numberOf('最高', worst ? Math.round(worst.value) : '—', worst?.name ?? '没有读数', {
        unit: worst ? 'µg/m³' : '',
        state: worst?.over ? 'over' : 'calm',
      }),
    ];
  },
  sources: ['限值为实时告警线，非日均标准'],
  wanting: ['风向风速', '国控站 AQI'],
});
