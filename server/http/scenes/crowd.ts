import { grouped } from '#domain/kpi.ts';
import { numberOf } from '../support/scene.ts';
import { overNumber, sensedScene } from '../support/sensed-scene.ts';

/** 客流: how full the squares and scenic areas are, against what they hold. */
export const scene = sensedScene({
  id: 'crowd',
  title: '客流',
  families: ['crowd'],
  metric: 'people_count',
  sign: '人',
  things: '客流点',
  beyond: '在场超过',
  list: '在场人数',
  numbers: (sensed) => {
    const [fullest] = sensed?.rows ?? [];
    const holds = sensed?.rule.severeRaise ?? null;
    const share = fullest && holds ? `${Math.round((fullest.value * 100) / holds)}` : '—';
    return [
      numberOf(
        '最满',
        share,
        fullest ? `${fullest.name} ${grouped(Math.round(fullest.value))} 人` : '没有读数',
        {
          unit: share === '—' ? '' : '%',
          state: fullest?.over ? 'over' : 'calm',
        },
      ),
      overNumber('超限', sensed),
    ];
  },
  wanting: ['各景区核定最大承载量（现按统一加重值计）'],
});
