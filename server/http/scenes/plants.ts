import { categoryNameOf } from '#contracts/reference.ts';
import type { Reference } from '#contracts/reference.ts';
import type { SceneLine, ScenePlace } from '#contracts/scene.ts';
import { parksNow } from '#store/parks.ts';
import type { ParkRow } from '#store/parks.ts';
import { countCameraAlerts, openByCategory } from '#store/scenes.ts';
import type { CategoryCount } from '#store/scenes.ts';
import { cameraWords, kindLine } from '../support/scene-lines.ts';
import { mattersNumber, numberOf } from '../support/scene.ts';
import type { SceneMaker } from '../support/scene.ts';

const reachM = 1_000;
const reach = '1 km 内';

/** 安监: what is unsafe at works and sites, by kind and by park; a firm is never named. */
export const scene: SceneMaker = {
  id: 'plants',
  title: '安监',
  right: 'wall.read',
  families: ['hazmat', 'hazmat-vehicle', 'hazmat-waste', 'site-safety', 'duty-absence', 'electric-leak'],
  categories: ['smoke-fire'],
  figures: async (call) => {
    const { tx, now, reference, categories } = call;
    const kinds = await openByCategory(tx, categories, now);
    const cameras = await countCameraAlerts(tx, categories, now);
    const parks = await parksNow(tx, { metric: 'voc_ppb', categories, metres: reachM, now });
    const touched = parks.filter(({ matters }) => matters > 0).toSorted((a, b) => b.matters - a.matters);
    return {
      finding: findingOf(reference, parks, touched, kinds),
      numbers: [
        await mattersNumber(call),
        numberOf('有隐患的园区', touched.length, `${reach}有在办，园区共 ${parks.length} 个`, {
          unit: '个',
          state: touched.length > 0 ? 'over' : 'calm',
        }),
        numberOf('摄像发现', cameras.alerts, cameraWords(cameras, '安全类'), {
          unit: '次',
        }),
      ],
      lists: [
        {
          title: '在办，按类',
          measure: '类',
          none: '没有在办的安全隐患',
          lines: kinds.map((one) => kindLine(reference, one)),
        },
        {
          title: `园区，${reach}在办`,
          measure: '个',
          none: '没有园区资料',
          lines: parks.toSorted((a, b) => b.matters - a.matters).map(lineOf),
        },
      ],
      places: parks.filter(({ chemical, matters }) => chemical || matters > 0).map(placeOf),
      sources: ['安全类案件', '摄像识别', ...(parks.length > 0 ? ['园区范围为示意'] : [])],
      wanting: ['重大危险源监测', '企业隐患台账', '特殊作业报备'],
    };
  },
};

function findingOf(
  { category }: Reference,
  parks: readonly ParkRow[],
  touched: readonly ParkRow[],
  kinds: readonly CategoryCount[],
): string {
  const overdue = kinds.reduce((sum, one) => sum + one.overdue, 0);
  if (overdue > 0) return `安全隐患 ${overdue} 件超时未消除`;
  const [park] = touched;
  if (park) return `${park.name}${reach}在办 ${park.matters} 件`;
  const [first] = kinds;
  if (first) return `${categoryNameOf({ category }, first.categoryCode)}在办 ${first.open} 件`;
  return parks.length === 0 ? '没有在办的安全隐患，园区资料尚未导入' : '没有在办的安全隐患';
}

const lineOf = ({ code, name, chemical, makes, matters }: ParkRow): SceneLine => ({
  key: code,
  name,
  value: String(matters),
  unit: '件',
  note: chemical ? `化工　${makes}` : makes,
  holder: null,
  at: null,
  state: matters > 0 ? 'over' : 'calm',
});

const placeOf = ({ code, name, lng, lat, matters }: ParkRow): ScenePlace => ({
  key: code,
  kind: 'site',
  name,
  note: matters > 0 ? `在办 ${matters} 件` : '',
  lng,
  lat,
  courseDeg: null,
  speedKmh: null,
  state: matters > 0 ? 'over' : 'calm',
});
