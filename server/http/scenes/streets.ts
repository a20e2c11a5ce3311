import { categoryNameOf } from '#contracts/reference.ts';
import type { Reference } from '#contracts/reference.ts';
import type { SceneLine } from '#contracts/scene.ts';
import { leastInCell } from '#domain/density.ts';
import { mattersByCell } from '#store/density.ts';
import { countCameraAlerts, openByCategory, recurringTowns } from '#store/scenes.ts';
import type { CategoryCount, Spot } from '#store/scenes.ts';
import { lately } from '#domain/records.ts';
import { densityOf, densityWords } from '../support/scene-density.ts';
import { cameraWords, kindLine } from '../support/scene-lines.ts';
import { mattersNumber, numberOf } from '../support/scene.ts';
import type { SceneMaker } from '../support/scene.ts';

const mostTowns = 30;

/** 城管: order of the streets, by kind, and where it comes back again and again. */
export const scene: SceneMaker = {
  id: 'streets',
  title: '城管',
  right: 'wall.read',
  families: [
  'street-order', 'parking', 'bike-parking', 'zombie-car', 'road-encroach', 'illegal-building', 'outdoor-ad',
  'sticker-ad', 'garbage', 'construction-waste', 'dirty-road', 'manhole', 'street-light', 'road-damage', 'greening',
  'tree-fallen', 'public-facility', 'pole-cable',
], // prettier-ignore
  figures: async (call) => {
    const { tx, now, reference, categories } = call;
    const kinds = await openByCategory(tx, categories, now);
    const cameras = await countCameraAlerts(tx, categories, now);
    const towns = await recurringTowns(tx, categories, now, mostTowns);
    const cells = await mattersByCell(tx, categories, now, leastInCell);
    const week = lately(call, 7);
    const unsigned = kinds.reduce((sum, one) => sum + one.unsigned, 0);
    return {
      finding: findingOf(reference, kinds),
      numbers: [
        // Who has not signed stands as a figure of its own.
        { ...(await mattersNumber(call)), label: '在办' },
        numberOf('未签收', unsigned, `在办 ${kinds.reduce((sum, one) => sum + one.open, 0)} 件中`, {
          unit: '件',
        }),
        numberOf('摄像发现', cameras.alerts, cameraWords(cameras, '城管类'), {
          unit: '次',
        }),
      ],
      lists: [
        {
          title: '在办，按类',
          measure: '类',
          none: '没有在办的城管案件',
          lines: kinds.map((one) => kindLine(reference, one)),
        },
        {
          title: `反复发生，${week}`,
          measure: '处',
          none: `${week}没有反复发生`,
          lines: towns.map(townLine),
        },
      ],
      places: [],
      density: densityOf(cells, call),
      sources: ['城管案件', '摄像识别', '采集员上报', densityWords(cells, call)],
      wanting: ['喊话设备（劝离、未劝离）'],
    };
  },
};

function findingOf({ category }: Reference, kinds: readonly CategoryCount[]): string {
  const [first] = kinds;
  if (!first) return '没有在办的城管案件';
  const overdue = kinds.reduce((sum, one) => sum + one.overdue, 0);
  const name = categoryNameOf({ category }, first.categoryCode);
  const most = `${name}最多，在办 ${first.open} 件`;
  return overdue > 0 ? `${most}；各类超时 ${overdue} 件` : most;
}

const townLine = ({ town, district, count }: Spot): SceneLine => ({
  key: `${district} ${town}`,
  name: town,
  value: String(count),
  unit: '件',
  note: district,
  holder: null,
  at: null,
  state: 'calm',
});
