import type { SceneLine, ScenePlace } from '#contracts/scene.ts';
import { fewest, withoutFew } from '#domain/few.ts';
import { lately } from '#domain/records.ts';
import { monthOfHelp, townsOfMonth } from '#store/scene-elders.ts';
import type { MonthOfHelp, TownCount } from '#store/scene-elders.ts';
import { countMatters } from '#store/scenes.ts';
import type { MatterCounts } from '#store/scenes.ts';
import { mattersNumber, numberOf } from '../support/scene.ts';
import type { SceneMaker } from '../support/scene.ts';

/** 养老: old people who ask for help, by township and only where there are several: never one, never where one lives. */
export const scene: SceneMaker = {
  id: 'elders',
  title: '养老',
  right: 'wall.read',
  families: ['sos'],
  figures: async (call) => {
    const { tx, now, categories } = call;
    const span = lately(call);
    const counts = await countMatters(tx, categories, now);
    const month = await monthOfHelp(tx, categories, now);
    const { named, others } = withoutFew(await townsOfMonth(tx, categories, now), month.all);
    return {
      finding: findingOf(counts, month, span),
      numbers: [
        await mattersNumber(call),
        numberOf(`${span}求助`, month.all, `设备报警 ${month.devices}，来电 ${month.calls}`, { unit: '件' }),
        numberOf(
          '到场用时，中位',
          month.minutes === null ? '—' : Math.round(month.minutes),
          month.all === 0 ? `${span}没有求助` : `有到场记录 ${month.reached}/${month.all} 件`,
          { unit: month.minutes === null ? '' : '分钟' },
        ),
      ],
      lists: [
        {
          title: `${span}求助，满 ${fewest} 件的镇街`,
          measure: '个',
          none: `没有满 ${fewest} 件的镇街`,
          lines: [...named.map(townLine), ...(others > 0 ? [othersLine(others)] : [])],
        },
      ],
      places: named.map((one) => placeOf(one, span)),
      sources: ['养老类案件', `不足 ${fewest} 件的镇街合并计`],
      wanting: month.devices > 0 ? [] : ['SOS、跌倒、离床终端（现经热线）'],
    };
  },
};

function findingOf({ open, unsigned, overdue }: MatterCounts, { all }: MonthOfHelp, span: string): string {
  if (unsigned > 0) return `${unsigned} 件老人求助尚无人签收，须立即上门`;
  if (overdue > 0) return `${overdue} 件老人求助超时未办结`;
  if (open > 0) return `${open} 件老人求助在办，均已签收`;
  return all === 0 ? `${span}没有收到老人求助` : '没有在办的老人求助';
}

const lineOf = (key: string, name: string, count: number, note: string): SceneLine => ({
  key,
  name,
  value: String(count),
  unit: '件',
  note,
  holder: null,
  at: null,
  state: 'calm',
});
const townLine = ({ code, town, district, count }: TownCount): SceneLine =>
  lineOf(code, town, count, district);
const othersLine = (count: number): SceneLine => lineOf('others', '其余镇街', count, '合并计，不列名');

const placeOf = ({ code, town, lng, lat, count }: TownCount, span: string): ScenePlace => ({
  key: code,
  kind: 'site',
  name: town,
  note: `${span} ${count} 件`,
  lng,
  lat,
  courseDeg: null,
  speedKmh: null,
  state: 'calm',
});
