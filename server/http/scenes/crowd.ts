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
  subject: '在场人数',
  list: '在场人数',
  numbers: (sensed) => {
    const [fullest] = sensed?.rows ?? [];
    const holds = sensed?.rule.severeRaise ?? null;
    const share = fullest && holds ? `${Math.round((fullest.value * 100) / holds)}` : '—';
    return [
      numberOf(
        '最满，占人数上限',
        share,
        fullest ? `${fullest.name} ${fullWords(fullest.value, holds)} 人` : '没有读数',
        {
          unit: share === '—' ? '' : '%',
          state: fullest?.over ? 'over' : 'calm',
        },
      ),
      overNumber('超限', sensed),
    ];
  },
  wanting: ['各景区核定最大承载量（人数上限暂按全市同一数计）'],
});

/** 4,013 / 10,000. */
const fullWords = (value: number, holds: number | null): string =>
  [Math.round(value), ...(holds ? [holds] : [])].map(grouped).join(' / ');
