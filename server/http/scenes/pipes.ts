import { mattersNumber } from '../support/scene.ts';
import type { SceneMaker } from '../support/scene.ts';
import { overNumber } from '../support/sensed-scene.ts';
import { findingOf, listOf, sense, shareWords, wantingOf } from '../support/sensed.ts';

/** 管网: gas that gathers in wells, water that rises in them. Gas comes first: it kills. */
export const scene: SceneMaker = {
  id: 'pipes',
  title: '管网',
  right: 'wall.read',
  families: ['gas', 'drain-blocked', 'sewage-overflow', 'manhole', 'pipe-burst', 'road-collapse', 'flooding'],
  figures: async (call) => {
    const gas = await sense(call, 'ch4_lel_pct');
    const well = await sense(call, 'freeboard_m');
    const gasFirst = gas !== null && gas.over > 0;
    return {
      finding:
        well !== null && well.over > 0 && !gasFirst
          ? findingOf(well, '检查井', '液面距井口', 'm')
          : findingOf(gas, '燃气井', '可燃气', '%LEL'),
      numbers: [overNumber('燃气超限', gas), overNumber('井口将溢', well), await mattersNumber(call)],
      lists: [
        listOf(call.reference, gas, { title: '可燃气体', none: '燃气井没有读数' }),
        listOf(call.reference, well, { title: '液面距井口', none: '检查井没有读数' }),
      ],
      places: [],
      sources: [shareWords('燃气井', gas), shareWords('检查井', well)],
      wanting: [...wantingOf([['燃气井', gas], ['检查井', well]]), '管线走向与阀门'], // prettier-ignore
    };
  },
};
