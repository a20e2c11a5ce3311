import { mattersNumber, numberOf } from '../support/scene.ts';
import type { SceneMaker } from '../support/scene.ts';
import { overNumber } from '../support/sensed-scene.ts';
import { sense, shareWords, spoken, wantingOf, whereOver } from '../support/sensed.ts';

/** 食安: cold chains and kitchens, by district only: whose kitchen it is never stands on a wall. */
export const scene: SceneMaker = {
  id: 'food',
  title: '食安',
  right: 'wall.read',
  families: ['food'],
  figures: async (call) => {
    const cold = await sense(call, 'temp_c');
    const { districts = [], live = 0, over = 0, rule } = cold ?? {};
    const [first] = districts;
    const calm =
      cold === null || live === 0 ? '冷柜没有读数' : `${spoken(cold, '台')}冷柜均未超过 ${rule?.raise} ℃`;
    return {
      finding: over > 0 && first ? `${whereOver(cold!, '台')}冷柜超过 ${rule?.raise} ℃` : calm,
      numbers: [
        overNumber('冷柜超温', cold),
        numberOf('有读数的冷柜', live, `登记 ${cold?.all ?? 0} 台`, { unit: '台' }),
        await mattersNumber(call),
      ],
      lists: [
        {
          title: '冷柜超温 / 有读数，按县区',
          measure: '地',
          none: '冷柜尚未接入',
          lines: districts.map((one) => ({
            key: one.district,
            name: one.district,
            value: `${one.over}/${one.live}`,
            unit: '台',
            note: one.live < one.all ? `${one.all - one.live} 台没有读数` : '',
            holder: null,
            at: one.newest?.toISOString() ?? null,
            state: one.over > 0 ? 'over' : one.live === 0 ? 'late' : 'calm',
          })),
        },
      ],
      places: [],
      sources: [shareWords('冷柜', cold)],
      wanting: [...wantingOf([['冷柜', cold]]), '快检结果', '晨检台账'],
    };
  },
};
