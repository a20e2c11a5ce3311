import type { SceneLine } from '#contracts/scene.ts';
import { lately } from '#domain/records.ts';
import { districtsOfMonth, openMatters } from '#store/scene-matters.ts';
import type { DistrictCount, OpenMatter } from '#store/scene-matters.ts';
import { countCameraAlerts } from '#store/scenes.ts';
import { warnedOf } from '#store/scene-warnings.ts';
import type { Warned } from '#store/scene-warnings.ts';
import { cameraWords, matterLine } from '../support/scene-lines.ts';
import { mattersNumber, numberOf } from '../support/scene.ts';
import type { SceneMaker } from '../support/scene.ts';

/** More than a wall has rows for: what is counted among them is counted among all. */
const most = 100;
const smoke = 'smoke-fire';

/** 林火: fires in the woods and fields that people have lit, which of them two kinds of sources have told of, and who has them. */
export const scene: SceneMaker = {
  id: 'forest',
  title: '林火',
  right: 'wall.read',
  families: ['open-burning'],
  categories: ['forest-fire'],
  figures: async (call) => {
    const { tx, now, reference, categories } = call;
    const open = await openMatters(tx, categories, now, most);
    const month = await districtsOfMonth(tx, categories, now);
    const cameras = await countCameraAlerts(tx, [...categories, smoke], now);
    const warned = await warnedOf(tx, '森林火险', now);
    const span = lately(call);
    const confirmed = open.filter(({ kinds }) => kinds > 1).length;
    return {
      finding: findingOf({ open, month, warned }, span),
      numbers: [
        await mattersNumber(call),
        numberOf('有两种来源报告的', confirmed, ofOpen(open.length), { unit: '件' }),
        numberOf('摄像发现烟火', cameras.alerts, cameraWords(cameras, '烟火类'), {
          unit: '次',
        }),
      ],
      lists: [
        {
          title: '在办火情',
          measure: '件',
          none: '没有在办的火情',
          lines: open.map((one) => matterLine(reference, one, `${one.kinds} 种来源`)),
        },
        {
          title: `各地火情，${span}`,
          measure: '地',
          none: `${span}没有火情`,
          lines: month.map(districtLine),
        },
      ],
      places: [],
      sources: ['火情与露天焚烧案件', ...(warned.ever ? [`森林火险预警生效 ${warned.standing} 条`] : [])],
      wanting: [...(warned.ever ? [] : ['森林火险预警']), '卫星热点', '林区瞭望视频', '护林员定位'],
    };
  },
};

type Read = { open: readonly OpenMatter[]; month: readonly DistrictCount[]; warned: Warned };

function findingOf({ open, month, warned }: Read, span: string): string {
  const fires = open.filter(({ categoryCode }) => categoryCode === 'forest-fire');
  const [first] = fires;
  if (first)
    return `${first.district ?? '全市'}${fires.length > 1 ? `等 ${fires.length} 处` : ''}森林火情在办`;
  if (warned.standing > 0) return `森林火险预警 ${warned.standing} 条生效，没有在办的森林火情`;
  if (open.length > 0) return `没有森林火情，露天焚烧在办 ${open.length} 件`;
  return month.length === 0 ? `${span}没有收到火情` : '没有在办的火情';
}

const ofOpen = (count: number): string =>
  count === 0 ? '没有在办的火情' : `${count < most ? '在办' : '最急的'} ${count} 件中`;

const districtLine = ({ district, count, open }: DistrictCount): SceneLine => ({
  key: district,
  name: district,
  value: String(count),
  unit: '件',
  note: open > 0 ? `在办 ${open} 件` : '均已办结',
  holder: null,
  at: null,
  state: 'calm',
});
