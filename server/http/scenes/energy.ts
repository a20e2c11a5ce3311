import type { SceneLine } from '#contracts/scene.ts';
import { liveMinutes, openByCategory } from '#store/scenes.ts';
import { kindLine } from '../support/scene-lines.ts';
import { mattersNumber, numberOf } from '../support/scene.ts';
import type { SceneMaker } from '../support/scene.ts';
import { sense, shareWords, wantingOf } from '../support/sensed.ts';
import type { Sensed } from '../support/sensed.ts';

const megawatts = (kilowatts: number): string => (kilowatts / 1000).toFixed(1);

/** 能源: the load that is measured, which is not that of the whole society, and what is wrong with supply and use. */
export const scene: SceneMaker = {
  id: 'energy',
  title: '能源',
  right: 'wall.read',
  families: ['energy', 'charging', 'gas-supply'],
  figures: async (call) => {
    const { tx, now, reference, categories } = call;
    const power = await sense(call, 'power_kw');
    const steam = await sense(call, 'flow_th');
    const [peak] = steam?.rows ?? [];
    const kinds = await openByCategory(tx, categories, now);
    return {
      finding: findingOf(power),
      numbers: [
        numberOf('监测负荷', power?.live ? megawatts(power.sum) : '—', liveWords(power), {
          unit: power?.live ? 'MW' : '',
        }),
        numberOf('最大供汽流量', peak ? Math.round(peak.value) : '—', peak?.name ?? '供汽测点没有读数', {
          unit: peak ? 't/h' : '',
          state: peak?.over ? 'over' : 'calm',
        }),
        await mattersNumber(call),
      ],
      lists: [
        {
          title: '各地监测负荷',
          measure: '地',
          none: '台区尚未接入',
          lines: (power?.districts ?? []).toSorted((a, b) => b.sum - a.sum).map(lineOf),
        },
        {
          title: '在办，按类',
          measure: '类',
          none: '没有在办的用能事件',
          lines: kinds.map((one) => kindLine(reference, one)),
        },
      ],
      places: [],
      sources: [shareWords('台区', power), shareWords('供汽测点', steam), '非全社会用电'],
      wanting: [...wantingOf([['台区', power], ['供汽测点', steam]]), '全社会用电负荷', '企业分时用能', '光伏出力', '碳排放核算'], // prettier-ignore
    };
  },
};

const liveWords = (power: Sensed | null): string =>
  power && power.all > 0 ? `实时台区 ${power.live}/${power.all} 处合计` : '台区尚未接入';

function findingOf(power: Sensed | null): string {
  if (!power || power.all === 0) return '用能数据尚未接入';
  if (power.live === 0) return `台区近 ${liveMinutes} 分钟没有读数`;
  const [most] = power.districts.toSorted((a, b) => b.sum - a.sum);
  return `监测负荷 ${megawatts(power.sum)} MW，${most!.district}最多，占 ${Math.round((most!.sum * 100) / power.sum)} %`;
}

const lineOf = ({ district, sum, live, all, newest }: Sensed['districts'][number]): SceneLine => ({
  key: district,
  name: district,
  value: live === 0 ? '—' : megawatts(sum),
  unit: live === 0 ? '' : 'MW',
  note: `台区 ${live}/${all} 处`,
  holder: null,
  at: newest?.toISOString() ?? null,
  state: live === 0 ? 'late' : 'calm',
});
