import type { SceneLine } from '#contracts/scene.ts';
import type { SourceState } from '#contracts/ops.ts';
import { grouped } from '#domain/kpi.ts';
import { feedCounts, sensorsByKind } from '#store/scenes.ts';
import type { FeedCount, KindCount } from '#store/scenes.ts';
import { numberOf } from '../support/scene.ts';
import type { SceneMaker } from '../support/scene.ts';
import { sourceStates } from '../support/source-states.ts';

/** 数据资产: every interface with its freshness, and what of the registered sensors speaks. */
export const scene: SceneMaker = {
  id: 'assets',
  title: '数据',
  right: 'wall.read',
  families: null,
  figures: async ({ tx, now }) => {
    const states = await sourceStates(tx, now);
    const connected = states.filter(({ lastAt }) => lastAt !== null);
    const late = connected.filter((one) => one.late);
    const counts = await feedCounts(tx);
    const kinds = await sensorsByKind(tx, now);
    const sum = (of: 'all' | 'live'): number => kinds.reduce((total, one) => total + one[of], 0);
    const accepted = counts.reduce((total, one) => total + one.accepted, 0);
    const quarantined = counts.reduce((total, one) => total + one.quarantined, 0);
    return {
      finding: findingOf(connected, late, sum('all') - sum('live')),
      numbers: [
        numberOf(
          '接口实时',
          connected.length - late.length,
          `已接入 ${connected.length}，共 ${states.length} 类`,
          {
            state: late.length > 0 ? 'over' : 'calm',
          },
        ),
        numberOf('监测点实时', sum('live'), `登记 ${grouped(sum('all'))}`),
        numberOf('隔离', quarantined, `累计受理 ${grouped(accepted)}`, { unit: '条' }),
      ],
      lists: [
        { title: '接口', measure: '类', none: '没有接口', lines: states.map((one) => feedLine(one, counts)) },
        { title: '监测点，按类', measure: '类', none: '尚未登记监测点', lines: kinds.map(kindLine) },
      ],
      places: [],
      sources: ['接口状态', '设备登记'],
      wanting: states.filter(({ lastAt }) => lastAt === null).map(({ name }) => name),
    };
  },
};

function findingOf(connected: readonly SourceState[], late: readonly SourceState[], silent: number): string {
  if (connected.length === 0) return '尚未接入任何数据';
  if (late.length > 0) return `${late.map(({ name }) => name).join('、')}接口延迟，须督促来数`;
  return silent > 0 ? `接口均实时，${silent} 个监测点没有读数` : '接口与监测点均实时';
}

function feedLine(
  { source, name, lastAt, late, lateWords }: SourceState,
  counts: readonly FeedCount[],
): SceneLine {
  const count = counts.find((one) => one.source === source);
  const held =
    count && count.quarantined > 0
      ? `受理 ${grouped(count.accepted)}，隔离 ${grouped(count.quarantined)}`
      : '';
  const state = lastAt === null || late ? 'late' : 'calm';
  return { key: source, name, value: lateWords, unit: '', note: held, holder: null, at: lastAt, state };
}

const kindLine = ({ kind, all, live, newest }: KindCount): SceneLine => ({
  key: kind,
  name: kind,
  value: `${live}/${all}`,
  unit: '',
  note: live < all ? `${all - live} 处没有读数` : '',
  holder: null,
  at: newest?.toISOString() ?? null,
  state: live === 0 ? 'late' : 'calm',
});
