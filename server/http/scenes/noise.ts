import { numberOf } from '../support/scene.ts';
import { overNumber, sensedScene } from '../support/sensed-scene.ts';
import { valueWords } from '../support/sensed.ts';

/** 噪声: where it is loud, and who has it. */
export const scene = sensedScene({
  id: 'noise',
  title: '噪声',
  families: ['noise', 'social-noise'],
  metric: 'leq_db',
  sign: 'dB',
  things: '噪声点',
  subject: '噪声',
  list: '等效声级',
  numbers: (sensed) => {
    const [loudest] = sensed?.rows ?? [];
    return [
      numberOf('最响', loudest ? valueWords('leq_db', loudest.value) : '—', loudest?.name ?? '没有读数', {
        unit: loudest ? 'dB' : '',
        state: loudest?.over ? 'over' : 'calm',
      }),
      overNumber('超限', sensed),
    ];
  },
  wanting: ['声环境功能区划（分区夜间限值）'],
});
